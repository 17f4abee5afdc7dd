"""The plans that a facility starts with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ops.checklists.library import publish
from ops.checklists.models import ChecklistTemplate
from ops.duties.generation import days_ahead, generate_duties
from ops.duties.library import publish_policies
from ops.duties.models import DutyPlan, EscalationPolicy
from ops.duties.registry import StandardPlan, standard_plans
from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actor import Actor


@transaction.atomic
def adopt_standard_plans(
    *, facilities: Iterable[Facility], by: Actor, first_day: dt.date | None = None
) -> list[DutyPlan]:
    """Give each facility its own copy of every standard plan of its kind that it does not have yet.

    Returns the plans that were added; the facility may change or pause its copy like any plan. Running it again adds
    nothing twice. `first_day` is the facility's today unless told.
    """
    policies = publish_policies(by=by)
    checklists = _checklists(by)
    plans = [
        _copy(standard, facility, checklists, policies, first_day or facility.today())
        for facility in facilities
        for standard in standard_plans
        if standard.facility_kind == facility.kind and standard.applies(facility)
    ]
    added = set(bulk.insert(DutyPlan, plans, by=by))
    return [plan for plan in plans if plan.pk in added]


def begin(*, facilities: list[Facility], by: Actor) -> None:
    """What new facilities start with: their standard plans, and the duties of the week ahead."""
    plans = adopt_standard_plans(facilities=facilities, by=by)
    first, last = days_ahead()
    if plans:
        generate_duties(first=first, last=last, by=by, plans=plans)


def _checklists(by: Actor) -> dict[str, ChecklistTemplate]:
    """All checklists by key; the ready ones are entered when a standard plan names one that is not there yet."""
    found = {template.key: template for template in ChecklistTemplate.objects.all()}
    if {standard.checklist for standard in standard_plans if standard.checklist} <= found.keys():
        return found
    return found | publish(by)


def _copy(
    standard: StandardPlan,
    facility: Facility,
    checklists: dict[str, ChecklistTemplate],
    policies: dict[str, EscalationPolicy],
    first_day: dt.date,
) -> DutyPlan:
    return DutyPlan(
        facility=facility,
        standard_key=standard.key,
        regime=standard.regime,
        name=standard.name,
        name_en=standard.name_en,
        rrule=standard.rrule,
        calendar=standard.calendar,
        opens=standard.opens,
        due=standard.due,
        grace_minutes=standard.grace_minutes,
        late_minutes=standard.late_minutes,
        role=standard.role,
        policy=policies[standard.policy],
        completed_by=standard.completed_by,
        checklist=checklists[standard.checklist] if standard.checklist else None,
        trigger=standard.trigger,
        first_day=first_day,
        effective_from=timezone.now() if first_day == facility.today() else None,
    )
