"""Addresses of absences."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.absences import api, views

urlpatterns = [
    path("staff-absences/", views.absence_list, name="staff-absence-list"),
    path("staff-absences/new/", views.absence_enter, name="staff-absence-enter"),
    path("staff-absences/<uuid:pk>/", views.absence_change, name="staff-absence-change"),
    path("staff-absences/<uuid:pk>/withdraw/", views.absence_withdraw, name="staff-absence-withdraw"),
]

router = SimpleRouter()
router.register("staff-absences", api.StaffAbsences, basename="api-staff-absences")
api_urlpatterns = router.urls
