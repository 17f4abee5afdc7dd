"""Entering, changing, opening and closing facilities."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Closure, Facility, OpeningHours
from ops.facilities.queries import Span
from ops.facilities.registry import closure_listeners, facility_listeners, kinds
from ops.organization.access import access_of
from ops.organization.models import TradeUnion
from ops.organization.roles import MANAGING, Role
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken

RUNS_FACILITIES = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
SPANS_A_DAY = 3
Week = dict[int, list[Span]]


# --- A facility and its words ---


@transaction.atomic
def enter_facility(
    *,
    kind: str,
    union: TradeUnion,
    by: Actor,
    details: dict[str, Any] | None = None,
    reason: str = "",
    announce: bool = True,
    **fields: Any,
) -> Facility:
    """Enter a facility of a union in the actor's subtree; what its kind asks beside is kept by its own floor.

    Raises NotAllowed, and RuleBroken for an unknown kind, a malformed field, or a name that the union already uses
    for this kind. With `announce` off the caller tells the listeners itself, for many at once.
    """
    require_run(by, union)
    if kind not in kinds:
        raise RuleBroken("kind", _("There is no such kind of facility."))
    facility = Facility(kind=kind, union=union, **fields)
    require_well_formed(facility)
    create(facility, by=by, reason=reason)
    keep_details(facility, details or {}, by=by, reason=reason)
    if announce:
        announce_beginning([facility], by=by)
    return facility


def announce_beginning(facilities: list[Facility], *, by: Actor) -> None:
    """Let later capabilities give new facilities what they start with."""
    for listener in facility_listeners:
        listener.entered(facilities=facilities, by=by)


def reschedule(facility: Facility, *, by: Actor, reason: str) -> None:
    """Let later capabilities follow: it opens at other times, or by another clock or state."""
    for listener in facility_listeners:
        listener.rescheduled(facility=facility, by=by, reason=reason)


@transaction.atomic
def change_facility(
    *,
    facility: Facility,
    version: int | None,
    by: Actor,
    reason: str = "",
    details: dict[str, Any] | None = None,
    **fields: Any,
) -> Facility:
    """Correct a facility's details; nothing is written where nothing differs.

    Raises NotAllowed unless the actor runs it, Stale when somebody else changed it since, RuleBroken at the field.
    """
    require_manage(by, facility)
    fresh: Facility = lock(facility, version=version)
    changed = {name: value for name, value in fields.items() if getattr(fresh, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(fresh, name, value)
        require_well_formed(fresh)
        save(fresh, by=by, reason=reason)
    if details is not None:
        keep_details(fresh, details, by=by, reason=reason or _("Details corrected"))
    return fresh


@transaction.atomic
def move_facility(*, facility: Facility, union: TradeUnion, reason: str, version: int | None, by: Actor) -> Facility:
    """Let a facility belong to another union: from today on that union's templates and orders hold there.

    Raises NotAllowed unless the actor runs the facilities of both unions, Stale, and RuleBroken without a reason or
    where the other union has one of this kind and name. To the union that it belongs to already changes nothing.
    """
    require_run(by, facility.union)
    require_run(by, union)
    require_reason(reason)
    fresh: Facility = lock(facility, version=version)
    former = fresh.union
    if former == union:
        return fresh
    fresh.union = union
    require_well_formed(fresh)
    save(fresh, by=by, reason=reason)
    for listener in facility_listeners:
        listener.moved(facility=fresh, former=former, by=by, reason=reason)
    return fresh


@transaction.atomic
def change_state(*, facility: Facility, state: str, reason: str, version: int | None, by: Actor) -> Facility:
    """Open, suspend or close a facility for good, with a reason. Closing for good is the union's to say."""
    require_manage(by, facility)
    require_reason(reason)
    if state not in Facility.State.values:
        raise RuleBroken("state", _("There is no such state."))
    fresh: Facility = lock(facility, version=version)
    if fresh.state == state:
        return fresh
    if Facility.State.CLOSED in (state, fresh.state):
        require_run(by, fresh.union)
    fresh.state = state
    if state == Facility.State.OPEN and fresh.opened_on is None:
        fresh.opened_on = fresh.today()
    save(fresh, by=by, reason=reason)
    reschedule(fresh, by=by, reason=reason)
    return fresh


@transaction.atomic
def set_opening_hours(
    *, facility: Facility, week: Week, version: int | None, by: Actor, first_day: dt.date | None = None
) -> list[OpeningHours]:
    """Let other opening hours hold from a day on (today unless told); the days before keep theirs.

    What was announced for a later day is overtaken too. `week` has at most three spans by weekday (0 is Monday), as
    附件2 knows 上午, 中午, 下午; a weekday left out is closed. Duties not yet begun follow at once. Raises NotAllowed,
    Stale, RuleBroken at `first_day` for a day that is past, at `day-<weekday>` for spans that overlap or end before
    they begin.
    """
    require_manage(by, facility)
    require_orderly(week)
    fresh: Facility = lock(facility, version=version)
    first = first_day or fresh.today()
    if first < fresh.today():
        raise RuleBroken("first_day", _("This day is past: what was due then stays judged by the hours of then."))
    wanted = {(weekday, opens, closes) for weekday, spans in week.items() for opens, closes in spans}
    changed = False
    standing = OpeningHours.objects.select_for_update().filter(facility=fresh).exclude(last_day__lt=first)
    for row in standing:
        span = (row.weekday, row.opens, row.closes)
        if span in wanted and row.last_day is None and (row.first_day is None or row.first_day <= first):
            wanted.discard(span)
            continue
        row.last_day = first - dt.timedelta(days=1)
        save(row, by=by)
        changed = True
    added = [
        create(OpeningHours(facility=fresh, weekday=day, opens=opens, closes=closes, first_day=first), by=by)
        for day, opens, closes in sorted(wanted)
    ]
    if changed or added:
        reason = _("Opening hours changed")
        save(fresh, by=by, reason=reason)
        reschedule(fresh, by=by, reason=reason)
    return added


