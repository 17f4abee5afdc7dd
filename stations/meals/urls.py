"""Addresses of meals."""

from django.urls import URLPattern
from rest_framework.routers import SimpleRouter

from stations.meals import api

urlpatterns: list[URLPattern] = []

router = SimpleRouter()
router.register("meal-records", api.Meals, basename="api-meal-records")
api_urlpatterns = router.urls
