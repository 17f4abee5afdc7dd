"""Addresses of the roll call, hand-overs and absences."""

from django.urls import URLPattern, path
from rest_framework.routers import SimpleRouter

from stations.attendance import api

urlpatterns: list[URLPattern] = []

router = SimpleRouter()
router.register("handovers", api.Handovers, basename="api-handovers")
router.register("absences", api.Absences, basename="api-absences")
api_urlpatterns = [*router.urls, path("roll-call/", api.RollCall.as_view(), name="api-roll-call")]
