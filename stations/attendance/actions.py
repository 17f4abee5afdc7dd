"""Bringing and collecting children (接送出勤制度, clause 二.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.organization.access import Access
from ops.records import bulk
from ops.records.actions import amend, lock, require_reason, require_same_content, save, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, DomainError, NotAllowed, RuleBroken
from stations.attendance.following import ask_again, ask_duties, tell_of_release
from stations.attendance.models import Handover
from stations.attendance.queries import NEARLY_LAST, ChildDay, days_of_children
from stations.attendance.rules import (
    Arrival,
    Departure,
    Persons,
    Tap,
    already,
    as_sent,
    fever_limit,
    in_scope,
    judge_temperature,
    judged,
    require_own_person,
)
from stations.enrolment.models import Enrolment, PickupPerson

UNDO_MINUTES = 2
# Stands in history as the reason of an undone tap; shown translated.
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one tap of many: the record, whether it is new, or the refusal."""

    id: UUID
    handover: Handover | None = None
    new: bool = False
    error: DomainError | None = None


def drop_off(*, arrival: Arrival, child_day: ChildDay, by: Actor) -> tuple[Handover, bool]:
    """Record that a child arrived; returns the record and whether it is new.

    `child_day` is the child's day as just read (queries.day_of_child). The same id again returns the record
    already made. Raises Conflict if the id names another hand-over or the child is already here (the first time
    stands), RuleBroken if the child has no place on that day.
    """
    return _hand_over(arrival, child_day, by)


def pick_up(*, departure: Departure, child_day: ChildDay, by: Actor) -> tuple[Handover, bool]:
    """Record that a child left; returns the record and whether it is new.

    Only to a person authorised for that day and not barred, alone only with the signed promise (自行离站承诺书), to
    anybody else only by the facility manager with a reason, which stays visible. Raises RuleBroken, NotAllowed,
    Conflict if the child is not here.
    """
    return _hand_over(departure, child_day, by)


def hand_over_many(*, taps: Sequence[Tap], by: Actor, access: Access) -> list[Outcome]:
    """Record many taps in their order: a whole board, or what a device kept while it was offline.

    Each tap succeeds or fails by itself; a child out of scope is refused as unknown. The number of statements does
    not grow with the number of taps.
    """
    days = _days_of(taps)
    persons = persons_by_id({tap.person_id for tap in taps if tap.person_id})
    stood = Handover.objects.in_bulk([tap.id for tap in taps])
    drafts: dict[UUID, Handover] = {}
    refused: dict[UUID, DomainError] = {}
    for tap in taps:
        if tap.id in stood or tap.id in drafts:
            continue
        try:
            child_day = in_scope(days.get((tap.child_id, _day_of(tap))), access)
            draft = judged(tap, child_day, persons, by)
        except DomainError as error:
            refused[tap.id] = error
            continue
        drafts[tap.id] = draft
        child_day.sequence, child_day.last_at = draft.sequence, draft.occurred_at
    with transaction.atomic():
        written = write(list(drafts.values()), days.values(), by)
    late = {tap.id for tap in taps} - written - refused.keys() - stood.keys()
    if late:
        # Somebody was faster between our reading and our writing: say what stands now.
        stood |= Handover.objects.in_bulk(late)
        days = _days_of([tap for tap in taps if tap.id in late])
    return [_outcome(tap, stood, drafts, written, refused, persons, days) for tap in taps]


