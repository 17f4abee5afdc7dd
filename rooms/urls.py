"""Addresses of the capabilities. Order: opening, visits, cleaning."""

from django.urls import URLPattern, URLResolver

from rooms.cleaning import urls as cleaning
from rooms.opening import urls as opening
from rooms.visits import urls as visits

urlpatterns: list[URLPattern | URLResolver] = [
    *opening.urlpatterns,
    *visits.urlpatterns,
    *cleaning.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *opening.api_urlpatterns,
    *visits.api_urlpatterns,
]
