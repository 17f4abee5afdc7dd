"""Addresses of stations and terms."""

from django.urls import URLPattern
from rest_framework.routers import SimpleRouter

from stations.terms import api

urlpatterns: list[URLPattern] = []

router = SimpleRouter()
router.register("stations", api.Stations, basename="api-stations")
router.register("terms", api.Terms, basename="api-terms")
api_urlpatterns = router.urls
