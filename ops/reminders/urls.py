"""Addresses of a person's messages."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.reminders import api, views

urlpatterns = [
    path("messages/", views.reminder_list, name="reminder-list"),
    path("messages/<uuid:pk>/", views.reminder_open, name="reminder-open"),
    path("messages/read/", views.reminder_read, name="reminder-read"),
    path("messages/undelivered/", views.undelivered, name="reminder-undelivered"),
    path("messages/<uuid:pk>/retry/", views.reminder_retry, name="reminder-retry"),
]

router = SimpleRouter()
router.register("reminders", api.Reminders, basename="api-reminders")
api_urlpatterns = router.urls
