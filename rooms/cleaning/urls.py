"""Addresses of cleaning by scan and PIN."""

from django.urls import path

from rooms.cleaning import views

urlpatterns = [
    path("r/<str:code>/clean/", views.clean, name="room-clean"),
    path("rooms/<uuid:pk>/pin/", views.pin, name="room-pin"),
]
