"""Addresses of stations and terms."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.terms import api, roster_api, roster_views, views

urlpatterns = [
    path("stations/terms/", views.term_home, name="term-home"),
    path("stations/terms/<uuid:pk>/", views.term_list, name="term-list"),
    path("stations/terms/<uuid:pk>/new/", views.term_new, name="term-new"),
    path("stations/term/<uuid:pk>/", views.term_edit, name="term-edit"),
    path("stations/term/<uuid:pk>/cancelled-days/", views.term_cancel_day, name="term-cancel-day"),
    path("stations/term/<uuid:pk>/staff/", roster_views.term_staff, name="term-staff"),
    path("stations/group-staff/<uuid:pk>/remove/", roster_views.group_staff_remove, name="group-staff-remove"),
    path("stations/roster/", roster_views.roster_home, name="roster-home"),
    path("stations/roster/<uuid:pk>/", roster_views.roster_day, name="roster"),
    path("stations/shifts/<uuid:pk>/cancel/", roster_views.shift_cancel, name="shift-cancel"),
]

router = SimpleRouter()
router.register("stations", api.Stations, basename="api-stations")
router.register("terms", api.Terms, basename="api-terms")
router.register("shifts", roster_api.Shifts, basename="api-shifts")
router.register("group-staff", roster_api.GroupStaffs, basename="api-group-staff")
api_urlpatterns = router.urls
