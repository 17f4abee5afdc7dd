"""What cleaning offers to the floors below."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from ops.duties.registry import Regime, StandardPlan, regimes, standard_plans
from ops.organization.roles import Role
from rooms.cleaning.actions import CHECKLIST
from rooms.cleaning.queries import REGIME
from rooms.opening.models import KIND


def register() -> None:
    """The regime 清洁 and its daily plan: at least once a day, recorded."""
    regimes.register(Regime(REGIME, _("Cleaning"), frozenset({KIND}), "二.3 清洁管理制度"))
    standard_plans.register(
        StandardPlan(
            key="room-cleaning",
            facility_kind=KIND,
            regime=REGIME,
            name="小屋日常清洁",
            name_en="Daily cleaning of the room",
            opens=dt.time(7),
            due=dt.time(14, 30),
            role=Role.ROOM_MANAGER,
            policy="routine",
            checklist=CHECKLIST,
        )
    )
