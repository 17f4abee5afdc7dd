"""Addresses of the equipment register."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from safety.equipment import api, views

router = SimpleRouter()
router.register("equipment", api.EquipmentItems, basename="api-equipment")
router.register("equipment-inspections", api.EquipmentInspections, basename="api-equipment-inspections")
api_urlpatterns = router.urls

urlpatterns = [
    path("equipment/", views.equipment_home, name="equipment-home"),
    path("facilities/<uuid:pk>/equipment/", views.equipment_list, name="equipment-list"),
    path("facilities/<uuid:pk>/equipment/new/", views.equipment_new, name="equipment-new"),
    path("equipment/<uuid:pk>/", views.equipment_detail, name="equipment-detail"),
    path("equipment/<uuid:pk>/inspect/", views.equipment_inspect, name="equipment-inspect"),
    path("equipment/<uuid:pk>/correct/", views.equipment_correct, name="equipment-correct"),
    path("equipment/<uuid:pk>/retire/", views.equipment_retire, name="equipment-retire"),
    path("equipment-inspections/<uuid:pk>/void/", views.equipment_inspection_void, name="equipment-inspection-void"),
]