@transaction.atomic
def undo(*, handover: Handover, by: Actor, at: dt.datetime | None = None) -> Handover:
    """Take back a tap within two minutes, by whoever made it; a slip of the finger is no correction (更正).

    `at` is when the person undid it, by the same device's clock. Undoing twice changes nothing. Raises NotAllowed
    for somebody else's tap or a later one (that is voided with a reason), Conflict when a later hand-over stands.
    """
    fresh = lock(handover, version=None)
    if fresh.is_void:
        return fresh
    limit = dt.timedelta(minutes=UNDO_MINUTES)
    in_time = timezone.now() - fresh.recorded_at <= limit or (
        at is not None and dt.timedelta(0) <= at - fresh.occurred_at <= limit
    )
    if fresh.recorded_by_id != (by.user.pk if by.user else None) or not in_time:
        raise NotAllowed(_("Only the same person can undo it, within two minutes. Void it with a reason instead."))
    _require_last(fresh)
    fresh.voided_at = timezone.now()
    fresh.undone = True
    save(fresh, by=by, reason=UNDONE)
    ask_again(fresh.facility, by)
    return fresh


@transaction.atomic
def void_handover(*, handover: Handover, version: int | None, reason: str, by: Actor) -> Handover:
    """Withdraw a wrong hand-over; it stays readable. Raises Conflict unless it is the child's last of that day."""
    if not handover.is_void:
        _require_last(handover)
    voided = void(handover, by=by, reason=reason, version=version)
    ask_again(voided.facility, by)
    return voided


@transaction.atomic
def amend_handover(*, handover: Handover, version: int | None, reason: str, by: Actor, **changes: Any) -> Handover:
    """Correct time, person, temperature or observation of a hand-over; the old values stay in history.

    Raises RuleBroken if the time leaves its day or its place in the day's order, the person was not authorised, or
    nothing is said of what was done about a fever; Conflict if the record was voided; Stale if somebody else was
    faster.
    """
    require_reason(reason)
    fresh = lock(handover, version=version)
    if fresh.is_void:
        raise Conflict(_("This record was voided. Enter a new one instead."))
    if "occurred_at" in changes:
        _require_order(fresh, changes["occurred_at"])
    if "person_id" in changes and changes["person_id"] != fresh.person_id:
        changes |= _other_person(fresh, changes["person_id"])
    if changes.keys() & {"temperature", "measure"}:
        changes["feverish"] = _fever_after(fresh, changes)
    return amend(fresh, by=by, version=None, reason=reason, **changes)


def _hand_over(tap: Tap, child_day: ChildDay, by: Actor) -> tuple[Handover, bool]:
    """Judge and write one tap; only when that fails is it read what stands in the way."""
    persons = persons_by_id({tap.person_id}) if tap.person_id else {}
    try:
        draft = judged(tap, child_day, persons, by)
    except DomainError:
        if standing := Handover.objects.filter(pk=tap.id).first():
            require_same_content(standing, as_sent(tap, persons))
            return standing, False
        raise
    if _is_plain(draft, child_day):
        # The usual tap: nothing else follows from it, so the one statement is its own transaction.
        written = bool(bulk.insert(Handover, [draft], by=by))
    else:
        with transaction.atomic():
            written = bool(write([draft], [child_day], by))
    if written:
        draft._state.adding = False
        return draft, True
    if standing := Handover.objects.filter(pk=tap.id).first():
        require_same_content(standing, draft)
        return standing, False
    raise already(tap, days_of_children([tap.child_id], tap.occurred_at)[tap.child_id])


def _is_plain(draft: Handover, child_day: ChildDay) -> bool:
    left = child_day.missing if draft.is_arrival else child_day.here
    return child_day.enrolment_state != Enrolment.State.ADMITTED and draft.override_by_id is None and left > NEARLY_LAST


def write(drafts: list[Handover], child_days: Iterable[ChildDay], by: Actor) -> set[UUID]:
    """Insert records with history, start the places of first-comers, tell of releases, ask the duties again."""
    written = set(bulk.insert(Handover, drafts, by=by))
    new = [draft for draft in drafts if draft.pk in written]
    starting: set[Any] = {day.enrolment_id for day in child_days if day.enrolment_state == Enrolment.State.ADMITTED}
    starting &= {draft.enrolment_id for draft in new}
    if starting:
        bulk.update(
            Enrolment.objects.filter(pk__in=starting, state=Enrolment.State.ADMITTED),
            by=by,
            state=Enrolment.State.ATTENDING,
            state_since=timezone.now(),
        )
    for draft in new:
        if draft.override_by_id:
            tell_of_release(draft, by)
    for facility_id, day, kind in {(draft.facility_id, draft.local_date, str(draft.kind)) for draft in new}:
        ask_duties(facility_id, day, kind, by)
    return written


