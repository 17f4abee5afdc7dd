"""Tables of the capabilities, imported here for Django, in their order."""

from stations.attendance.models import (
    Absence,
    AbsenceAnnouncement,
    CallRecord,
    Handover,
    Kiosk,
    PickupCode,
    RatioBreach,
)
from stations.enrolment.models import (
    Child,
    ChildAllergen,
    Consent,
    ConsentText,
    EmergencyContact,
    Enrolment,
    Guardian,
    Guardianship,
    PickupPerson,
    SensitiveView,
)
from stations.guardians.models import DataRequest, NoticeMark, PersonRequest
from stations.meals.models import Dish, MealRecord, MenuDish, MenuEdition, WeekMenu
from stations.medicine.models import MedicationOrder, MedicineGiving
from stations.terms.models import Group, GroupStaff, Shift, Station, Term, TermClosure

__all__ = [
    "Absence",
    "AbsenceAnnouncement",
    "CallRecord",
    "Child",
    "ChildAllergen",
    "Consent",
    "ConsentText",
    "DataRequest",
    "EmergencyContact",
    "Dish",
    "Enrolment",
    "Group",
    "GroupStaff",
    "Guardian",
    "Guardianship",
    "Handover",
    "Kiosk",
    "MealRecord",
    "MenuDish",
    "MenuEdition",
    "NoticeMark",
    "MedicationOrder",
    "MedicineGiving",
    "PersonRequest",
    "PickupCode",
    "PickupPerson",
    "RatioBreach",
    "SensitiveView",
    "Shift",
    "Station",
    "Term",
    "TermClosure",
    "WeekMenu",
]
