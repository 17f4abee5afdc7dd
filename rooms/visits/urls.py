"""Addresses of visits, feedback, and the door."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from rooms.visits import api, views

urlpatterns = [
    path("r/<str:code>/", views.door, name="room-public"),
    path("r/<str:code>/enter/", views.door_enter, name="room-enter"),
    path("r/<str:code>/leave/", views.door_leave, name="room-leave"),
    path("r/<str:code>/feedback/", views.door_feedback, name="room-feedback"),
    path("rooms/<uuid:pk>/", views.room_today, name="room-today"),
    path("rooms/<uuid:pk>/visits/", views.register, name="room-register"),
    path("rooms/<uuid:pk>/poster/", views.poster, name="room-poster"),
    path("room-feedback/<uuid:pk>/", views.feedback_handle, name="room-feedback-handle"),
]

router = SimpleRouter()
router.register("room-visits", api.Visits, basename="api-room-visits")
router.register("room-feedback", api.FeedbackViews, basename="api-room-feedback")
api_urlpatterns = [
    *router.urls,
    path("doors/<str:code>/", api.Door.as_view(), name="api-door"),
    path("doors/<str:code>/visits/", api.DoorVisits.as_view(), name="api-door-visits"),
    path("doors/<str:code>/visits/<uuid:pk>/leave/", api.DoorLeaving.as_view(), name="api-door-leave"),
    path("doors/<str:code>/feedback/", api.DoorFeedback.as_view(), name="api-door-feedback"),
]
