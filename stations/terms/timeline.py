"""How a station and its terms read in history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry
from stations.terms.details import FIELDS
from stations.terms.models import Group, GroupStaff, Shift, Station, Term, TermClosure

ENTRIES = (
    TimelineEntry(Station, _("Station"), FIELDS),
    TimelineEntry(
        Term,
        _("Term"),
        (
            *("name", "name_en", "first_day", "last_day", "weekdays", "opens", "arrive_by", "closes"),
            *("capacity", "grade_from", "grade_to", "age_from", "age_to", "fee_note", "health_check", "state"),
            *("applications_from", "applications_until", "waiting_rule", "filling"),
        ),
        regime="enrolment",
    ),
    TimelineEntry(Group, _("Group"), ("term", "name", "name_en", "position"), regime="enrolment"),
    TimelineEntry(TermClosure, _("Cancelled day"), ("term", "date", "note"), regime="enrolment"),
    TimelineEntry(
        GroupStaff,
        _("Staff of a group"),
        ("group", "person", "function", "since", "until"),
        regime="attendance",
    ),
    TimelineEntry(
        Shift,
        _("Shift"),
        ("date", "name", "function", "starts", "ends", "cancelled_at"),
        regime="attendance",
        title=str,
    ),
)
