"""Tables of the capabilities, imported here because Django looks here. Order: food, incidents, equipment."""

from safety.equipment.models import Equipment, EquipmentInspection
from safety.food.models import FoodDelivery, FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck
from safety.incidents.models import Drill, EmergencyPlan, Incident, IncidentEntry, StatutoryReport

__all__ = [
    "Drill",
    "EmergencyPlan",
    "Equipment",
    "EquipmentInspection",
    "FoodDelivery",
    "FridgeReading",
    "HealthCertificate",
    "Incident",
    "IncidentEntry",
    "RetainedSample",
    "StaffHealthCheck",
    "StatutoryReport",
]