# --- Closures ---


@transaction.atomic
def close_facility(
    *,
    facility: Facility,
    cause: str,
    first_day: dt.date,
    last_day: dt.date | None,
    by: Actor,
    note: str = "",
    document_no: str = "",
    id: UUID | None = None,  # noqa: A002
) -> Closure:
    """Close one facility for some days, or until it is lifted. What was due on them is no longer expected."""
    require_manage(by, facility)
    closure = Closure(facility=facility, cause=cause, first_day=first_day, last_day=last_day)
    closure.note, closure.document_no = note, document_no
    return _order(closure, by=by, id=id)


@transaction.atomic
def order_closure(
    *,
    union: TradeUnion,
    facility_kind: str,
    cause: str,
    first_day: dt.date,
    last_day: dt.date | None,
    by: Actor,
    note: str = "",
    document_no: str = "",
    id: UUID | None = None,  # noqa: A002
) -> Closure:
    """Close every facility of a kind (of any kind, when empty) below a union at once (clause 二.3)."""
    require_run(by, union)
    if facility_kind and facility_kind not in kinds:
        raise RuleBroken("facility_kind", _("There is no such kind of facility."))
    closure = Closure(union=union, facility_kind=facility_kind, cause=cause, first_day=first_day, last_day=last_day)
    closure.note, closure.document_no = note, document_no
    return _order(closure, by=by, id=id)


def _order(closure: Closure, *, by: Actor, id: UUID | None) -> Closure:  # noqa: A002
    if closure.last_day is not None and closure.last_day < closure.first_day:
        raise RuleBroken("last_day", _("The last day lies before the first."))
    if id is not None:
        closure.pk = id
        standing = Closure.objects.filter(pk=id).first()
        if standing is not None:
            same = ("facility_id", "union_id", "facility_kind", "cause", "first_day", "last_day")
            if any(getattr(standing, name) != getattr(closure, name) for name in same):
                raise Conflict(_("This id already stands for another record."))
            return standing
    create(closure, by=by, reason=closure.note)
    for listener in closure_listeners:
        listener.ordered(closure=closure, by=by)
    return closure


@transaction.atomic
def lift_closure(*, closure: Closure, reason: str, by: Actor) -> Closure:
    """End a closure before its time, with a reason; lifting twice changes nothing.

    A facility manager lifts only closures of the facility itself, never an order from above.
    """
    require_reason(reason)
    if closure.facility is not None:
        require_manage(by, closure.facility)
    elif closure.union is not None:
        require_run(by, closure.union)
    fresh: Closure = lock(closure, version=None)
    if fresh.lifted_at is not None:
        return fresh
    fresh.lifted_at = timezone.now()
    save(fresh, by=by, reason=reason)
    for listener in closure_listeners:
        listener.lifted(closure=fresh, by=by)
    return fresh


# --- Rules ---


def require_run(by: Actor, union: TradeUnion) -> None:
    """Raise NotAllowed unless the actor runs the facilities of this union."""
    access = access_of(by)
    if access is not None and not access.may_at_union(union, *RUNS_FACILITIES):
        raise NotAllowed()


def require_manage(by: Actor, facility: Facility) -> None:
    """Raise NotAllowed unless the actor manages this facility, or runs those of its union."""
    access = access_of(by)
    if access is not None:
        access.require(facility, *MANAGING)


def require_well_formed(facility: Facility) -> None:
    """Raise RuleBroken at the first malformed field, or where the union has another of this kind and name."""
    try:
        facility.clean_fields(exclude=["id", "code", "union_path", "version"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise RuleBroken(field, messages[0]) from error
    twins = Facility.objects.filter(union=facility.union, kind=facility.kind, name=facility.name)
    if twins.exclude(pk=facility.pk).exists():
        raise RuleBroken("name", _("This union already has one of this name."))


def require_orderly(week: Week) -> None:
    """Raise RuleBroken where a day has too many spans, or spans that overlap or end before they begin."""
    for weekday, spans in week.items():
        if len(spans) > SPANS_A_DAY:
            raise RuleBroken(f"day-{weekday}", _("At most three spans a day."))
        end = None
        for opens, closes in sorted(spans):
            if closes <= opens:
                raise RuleBroken(f"day-{weekday}", _("Closing lies before opening."))
            if end is not None and opens < end:
                raise RuleBroken(f"day-{weekday}", _("These spans overlap."))
            end = closes


def keep_details(facility: Facility, values: dict[str, Any], *, by: Actor, reason: str = "") -> None:
    """Let the facility's kind keep what it asks beside the common fields."""
    kind = kinds.get(facility.kind)
    if kind is not None and kind.details is not None:
        kind.details.save(facility=facility, values=values, by=by, reason=reason)
