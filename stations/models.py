"""Tables of the capabilities, imported here for Django. Order: terms, enrolment, attendance, meals."""

from stations.attendance.models import Absence, Handover
from stations.enrolment.models import (
    Child,
    Consent,
    Enrolment,
    Guardian,
    Guardianship,
    PickupPerson,
    SensitiveView,
)
from stations.meals.models import MealRecord
from stations.terms.models import Group, Station, Term, TermClosure

__all__ = [
    "Absence",
    "Child",
    "Consent",
    "Enrolment",
    "Group",
    "Guardian",
    "Guardianship",
    "Handover",
    "MealRecord",
    "PickupPerson",
    "SensitiveView",
    "Station",
    "Term",
    "TermClosure",
]
