"""Addresses of stations and terms."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.terms import api, views

urlpatterns = [
    path("stations/terms/", views.term_home, name="term-home"),
    path("stations/terms/<uuid:pk>/", views.term_list, name="term-list"),
    path("stations/terms/<uuid:pk>/new/", views.term_new, name="term-new"),
    path("stations/term/<uuid:pk>/", views.term_edit, name="term-edit"),
    path("stations/term/<uuid:pk>/cancelled-days/", views.term_cancel_day, name="term-cancel-day"),
]

router = SimpleRouter()
router.register("stations", api.Stations, basename="api-stations")
router.register("terms", api.Terms, basename="api-terms")
api_urlpatterns = router.urls
