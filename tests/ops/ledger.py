"""What the tests of ledger and compliance begin with: plans, duties in a given state, completed checklists."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from ops.checklists.models import ChecklistRun, ChecklistTemplate, ChecklistVersion
from ops.duties.models import Duty, DutyPlan, EscalationPolicy
from ops.facilities.models import Facility
from ops.organization.roles import Role
from ops.records.actions import create
from ops.records.actor import Actor, Source
from tests.factories import TESTER

NUMBERS = itertools.count(1)


def person(user: Any, **fields: Any) -> Actor:
    """Somebody acting through a web page."""
    return Actor(user=user, source=Source.WEB, request_id="req-12345678", ip="10.2.7.14", **fields)


def make_checklist(regime: str = "cleaning", name: str = "日清洁") -> ChecklistVersion:
    """A checklist in its first version, without items."""
    template = create(
        ChecklistTemplate(key=f"list-{next(NUMBERS)}", name=name, name_en="Daily cleaning", regime=regime), by=TESTER
    )
    return create(ChecklistVersion(template=template, number=1, valid_from=dt.date(2026, 1, 1)), by=TESTER)


def make_run(facility: Facility, checklist: ChecklistVersion, by: Actor, **fields: Any) -> ChecklistRun:
    """A completed checklist."""
    fields.setdefault("occurred_at", timezone.now())
    fields.setdefault("started_at", fields["occurred_at"] - dt.timedelta(minutes=4))
    return create(ChecklistRun(facility=facility, checklist=checklist, done_by=by.user, **fields), by=by)


def make_plan(facility: Facility, regime: str = "cleaning", name: str = "日清洁", **fields: Any) -> DutyPlan:
    """A plan that needs no checklist."""
    policy = EscalationPolicy.objects.filter(key="usual").first() or create(
        EscalationPolicy(key="usual", name="一般"), by=TESTER
    )
    fields.setdefault("due", dt.time(9, 0))
    return create(
        DutyPlan(
            facility=facility,
            regime=regime,
            name=name,
            name_en="Daily cleaning",
            role=Role.FACILITY_MANAGER,
            policy=policy,
            completed_by=DutyPlan.CompletedBy.RECORD,
            trigger="food_log",
            first_day=dt.date(2026, 1, 1),
            **fields,
        ),
        by=TESTER,
    )


def duty_of(plan: DutyPlan, due_at: dt.datetime, state: str = Duty.State.OPEN, **fields: Any) -> Duty:
    """A duty as it would be stored, not yet stored: due with half an hour of grace, missed after twelve hours."""
    overdue_at = due_at + dt.timedelta(minutes=30)
    done: dict[Any, dt.datetime] = {
        Duty.State.DONE: due_at,
        Duty.State.DONE_LATE: overdue_at + dt.timedelta(minutes=40),
    }
    fields.setdefault("done_at", done.get(state))
    return Duty(
        facility=plan.facility,
        plan=plan,
        regime=plan.regime,
        policy=plan.policy,
        role=plan.role,
        day=plan.facility.local(due_at).date(),
        opens_at=due_at - dt.timedelta(hours=2),
        due_at=due_at,
        overdue_at=overdue_at,
        closes_at=due_at + dt.timedelta(hours=12),
        state=state,
        **fields,
    )


def make_duty(plan: DutyPlan, due_at: dt.datetime, state: str = Duty.State.OPEN, **fields: Any) -> Duty:
    """A stored duty."""
    return create(duty_of(plan, due_at, state, **fields), by=Actor.system("generator"))
