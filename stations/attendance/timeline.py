"""What attendance tells on the timeline."""

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry
from stations.attendance.models import (
    Absence,
    AbsenceAnnouncement,
    CallRecord,
    Handover,
    Kiosk,
    PickupCode,
    RatioBreach,
)

_NAMES = frozenset({"child", "person_name", "person", "announced_by", "announced_by_name"})

ENTRIES = (
    TimelineEntry(
        Handover,
        _("Hand-over"),
        (
            *("child", "kind", "occurred_at", "person_name", "relation", "left_alone", "temperature"),
            *("observation", "measure", "feverish", "override_by", "override_reason", "clock_skew", "voided_at"),
        ),
        regime="attendance",
        title=lambda row: f"{row.get_kind_display()} {row.child}",
        masked=frozenset({"temperature", "observation", "measure", "feverish"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        Absence,
        _("Absence"),
        ("child", "local_date", "reason", "note", "announced_by_name", "voided_at"),
        regime="attendance",
        title=lambda row: f"{row.child} · {row.get_reason_display()}",
        masked=frozenset({"note"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        AbsenceAnnouncement,
        _("Announced absence"),
        ("child", "first_day", "last_day", "reason", "note", "announced_by_name", "voided_at"),
        regime="attendance",
        title=lambda row: f"{row.child} · {row.get_reason_display()}",
        masked=frozenset({"note"}),
        masked_names=_NAMES,
    ),
    TimelineEntry(
        CallRecord,
        _("Call to a guardian"),
        ("child", "local_date", "guardian_name", "outcome", "note", "called_by", "voided_at"),
        regime="attendance",
        title=lambda row: f"{row.child} · {row.get_outcome_display()}",
        masked=frozenset({"note"}),
        masked_names=_NAMES | {"guardian_name"},
    ),
    TimelineEntry(
        RatioBreach,
        _("Breach of the staff-to-child ratio"),
        ("local_date", "occurred_at", "children", "on_duty", "limit", "resolved_at"),
        regime="attendance",
    ),
    TimelineEntry(
        Kiosk,
        _("Kiosk"),
        ("name", "started_at", "started_by", "ended_at"),
        regime="attendance",
    ),
    TimelineEntry(
        PickupCode,
        _("Pick-up code"),
        ("person", "local_date", "issued_at", "issued_by", "used_at", "revoked_at"),
        regime="attendance",
        masked_names=_NAMES,
    ),
)
