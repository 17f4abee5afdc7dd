"""What attendance offers to the floors below."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Condition, Regime, StandardPlan, conditions, regimes, standard_plans
from ops.organization.roles import Role
from stations.attendance import queries
from stations.attendance.models import Absence, Handover

_NAMES = frozenset({"child", "person_name", "person", "announced_by", "announced_by_name"})


def register() -> None:
    """The regime 接送, its two conditions with their plans, and its records on the timeline."""
    regimes.register(
        Regime("attendance", _("Drop-off and pick-up"), frozenset({"station"}), "二.3 接送出勤制度", child_safety=True)
    )
    _register_condition(
        "every_child_accounted_for", _("Every expected child accounted for"), queries.every_child_accounted_for
    )
    _register_condition("every_child_handed_over", _("Every child handed over"), queries.every_child_handed_over)
    _register_plans()
    timeline.register(
        TimelineEntry(
            Handover,
            _("Hand-over"),
            (
                *("child", "kind", "occurred_at", "person_name", "relation", "left_alone", "temperature"),
                *("observation", "override_by", "override_reason", "clock_skew", "voided_at"),
            ),
            regime="attendance",
            title=lambda row: row.get_kind_display(),
            masked=frozenset({"temperature", "observation"}),
            masked_names=_NAMES,
        )
    )
    timeline.register(
        TimelineEntry(
            Absence,
            _("Absence"),
            ("child", "local_date", "reason", "note", "announced_by_name", "voided_at"),
            regime="attendance",
            title=lambda row: row.get_reason_display(),
            masked=frozenset({"note"}),
            masked_names=_NAMES,
        )
    )


def _register_condition(key: str, label: Any, met: Any) -> None:
    conditions.register(
        Condition(
            key,
            label,
            is_met=lambda duty: duty.pk in met([duty]),
            url=lambda duty: reverse("roll-call", args=[duty.facility_id]),
            are_met=met,
        )
    )


def _register_plans() -> None:
    standard_plans.register(
        StandardPlan(
            key="children-accounted-for",
            facility_kind="station",
            regime="attendance",
            name="应到儿童全部核实",
            name_en="Every expected child accounted for",
            opens=dt.time(7, 0),
            due=dt.time(9, 0),
            role=Role.STATION_STAFF,
            policy="child_safety",
            calendar="term_days",
            completed_by="condition",
            trigger="every_child_accounted_for",
        )
    )
    standard_plans.register(
        StandardPlan(
            key="children-handed-over",
            facility_kind="station",
            regime="attendance",
            name="儿童全部交接离站",
            name_en="Every child handed over",
            opens=dt.time(15, 0),
            due=dt.time(18, 0),
            role=Role.STATION_STAFF,
            policy="child_safety",
            calendar="term_days",
            completed_by="condition",
            trigger="every_child_handed_over",
        )
    )
