"""Duties made ahead of time, and made anew when a plan or a closure changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ops.duties.changes import change_duties, insert_duties
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import Calendars, Occurrence, expand
from ops.duties.registry import Event
from ops.facilities.models import Closure, Facility
from ops.records.actor import Actor

# By plan and due time: id, state, why void; and what is asked for.
Standing = dict[tuple[UUID, dt.datetime], tuple[UUID, str, str]]
Wanted = dict[tuple[UUID, dt.datetime], tuple[DutyPlan, Occurrence]]

# So many days ahead duties stand ready, so that a phone shows the week and a closure can void it.
AHEAD_DAYS = 7
PLANS_A_BATCH = 1000


def days_ahead() -> tuple[dt.date, dt.date]:
    """The days whose duties stand ready, wherever on earth a facility lies: from yesterday (UTC) to a week ahead."""
    today = timezone.now().astimezone(dt.UTC).date()
    return today - dt.timedelta(days=1), today + dt.timedelta(days=AHEAD_DAYS + 1)


def generate_duties(
    *,
    first: dt.date,
    last: dt.date,
    by: Actor,
    facility: Facility | None = None,
    plans: Iterable[DutyPlan] | None = None,
) -> int:
    """Make the duties of all plans in force from `first` to `last`; returns how many are new.

    Only of one `facility`, or of some `plans`, when told. Running it again, or twice at once, makes nothing twice
    (unique: plan and due time). A day on which the facility is closed gets its duty as void, with the closure, so that
    history shows why nothing was asked. Statements are constant for each 1,000 plans, which are one transaction.
    """
    wanted = _in_force(first, last)
    if facility is not None:
        wanted = wanted.filter(facility=facility)
    if plans is not None:
        wanted = wanted.filter(pk__in=[plan.pk for plan in plans])
    made = 0
    batch = list(wanted[:PLANS_A_BATCH])
    while batch:
        made += _generate(batch, first, last, by)
        batch = list(wanted.filter(pk__gt=batch[-1].pk)[:PLANS_A_BATCH])
    return made


def _in_force(first: dt.date, last: dt.date) -> Any:
    """Plans that may ask for something. Nothing is asked of a facility that prepares, or is closed for good."""
    return (
        DutyPlan.objects.filter(
            Q(last_day=None) | Q(last_day__gte=first),
            paused=False,
            first_day__lte=last,
            facility__state__in=[Facility.State.OPEN, Facility.State.SUSPENDED],
        )
        .select_related("facility", "policy")
        .order_by("pk")
    )


@transaction.atomic
def _generate(plans: list[DutyPlan], first: dt.date, last: dt.date, by: Actor) -> int:
    now = timezone.now()
    wanted = {(plan.pk, one.due_at): (plan, one) for plan, one in expand(plans, first, last)}
    standing = _standing(plans, first, last)
    _follow_calendars(standing, wanted, by=by, now=now)
    new = [one.duty(plan) for key, (plan, one) in wanted.items() if key not in standing]
    return len(insert_duties(new, by=by, at=now))


def _standing(plans: list[DutyPlan], first: dt.date, last: dt.date) -> Standing:
    """What stands already: left out beforehand, so that an hourly run writes only what is new."""
    found = Duty.objects.filter(plan__in=[plan.pk for plan in plans], day__range=(first, last))
    rows = found.values_list("plan_id", "due_at", "pk", "state", "void_reason")
    return {(plan, due): (pk, state, reason) for plan, due, pk, state, reason in rows}


def _follow_calendars(standing: Standing, wanted: Wanted, *, by: Actor, now: dt.datetime) -> None:
    """What is not yet due follows its calendar: opening hours, terms or closures may have changed since it was made."""
    by_change: dict[tuple[str, Closure | None, str], list[UUID]] = {}
    for key, (pk, state, reason) in standing.items():
        if key[1] <= now:
            continue
        change = _change_of(state, reason, wanted.get(key))
        if change is not None:
            by_change.setdefault(change, []).append(pk)
    for (state, closure, reason), ids in by_change.items():
        chosen = Duty.objects.filter(pk__in=ids, state__in=[Duty.State.OPEN, Duty.State.VOID])
        event = Event.REOPENED if state == Duty.State.OPEN else Event.VOID
        columns: dict[str, Any] = {"state": state, "closure": closure, "void_reason": reason, "escalate_at": None}
        change_duties(chosen, event, by=by, at=now, **columns)


def _change_of(
    state: str, reason: str, found: tuple[DutyPlan, Occurrence] | None
) -> tuple[str, Closure | None, str] | None:
    """The state, closure and reason that a standing duty ought to have instead; None when it is right."""
    if state == Duty.State.OPEN and found is None:
        return Duty.State.VOID, None, "calendar"
    if state == Duty.State.OPEN and found is not None and found[1].closure is not None:
        return Duty.State.VOID, found[1].closure, ""
    if reason == "calendar" and state == Duty.State.VOID and found is not None and found[1].closure is None:
        return Duty.State.OPEN, None, ""
    return None


@transaction.atomic
def rewrite(plan: DutyPlan, *, by: Actor, reason: str) -> None:
    """Bring the plan's future open duties in line with the plan as it now is; what is past stays as it was.

    A duty that the plan no longer asks for becomes void; one that it asks for again is open again.
    """
    now = timezone.now()
    today = plan.facility.today()
    standing = Duty.objects.filter(plan=plan, due_at__gt=now, state__in=[Duty.State.OPEN, Duty.State.VOID])
    duties = {duty.due_at: duty for duty in standing.select_for_update(of=("self",)).order_by("due_at")}
    last = max([today + dt.timedelta(days=AHEAD_DAYS), *(duty.day for duty in duties.values())])
    wanted = {} if plan.paused else {one.due_at: one for _p, one in expand([plan], today, last) if one.due_at > now}

    gone = [duty.pk for due, duty in duties.items() if due not in wanted and duty.state == Duty.State.OPEN]
    if gone:
        why = "plan_paused" if plan.paused else "plan_changed"
        void: dict[str, Any] = {"state": Duty.State.VOID, "void_reason": why, "escalate_at": None}
        change_duties(Duty.objects.filter(pk__in=gone), Event.VOID, by=by, at=now, reason=reason, **void)
    for due in duties.keys() & wanted.keys():
        _bring_in_line(duties[due], plan, wanted[due], by=by, at=now, reason=reason)
    insert_duties([wanted[due].duty(plan) for due in wanted.keys() - duties.keys()], by=by, at=now)


def _bring_in_line(duty: Duty, plan: DutyPlan, wanted: Occurrence, *, by: Actor, at: dt.datetime, reason: str) -> None:
    columns = wanted.columns(plan) | {
        "policy": plan.policy,
        "regime": plan.regime,
        "role": plan.role,
        "person_id": plan.person_id,
        "trigger": plan.trigger,
        "void_reason": "",
    }
    if any(getattr(duty, name) != value for name, value in columns.items()):
        change_duties(Duty.objects.filter(pk=duty.pk), Event.REOPENED, by=by, at=at, reason=reason, **columns)


@transaction.atomic
def void_for_closure(*, closure: Closure, by: Actor) -> list[UUID]:
    """Void the duties of the days and facilities that a closure covers; they carry the closure as their reason.

    A union's order also excuses what was already missed on its days; a facility's own closure, which could be entered
    afterwards, does not. Doing it again changes nothing. Returns the ids of the duties that became void.
    """
    states = [Duty.State.OPEN, Duty.State.OVERDUE]
    if closure.facility_id is None:
        states.append(Duty.State.MISSED)
    chosen = _covered(closure).filter(state__in=states)
    columns: dict[str, Any] = {"state": Duty.State.VOID, "closure": closure, "void_reason": "", "escalate_at": None}
    return change_duties(chosen, Event.VOID, by=by, at=timezone.now(), **columns)


def _covered(closure: Closure) -> Any:
    duties = Duty.objects.filter(day__gte=closure.first_day)
    if closure.last_day is not None:
        duties = duties.filter(day__lte=closure.last_day)
    if closure.facility_id is not None:
        return duties.filter(facility=closure.facility_id)
    reached = Facility.objects.filter(union_path__startswith=closure.union.path)  # type: ignore[union-attr]
    if closure.facility_kind:
        reached = reached.filter(kind=closure.facility_kind)
    return duties.filter(facility__in=reached.values("pk"))


@transaction.atomic
def reopen_after_lift(*, closure: Closure, by: Actor) -> list[UUID]:
    """Ask again for what a lifted or shortened closure had excused, as far as it is not yet due.

    Duties that another closure still covers stay void, with that closure. Returns the ids of those that are open again.
    """
    now = timezone.now()
    void = Duty.objects.filter(closure=closure, state=Duty.State.VOID, due_at__gt=now, plan__paused=False)
    duties = list(void.select_related("facility").select_for_update(of=("self",)))
    if not duties:
        return []
    days = [duty.day for duty in duties]
    calendars = Calendars.of([duty.facility for duty in duties], min(days), max(days))
    by_closure: dict[Closure | None, list[UUID]] = {}
    for duty in duties:
        by_closure.setdefault(calendars.closure(duty.facility, duty.day), []).append(duty.pk)
    reopened = by_closure.pop(None, [])
    by_closure.pop(closure, None)
    for other, ids in by_closure.items():
        change_duties(Duty.objects.filter(pk__in=ids), Event.VOID, by=by, at=now, closure=other)
    for ids in (reopened[start : start + 1000] for start in range(0, len(reopened), 1000)):
        columns: dict[str, Any] = {"state": Duty.State.OPEN, "closure": None}
        change_duties(Duty.objects.filter(pk__in=ids), Event.REOPENED, by=by, at=now, **columns)
    return reopened
