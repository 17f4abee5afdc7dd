"""What visits offer to the floors below."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, StandardPlan, regimes, standard_plans
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import READING, Role
from ops.web.registry import Panel, registry
from rooms.opening.models import KIND
from rooms.visits import queries
from rooms.visits.models import Feedback, Visit


def register() -> None:
    """The regime 使用登记 with its weekly check, feedback in the dossier, the timeline."""
    own_tasks.register(OwnTask("rooms.visits.tasks.end_forgotten", _("Ends forgotten room visits")))
    regimes.register(Regime("use_register", _("Use of the room"), frozenset({KIND}), "二.3 使用登记制度"))
    standard_plans.register(
        StandardPlan(
            key="room-register",
            facility_kind=KIND,
            regime="use_register",
            name="使用登记核对",
            name_en="Check of the use register",
            opens=dt.time(8),
            due=dt.time(18),
            rrule="FREQ=WEEKLY;BYDAY=FR",
            role=Role.ROOM_MANAGER,
            policy="routine",
            checklist="room-register-check",
        )
    )
    registry.add_panels(
        Panel(
            key="room-use",
            title=_("Use and feedback"),
            template="rooms/visits/panel.html",
            load=_panel,
            roles=frozenset(READING),
            order=40,
        )
    )
    timeline.register(
        TimelineEntry(
            Visit,
            _("Room visit"),
            ("occurred_at", "left_at", "minutes", "ending", "voided_at"),
            regime="use_register",
            title=lambda row: str(_("Visit ended")) if row.left_at else str(_("Visit begun")),
        )
    )
    timeline.register(
        TimelineEntry(
            Feedback,
            _("Feedback"),
            ("kind", "handled_at", "handled_by", "handling", "voided_at"),
            regime="use_register",
            title=lambda row: str(Feedback.Kind(row.kind).label),
        )
    )


def _panel(facility: Any, access: Any) -> dict[str, Any] | None:
    if facility.kind != KIND:
        return None
    return {
        "facility": facility,
        "figures": queries.figures_of_day(facility, facility.today()),
        "feedback": queries.open_feedback(facility, most=5),
    }