def persons_by_id(ids: set[UUID]) -> Persons:
    if not ids:
        return {}
    return {person.pk: person for person in PickupPerson.objects.filter(pk__in=ids).defer("phone")}


def _days_of(taps: Sequence[Tap]) -> dict[tuple[UUID, dt.date], ChildDay]:
    """Each child's day, by child and date; one statement for each date that occurs."""
    moments: dict[dt.date, dt.datetime] = {}
    children: dict[dt.date, list[UUID]] = {}
    for tap in taps:
        moments.setdefault(_day_of(tap), tap.occurred_at)
        children.setdefault(_day_of(tap), []).append(tap.child_id)
    return {
        (child_id, date): child_day
        for date, ids in children.items()
        for child_id, child_day in days_of_children(ids, moments[date]).items()
    }


def _day_of(tap: Tap) -> dt.date:
    return timezone.localdate(tap.occurred_at)


def _outcome(
    tap: Tap,
    stood: dict[UUID, Handover],
    drafts: dict[UUID, Handover],
    written: set[UUID],
    refused: dict[UUID, DomainError],
    persons: Persons,
    days: dict[tuple[UUID, dt.date], ChildDay],
) -> Outcome:
    if tap.id in refused:
        return Outcome(tap.id, error=refused[tap.id])
    record = drafts[tap.id] if tap.id in written else stood.get(tap.id)
    if record is None:
        return Outcome(tap.id, error=already(tap, days[tap.child_id, _day_of(tap)]))
    try:
        require_same_content(record, as_sent(tap, persons))
    except DomainError as error:
        return Outcome(tap.id, error=error)
    return Outcome(tap.id, record, new=tap.id in written)


def _standing(child_id: UUID, day: dt.date) -> Any:
    return Handover.objects.filter(child_id=child_id, local_date=day, voided_at=None)


def _require_last(handover: Handover) -> None:
    if _standing(handover.child_id, handover.local_date).filter(sequence__gt=handover.sequence).exists():
        raise Conflict(_("A later hand-over of this child stands. Void that one first."))


def _fever_after(handover: Handover, changes: dict[str, Any]) -> bool:
    temperature = changes.get("temperature", handover.temperature)
    limit = fever_limit(handover.facility.union_path, handover.local_date)
    asked = handover.enrolment.term.health_check
    return judge_temperature(temperature, changes.get("measure", handover.measure), limit, asked)


def _require_order(handover: Handover, moment: dt.datetime) -> None:
    if handover.facility.local(moment).date() != handover.local_date:
        raise RuleBroken("occurred_at", _("The time must stay on the same day."))
    others = dict(_standing(handover.child_id, handover.local_date).values_list("sequence", "occurred_at"))
    before, after = others.get(handover.sequence - 1), others.get(handover.sequence + 1)
    if (before and moment < before) or (after and moment > after):
        raise RuleBroken("occurred_at", _("The time must lie between the hand-overs before and after it."))


def _other_person(handover: Handover, person_id: UUID | None) -> dict[str, Any]:
    if person_id is None:
        if handover.is_arrival:
            return {"person_name": "", "relation": ""}
        raise RuleBroken("person", _("Choose who collected the child."))
    person = require_own_person(persons_by_id({person_id}).get(person_id), handover.child_id)
    if not handover.is_arrival and (person.barred or not person.counts_on(handover.local_date)):
        raise RuleBroken("person", _("%(name)s was not authorised on that day.") % {"name": person.name})
    changes: dict[str, Any] = {"person_name": person.name, "relation": person.relation}
    return changes if handover.is_arrival else changes | {"left_alone": False}
