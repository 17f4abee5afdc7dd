"""Addresses of rooms and suspension orders."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from rooms.opening import api, views

urlpatterns = [
    path("rooms/", views.room_list, name="room-list"),
    path("rooms/<uuid:pk>/describe/", views.room_describe, name="room-describe"),
    path("suspensions/", views.suspension_list, name="suspension-list"),
    path("suspensions/new/", views.suspension_new, name="suspension-new"),
    path("suspensions/<uuid:pk>/lift/", views.suspension_lift, name="suspension-lift"),
]

router = SimpleRouter()
router.register("rooms", api.Rooms, basename="api-rooms")
router.register("suspension-orders", api.SuspensionOrders, basename="api-suspension-orders")
api_urlpatterns = router.urls
