"""Duties made ahead of time, and made anew when a plan or a closure changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ops.duties.asked import Asked, asked_of, follow_calendars, insert_asked
from ops.duties.changes import beforehand, change_duties, insert_duties
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import Calendars, Occurrence, columns_of, expand
from ops.duties.registry import Event
from ops.facilities.models import Closure, Facility
from ops.records.actor import Actor

# Nothing is asked of a facility that prepares, or is closed for good.
ASKED = (Facility.State.OPEN, Facility.State.SUSPENDED)
# So many days ahead duties stand ready, so that a phone shows the week and a closure can void it.
AHEAD_DAYS = 7
FACILITIES_A_BATCH = 500


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
    reason: str = "",
) -> int:
    """Make the duties of all plans in force from `first` to `last`; returns how many are new.

    Only of one `facility`, or of some `plans`, when told. Running it again, or twice at once, makes nothing twice
    (unique: plan and due time). A day on which the facility is closed gets its duty as void, with the closure, so that
    history shows why nothing was asked. Duties not yet begun follow their calendar, with `reason` in their history.
    Statements are constant for each 500 facilities, which are one transaction.
    """
    places = Facility.objects.filter(state__in=ASKED).order_by("pk")
    named = None
    if facility is not None:
        places = places.filter(pk=facility.pk)
    if plans is not None:
        plans = list(plans)
        named = [plan.pk for plan in plans]
        places = places.filter(pk__in={plan.facility_id for plan in plans})
    made, batch = 0, places
    while True:
        with transaction.atomic():
            # Locked until their duties stand: who changes a plan meanwhile waits, and then rewrites what was made here.
            found = list(batch.select_for_update(no_key=True)[:FACILITIES_A_BATCH])
            made += _generate(asked_of(found, first, last, named), by, reason) if found else 0
        if len(found) < FACILITIES_A_BATCH:
            return made
        batch = places.filter(pk__gt=found[-1].pk)


def _generate(asked: Asked, by: Actor, reason: str) -> int:
    now = timezone.now()
    follow_calendars(asked, by=by, now=now, reason=reason)
    _ask_what_stands(asked, by, now)
    return insert_asked(asked, by=by, at=now)


def _ask_what_stands(asked: Asked, by: Actor, now: dt.datetime) -> None:
    """A closed day's duty is asked after all when what it is about goes on (a child was brought nevertheless)."""
    places = [facility for facility, _place in asked.places]
    excused = Duty.objects.filter(Q(void_reason="calendar") | Q(closure__isnull=False), state=Duty.State.VOID)
    here = excused.filter(facility__in=places, day__range=(asked.first, asked.last), plan__paused=False)
    ids = list(here.standing(now).values_list("pk", flat=True))
    if ids:
        columns: dict[str, Any] = {"state": Duty.State.OPEN, "closure": None, "void_reason": ""}
        chosen = Duty.objects.filter(pk__in=ids)
        change_duties(chosen, Event.REOPENED, by=by, at=now, escalate_at=beforehand(), **columns)


def hold(facility: Facility) -> None:
    """Keep generation away from the facility's plans until the transaction ends: call it before changing one."""
    Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)


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
    asks = not plan.paused and plan.facility.state in ASKED
    wanted = {one.due_at: one for _p, one in expand([plan], today, last) if one.due_at > now} if asks else {}

    # Also what a closure had excused: lifting it must not bring back what the plan no longer asks for.
    unasked = [duty for due, duty in duties.items() if due not in wanted]
    gone = [duty.pk for duty in unasked if duty.state == Duty.State.OPEN or duty.closure_id is not None]
    if gone:
        why = "plan_paused" if plan.paused else "plan_changed"
        void: dict[str, Any] = {"state": Duty.State.VOID, "closure": None, "void_reason": why, "escalate_at": None}
        change_duties(Duty.objects.filter(pk__in=gone), Event.VOID, by=by, at=now, reason=reason, **void)
    for due in duties.keys() & wanted.keys():
        _bring_in_line(duties[due], plan, wanted[due], by=by, at=now, reason=reason)
    insert_duties([wanted[due].duty(plan) for due in wanted.keys() - duties.keys()], by=by, at=now)


def _bring_in_line(duty: Duty, plan: DutyPlan, wanted: Occurrence, *, by: Actor, at: dt.datetime, reason: str) -> None:
    columns = wanted.columns(plan) | columns_of(plan) | {"void_reason": ""}
    if any(getattr(duty, name) != value for name, value in columns.items()):
        change_duties(Duty.objects.filter(pk=duty.pk), Event.REOPENED, by=by, at=at, reason=reason, **columns)


@transaction.atomic
def void_for_closure(*, closure: Closure, by: Actor) -> list[UUID]:
    """Void the duties of the days and facilities that a closure covers; they carry the closure as their reason.

    A union's order also excuses what was already missed on its days; a facility's own closure, which could be entered
    afterwards, does not. What `excusable` leaves is not touched. Doing it again changes nothing. Returns the ids of the
    duties that became void.
    """
    states = [Duty.State.OPEN, Duty.State.OVERDUE]
    if closure.facility_id is None:
        states.append(Duty.State.MISSED)
    now = timezone.now()
    chosen = _covered(closure).filter(state__in=states).excusable(now)
    columns: dict[str, Any] = {"state": Duty.State.VOID, "closure": closure, "void_reason": "", "escalate_at": None}
    return change_duties(chosen, Event.VOID, by=by, at=now, **columns)


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
        by_closure.setdefault(calendars.closure(duty.facility_id, duty.day), []).append(duty.pk)
    reopened = by_closure.pop(None, [])
    by_closure.pop(closure, None)
    for other, ids in by_closure.items():
        change_duties(Duty.objects.filter(pk__in=ids), Event.VOID, by=by, at=now, closure=other)
    for ids in (reopened[start : start + 1000] for start in range(0, len(reopened), 1000)):
        columns: dict[str, Any] = {"state": Duty.State.OPEN, "closure": None, "escalate_at": beforehand()}
        change_duties(Duty.objects.filter(pk__in=ids), Event.REOPENED, by=by, at=now, **columns)
    return reopened
