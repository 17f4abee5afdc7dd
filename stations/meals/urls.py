"""Addresses of meals."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.meals import api, views

urlpatterns = [
    path("stations/meals/", views.meal_home, name="meal-home"),
    path("stations/meals/<uuid:pk>/", views.meal_board, name="meal-board"),
    path("stations/meal/<uuid:pk>/", views.meal, name="meal"),
    path("stations/meal/<uuid:pk>/void/", views.meal_void, name="meal-void"),
]

router = SimpleRouter()
router.register("meal-records", api.Meals, basename="api-meal-records")
api_urlpatterns = router.urls
