"""How the records around a child read in history: names masked for those who only oversee."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry
from stations.enrolment.consent_models import Consent, SensitiveView
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

_NAMES = frozenset({"name", "name_en", "child", "guardian", "given_by", "whose", "user"})

ENTRIES = (
    TimelineEntry(
        Child,
        _("Child"),
        (
            *("name", "name_en", "sex", "birth_date", "grade", "school", "identity_known", "flag"),
            *("allergies", "health_note", "medication", "photo", "may_leave_alone", "erased_at"),
        ),
        regime="enrolment",
        masked=frozenset({"birth_date", "school", "flag", "allergies", "health_note", "medication", "photo"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        ChildAllergen,
        _("Allergen of a child"),
        ("child", "allergen", "withdrawn_at"),
        regime="enrolment",
        title=lambda row: str(row.child) if row.child else "",
        masked=frozenset({"allergen"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        Guardian,
        _("Guardian"),
        (
            *("name", "phone", "phone_masked", "employer", "employer_union"),
            *("user", "tells_arrivals", "tells_departures"),
        ),
        regime="enrolment",
        masked=frozenset({"phone", "employer"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        Guardianship,
        _("Guardianship"),
        ("child", "guardian", "relation", "position"),
        regime="enrolment",
        masked_names=_NAMES,
    ),
    TimelineEntry(
        PickupPerson,
        _("Pick-up person"),
        (
            *("child", "name", "relation", "phone", "phone_masked", "photo"),
            *("valid_on", "until", "barred", "barred_note", "withdrawal_asked_at", "withdrawn_at"),
        ),
        regime="enrolment",
        masked=frozenset({"phone", "photo", "barred_note"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        EmergencyContact,
        _("Emergency contact"),
        ("child", "name", "relation", "phone", "phone_masked", "position", "withdrawn_at"),
        regime="enrolment",
        masked=frozenset({"phone"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        Enrolment,
        _("Enrolment"),
        ("child", "term", "group", "state", "applied_at", "from_day", "until_day"),
        regime="enrolment",
        title=lambda row: f"{row.child} · {row.get_state_display()}",
        masked_names=_NAMES,
    ),
    TimelineEntry(
        Consent,
        _("Consent"),
        ("child", "kind", "given", "text_version", "text", "given_by", "signature", "withdrawn_at"),
        regime="enrolment",
        title=lambda row: f"{row.child} · {row.get_kind_display()}",
        masked=frozenset({"signature"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        RosterImport,
        _("Import of children"),
        ("file_name", "term", "made_by", "confirmed", "entered", "updated", "waiting"),
        regime="enrolment",
    ),
    TimelineEntry(
        SensitiveView,
        _("Opening of a masked field"),
        ("child", "what", "whose", "reason"),
        regime="enrolment",
        title=lambda row: f"{row.child} · {row.get_what_display()}" if row.child else row.get_what_display(),
        masked_names=_NAMES,
        personal_view=True,
    ),
)
