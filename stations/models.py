"""Tables of the capabilities, imported here for Django, in their order."""

from stations.applications.models import Application, AppliedChild, LoosePhoto
from stations.attendance.models import (
    Absence,
    AbsenceAnnouncement,
    CallRecord,
    Handover,
    Kiosk,
    PickupCode,
    RatioBreach,
)
from stations.enrolment.consent_models import Consent, ConsentText, SensitiveView
from stations.enrolment.models import (
    Child,
    ChildAllergen,
    EmergencyContact,
    Enrolment,
    Guardian,
    Guardianship,
    PickupPerson,
)
from stations.enrolment.roster_models import RosterImport
from stations.guardians.models import DataRequest, Erasure, NoticeMark, PersonRequest
from stations.meals.models import (
    AccompaniedMeal,
    Dish,
    KitchenOrder,
    MealPhoto,
    MealRecord,
    MenuDish,
    MenuEdition,
    Serving,
    WeekMenu,
)
from stations.medicine.models import MedicationOrder, MedicineGiving
from stations.subsidies.models import SubsidyRule
from stations.terms.models import Group, GroupStaff, Shift, Station, Term, TermClosure

__all__ = [
    "Absence",
    "AbsenceAnnouncement",
    "AccompaniedMeal",
    "Application",
    "AppliedChild",
    "CallRecord",
    "Child",
    "ChildAllergen",
    "Consent",
    "ConsentText",
    "DataRequest",
    "Dish",
    "EmergencyContact",
    "Enrolment",
    "Erasure",
    "Group",
    "GroupStaff",
    "Guardian",
    "Guardianship",
    "Handover",
    "Kiosk",
    "KitchenOrder",
    "LoosePhoto",
    "MealPhoto",
    "MealRecord",
    "MedicationOrder",
    "MedicineGiving",
    "MenuDish",
    "MenuEdition",
    "NoticeMark",
    "PersonRequest",
    "PickupCode",
    "PickupPerson",
    "RatioBreach",
    "RosterImport",
    "SensitiveView",
    "Serving",
    "Shift",
    "Station",
    "SubsidyRule",
    "Term",
    "TermClosure",
    "WeekMenu",
]
