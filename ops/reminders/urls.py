"""Addresses of a person's messages, and of how a person is reminded."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.reminders import api, choice_api, choice_views, views

urlpatterns = [
    path("messages/", views.reminder_list, name="reminder-list"),
    path("messages/<uuid:pk>/", views.reminder_open, name="reminder-open"),
    path("messages/<uuid:pk>/more/", views.reminder_detail, name="reminder-detail"),
    path("messages/<uuid:pk>/on-it/", views.reminder_on_it, name="reminder-on-it"),
    path("messages/<uuid:pk>/take-back/", views.reminder_take_back, name="reminder-take-back"),
    path("messages/<uuid:pk>/later/", views.reminder_snooze, name="reminder-snooze"),
    path("messages/<uuid:pk>/carried/", views.reminder_carried, name="reminder-carried"),
    path("messages/read/", views.reminder_read, name="reminder-read"),
    path("messages/undelivered/", views.undelivered, name="reminder-undelivered"),
    path("messages/<uuid:pk>/retry/", views.reminder_retry, name="reminder-retry"),
    path("me/notifications/", choice_views.notifications, name="notifications"),
    path("me/notifications/push/", choice_views.push_add, name="push-add"),
    path("me/notifications/add/<slug:channel>/", choice_views.point_add, name="point-add"),
    path("me/notifications/test/<slug:channel>/", choice_views.account_test, name="account-test"),
    path("notifications/<uuid:pk>/test/", choice_views.point_test, name="point-test"),
    path("notifications/<uuid:pk>/remove/", choice_views.point_remove, name="point-remove"),
    path("notifications/groups/", choice_views.group_list, name="reminder-groups"),
    path("notifications/groups/add/<slug:channel>/", choice_views.group_add, name="reminder-group-add"),
]

router = SimpleRouter()
router.register("reminders", api.Reminders, basename="api-reminders")
router.register("contact-points", choice_api.ContactPoints, basename="api-contact-points")
api_urlpatterns = [
    path("reminder-preference/", choice_api.PreferenceView.as_view(), name="api-reminder-preference"),
    path("reminder-preference/test/", choice_api.AccountTest.as_view(), name="api-reminder-preference-test"),
    *router.urls,
]
