"""What completes a duty: a checklist, a record of another kind, or a condition becoming true."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.changes import beforehand, change_duties
from ops.duties.models import Duty
from ops.duties.registry import Event
from ops.facilities.models import Facility
from ops.records.actions import lock
from ops.records.actor import Actor
from ops.records.errors import RuleBroken

State = Duty.State
# What happened in time counts, even when the server hears of it only after the duty was called missed.
_COMPLETABLE = (State.OPEN, State.OVERDUE, State.MISSED)
_DONE = (State.DONE, State.DONE_LATE)


@transaction.atomic
def complete_duty(*, duty: Duty, record_kind: str, record_id: UUID | None, occurred_at: dt.datetime, by: Actor) -> Duty:
    """Record what completed a duty; it is done, or done late, by when that happened (not by when it was sent).

    Returns the duty as it now stands. Doing it again changes nothing; nor does a record after `closes_at` (the duty
    stays missed) or for a duty that is not required. Raises RuleBroken("occurred_at") before the duty may be done.
    """
    standing = lock(duty, version=None)
    if occurred_at < standing.opens_at:
        clock = standing.facility.local(standing.opens_at)
        raise RuleBroken("occurred_at", _("This may be done from {time:%H:%M} on.").format(time=clock))
    if standing.state not in _COMPLETABLE or occurred_at >= standing.closes_at:
        return standing
    columns = _done(occurred_at, by, record_kind, record_id)
    change_duties(Duty.objects.filter(pk=standing.pk), Event.DONE, by=by, at=timezone.now(), **columns)
    return _as_done(standing, columns, occurred_at)


@transaction.atomic
def complete_by_record(
    *, facility: Facility, trigger: str, record: Any, occurred_at: dt.datetime, by: Actor
) -> list[Duty]:
    """Complete what a domain record completes: undone duties of the facility and trigger, in whose window it lies.

    One record completes one duty of a plan: the one that is not yet late, else the one that has been late longest.
    So the afternoon's reading does not also stand for the morning's. Call it inside the record's own transaction.
    """
    found = _in_window(facility, trigger, occurred_at).filter(state__in=_COMPLETABLE)
    chosen = _one_a_plan(found.select_for_update(of=("self",)).order_by("due_at"), occurred_at)
    if not chosen:
        return []
    return _complete(chosen, occurred_at, by, record_kind=trigger, record_id=record.pk)


@transaction.atomic
def condition_changed(
    *, facility: Facility, condition: str, by: Actor, occurred_at: dt.datetime | None = None
) -> list[Duty]:
    """Ask a registered condition again for the facility's duties that wait for it; returns those now completed.

    A duty that was done because the condition was true, and no longer is (a tap undone), becomes undone again.
    `occurred_at` is when the change happened; now, unless told.
    """
    at = occurred_at or timezone.now()
    found = _in_window(facility, condition, at).filter(state__in=(*_COMPLETABLE, *_DONE), record_id=None)
    duties = list(found.select_related("plan", "facility").order_by("due_at"))
    if not duties:
        return []
    met = registry.conditions[condition].met(duties)
    broken = [duty.pk for duty in duties if duty.state in _DONE and duty.pk not in met]
    if broken:
        _undo(Duty.objects.filter(pk__in=broken, state__in=_DONE), by=by)
    completed = [duty for duty in duties if duty.state in _COMPLETABLE and duty.pk in met]
    return _complete(completed, at, by, record_kind=condition, record_id=None)


@transaction.atomic
def withdraw_completion(*, record_kind: str, record_id: UUID, facility: Facility, by: Actor) -> list[UUID]:
    """Undo what a record had completed, when the record is voided; returns the ids of the duties undone again."""
    chosen = Duty.objects.filter(facility=facility, record_kind=record_kind, record_id=record_id, state__in=_DONE)
    return _undo(chosen, by=by)


def complete_met(duties: list[Duty], *, by: Actor, at: dt.datetime) -> set[UUID]:
    """Of condition duties, complete those whose condition is true; the sweep asks before it calls them overdue."""
    completed: set[UUID] = set()
    for key in sorted({duty.trigger for duty in duties}):
        met = registry.conditions[key].met([duty for duty in duties if duty.trigger == key])
        true = [duty for duty in duties if duty.pk in met]
        completed |= {duty.pk for duty in _complete(true, at, by, record_kind=key, record_id=None, in_time=True)}
    return completed


def _in_window(facility: Facility, trigger: str, at: dt.datetime) -> QuerySet[Duty]:
    return Duty.objects.filter(facility=facility, trigger=trigger, opens_at__lte=at, closes_at__gt=at)


def _one_a_plan(duties: Any, occurred_at: dt.datetime) -> list[Duty]:
    chosen: dict[UUID, Duty] = {}
    for duty in duties:
        held = chosen.get(duty.plan_id)
        if held is None or (held.overdue_at <= occurred_at < duty.overdue_at):
            chosen[duty.plan_id] = duty
    return list(chosen.values())


def _complete(
    duties: list[Duty],
    occurred_at: dt.datetime,
    by: Actor,
    *,
    record_kind: str,
    record_id: UUID | None,
    in_time: bool = False,
) -> list[Duty]:
    if not duties:
        return []
    columns = _done(occurred_at, by, record_kind, record_id)
    if in_time:
        columns["state"] = State.DONE
    ids = [duty.pk for duty in duties]
    chosen = Duty.objects.filter(pk__in=ids, state__in=_COMPLETABLE)
    changed = set(change_duties(chosen, Event.DONE, by=by, at=timezone.now(), **columns))
    return [_as_done(duty, columns, occurred_at) for duty in duties if duty.pk in changed]


def _as_done(duty: Duty, columns: dict[str, Any], occurred_at: dt.datetime) -> Duty:
    """The duty in memory as it now stands in the database."""
    in_time = columns["state"] == State.DONE or occurred_at < duty.overdue_at
    for name, value in columns.items():
        setattr(duty, name, value)
    duty.state = State.DONE if in_time else State.DONE_LATE
    duty.version += 1
    return duty


def _done(occurred_at: dt.datetime, by: Actor, record_kind: str, record_id: UUID | None) -> dict[str, Any]:
    return {
        "state": Case(When(overdue_at__gt=occurred_at, then=Value(State.DONE)), default=Value(State.DONE_LATE)),
        "done_at": occurred_at,
        "done_by": by.user,
        "record_kind": record_kind,
        "record_id": record_id,
        "escalate_at": None,
    }


def _undo(chosen: QuerySet[Duty], *, by: Actor) -> list[UUID]:
    """Open again; if its time is over, the next sweep calls it overdue or missed, and reminds nobody twice."""
    columns: dict[str, Any] = {
        "state": State.OPEN,
        "escalate_at": beforehand(),
        "done_at": None,
        "done_by": None,
        "record_kind": "",
        "record_id": None,
    }
    return change_duties(chosen, Event.REOPENED, by=by, at=timezone.now(), escalated_to=0, **columns)
