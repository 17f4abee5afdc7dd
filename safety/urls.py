"""Addresses of the capabilities. Order: food, incidents, equipment."""

from django.urls import URLPattern, URLResolver

from safety.equipment import urls as equipment
from safety.food import urls as food
from safety.incidents import urls as incidents

urlpatterns: list[URLPattern | URLResolver] = [
    *food.urlpatterns,
    *incidents.urlpatterns,
    *equipment.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *food.api_urlpatterns,
    *incidents.api_urlpatterns,
    *equipment.api_urlpatterns,
]
