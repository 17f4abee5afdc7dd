"""Addresses of the kitchen records."""

from rest_framework.routers import SimpleRouter

from safety.food import api

router = SimpleRouter()
router.register("retained-samples", api.RetainedSamples, basename="api-retained-samples")
router.register("fridge-readings", api.FridgeReadings, basename="api-fridge-readings")
router.register("food-deliveries", api.FoodDeliveries, basename="api-food-deliveries")
router.register("staff-health-checks", api.StaffHealthChecks, basename="api-staff-health-checks")
router.register("health-certificates", api.HealthCertificates, basename="api-health-certificates")
api_urlpatterns = router.urls
