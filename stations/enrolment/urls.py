"""Addresses of children and enrolments."""

from django.urls import URLPattern
from rest_framework.routers import SimpleRouter

from stations.enrolment import api

urlpatterns: list[URLPattern] = []

router = SimpleRouter()
router.register("children", api.Children, basename="api-children")
router.register("enrolments", api.Enrolments, basename="api-enrolments")
api_urlpatterns = router.urls
