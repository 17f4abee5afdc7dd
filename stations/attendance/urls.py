"""Addresses of the roll call, hand-overs and absences."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.attendance import api, views

urlpatterns = [
    path("stations/", views.station_home, name="station-home"),
    path("stations/roll-call/<uuid:pk>/", views.roll_call, name="roll-call"),
    path("stations/roll-call/<uuid:pk>/states/", views.roll_call_states, name="roll-call-states"),
    path("stations/roll-call/<uuid:pk>/records/", views.day_records, name="day-records"),
    path("stations/roll-call/<uuid:pk>/children/<uuid:child>/", views.child_day, name="child-day"),
    path("stations/handovers/<uuid:pk>/", views.handover, name="handover"),
    path("stations/handovers/<uuid:pk>/void/", views.handover_void, name="handover-void"),
    path("stations/absences/<uuid:pk>/void/", views.absence_void, name="absence-void"),
]

router = SimpleRouter()
router.register("handovers", api.Handovers, basename="api-handovers")
router.register("absences", api.Absences, basename="api-absences")
api_urlpatterns = [*router.urls, path("roll-call/", api.RollCall.as_view(), name="api-roll-call")]
