"""Addresses of the regulatory numbers and the calendar."""

from rest_framework.routers import SimpleRouter

from ops.policy.api import CalendarDays, Parameters

router = SimpleRouter()
router.register("parameters", Parameters, basename="api-parameters")
router.register("calendar-days", CalendarDays, basename="api-calendar-days")
api_urlpatterns = router.urls
