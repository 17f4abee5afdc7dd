"""Addresses of the equipment register."""

from rest_framework.routers import SimpleRouter

from safety.equipment import api

router = SimpleRouter()
router.register("equipment", api.EquipmentItems, basename="api-equipment")
router.register("equipment-inspections", api.EquipmentInspections, basename="api-equipment-inspections")
api_urlpatterns = router.urls
