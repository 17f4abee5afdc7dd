"""Addresses of the regulatory numbers and the calendar."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.policy import views
from ops.policy.api import CalendarDays, Parameters

router = SimpleRouter()
router.register("parameters", Parameters, basename="api-parameters")
router.register("calendar-days", CalendarDays, basename="api-calendar-days")
api_urlpatterns = router.urls

urlpatterns = [
    path("numbers/", views.parameter_list, name="parameter-list"),
    path("numbers/<slug:key>/", views.parameter_detail, name="parameter-detail"),
    path("calendar-days/", views.calendar_day_list, name="calendar-day-list"),
    path("calendar-days/<uuid:pk>/restore/", views.calendar_day_restore, name="calendar-day-restore"),
]
