"""The small world of the duty tests: kinds of duties that no capability registers, and plans of them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from ops.duties import registry
from ops.duties.actions import create_plan
from ops.duties.library import publish_policies
from ops.duties.models import Duty, DutyPlan
from ops.facilities.models import Facility
from ops.records.ids import uuid7
from tests.factories import TESTER

SHANGHAI = ZoneInfo("Asia/Shanghai")
REGIME = "tested_regime"
TRIGGER = "tested_record"
CONDITION = "tested_condition"
# The duties (by id) for which the tested condition is true.
TRUE_FOR: set[Any] = set()


def register() -> None:
    """Register the tested kinds, once a process."""
    if REGIME in registry.regimes:
        return
    registry.regimes.register(registry.Regime(REGIME, "Tested", frozenset({"station", "room"}), ""))
    registry.triggers.register(registry.Trigger(TRIGGER, "Tested record", lambda duty: "/record/"))
    registry.conditions.register(
        registry.Condition(CONDITION, "Tested condition", lambda duty: duty.pk in TRUE_FOR, lambda duty: "/condition/")
    )


def make_plan(facility: Facility, **fields: Any) -> DutyPlan:
    """A plan of every day, completed by a record."""
    register()
    policy = fields.pop("policy", "routine")
    if isinstance(policy, str):
        policy = publish_policies(by=TESTER)[policy]
    defaults = {
        "regime": REGIME,
        "name": "每日检查",
        "name_en": "Daily check",
        "calendar": DutyPlan.Calendar.EVERY_DAY,
        "due": dt.time(10),
        "role": "room_manager",
        "completed_by": "record",
        "trigger": TRIGGER,
    }
    return create_plan(facility=facility, by=TESTER, policy=policy, **{**defaults, **fields})


def make_duty(plan: DutyPlan, *, due_in: int = -1, late: int = 1440, grace: int = 0, **fields: Any) -> Duty:
    """A duty that is due in so many minutes from now (a minute ago, unless told)."""
    due = timezone.now() + dt.timedelta(minutes=due_in)
    overdue = due + dt.timedelta(minutes=grace)
    duty = Duty(
        plan=plan,
        facility=plan.facility,
        day=plan.facility.local(due).date(),
        opens_at=due - dt.timedelta(hours=8),
        due_at=due,
        overdue_at=overdue,
        closes_at=max(overdue, due + dt.timedelta(minutes=late)),
        **fields,
    )
    duty.acted_by(TESTER).save(force_insert=True)
    return duty


class Reading:
    """A record of some other capability."""

    def __init__(self) -> None:
        self.pk = uuid7()


def local(facility: Facility, *parts: int) -> dt.datetime:
    """A moment of the facility's clock."""
    return dt.datetime(*parts).replace(tzinfo=facility.zone)  # type: ignore[arg-type]
