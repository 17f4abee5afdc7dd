"""Addresses of incidents, emergency plans and drills."""

from rest_framework.routers import SimpleRouter

from safety.incidents import api

router = SimpleRouter()
router.register("incidents", api.Incidents, basename="api-incidents")
router.register("incident-entries", api.IncidentEntries, basename="api-incident-entries")
router.register("statutory-reports", api.StatutoryReports, basename="api-statutory-reports")
router.register("emergency-plans", api.EmergencyPlans, basename="api-emergency-plans")
router.register("drills", api.Drills, basename="api-drills")
api_urlpatterns = router.urls
