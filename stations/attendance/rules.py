"""The rules of the door: what a tap may become, judged against the child's day. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ops.organization.access import Access
from ops.organization.models import User
from ops.organization.roles import AT_STATION, READING, Role
from ops.policy.queries import numbers_in_force
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken
from stations.attendance.models import DEPARTURES, Handover
from stations.attendance.queries import ChildDay
from stations.enrolment.models import PickupPerson

# A device's clock that is off by more than this (seconds) is not trusted for the order of events.
TRUSTED_SKEW = 120
# From this temperature on it is a fever; the number is the union's.
FEVER = "child_temperature_high"

Persons = dict[UUID, PickupPerson]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A drop-off as it was tapped. Without `person_id` nobody noted who brought the child."""

    id: UUID
    child_id: UUID
    occurred_at: dt.datetime
    person_id: UUID | None = None
    temperature: Any = None
    observation: str = ""
    measure: str = ""
    clock_skew: int = 0

    @property
    def kind(self) -> str:
        """Which way."""
        return Handover.Kind.DROP_OFF.value


@dataclass(frozen=True, slots=True)
class Departure:
    """A pick-up as it was tapped: to a person, alone, or to somebody else by a manager's release."""

    id: UUID
    child_id: UUID
    occurred_at: dt.datetime
    person_id: UUID | None = None
    left_alone: bool = False
    override_reason: str = ""
    # The manager who confirmed the release on the staff's device; else whoever records it must be one.
    released_by: User | None = None
    person_name: str = ""
    relation: str = ""
    observation: str = ""
    clock_skew: int = 0

    @property
    def kind(self) -> str:
        """Which way."""
        return Handover.Kind.PICK_UP.value


Tap = Arrival | Departure


def judged(tap: Tap, child_day: ChildDay, persons: Persons, by: Actor) -> Handover:
    """The record that a tap becomes, not yet written, or the refusal that the rules demand."""
    if child_day.enrolment_id is None:
        raise RuleBroken("child", _("%(name)s has no place in a term on that day.") % {"name": child_day.name})
    if child_day.is_here == (tap.kind == Handover.Kind.DROP_OFF):
        raise already(tap, child_day)
    if child_day.sequence >= DEPARTURES[-1]:
        raise RuleBroken("child", _("Too many hand-overs of this child on one day."))
    trusted = abs(tap.clock_skew) <= TRUSTED_SKEW
    if trusted and child_day.last_at and tap.occurred_at < child_day.last_at:
        raise RuleBroken("occurred_at", _("This lies before the child's last hand-over of the day."))
    draft = as_sent(tap, persons)
    draft.facility_id = child_day.place.pk
    draft.enrolment_id = child_day.enrolment_id
    draft.local_date = child_day.day
    draft.sequence = child_day.sequence + 1
    draft.recorded_by_id = by.user.pk if by.user else None
    draft.clock_skew = tap.clock_skew
    if isinstance(tap, Departure):
        _require_release(tap, draft, child_day, persons, by)
        return draft
    if tap.person_id:
        require_own_person(persons.get(tap.person_id), child_day.child_id)
    if tap.temperature is not None:
        limit = fever_limit(child_day.place.union_path, child_day.day)
        draft.feverish = judge_temperature(draft.temperature, draft.measure, limit, child_day.health_check)
    return draft


def as_sent(tap: Tap, persons: Persons) -> Handover:
    """The columns that the client says."""
    person = persons.get(tap.person_id) if tap.person_id else None
    handover = Handover(
        id=tap.id,
        child_id=tap.child_id,
        kind=tap.kind,
        occurred_at=tap.occurred_at,
        person_id=tap.person_id,
        person_name=person.name if person else "",
        relation=person.relation if person else "",
        observation=tap.observation,
    )
    if isinstance(tap, Arrival):
        handover.temperature, handover.measure = tap.temperature, tap.measure
        return handover
    handover.left_alone = tap.left_alone
    handover.override_reason = tap.override_reason.strip()
    if person is None:
        handover.person_name, handover.relation = tap.person_name.strip(), tap.relation
    return handover


def already(tap: Tap, child_day: ChildDay) -> Conflict:
    """The answer to whoever comes second: what stands, and since when."""
    told = {"name": child_day.name, "clock": child_day.last_clock}
    if tap.kind == Handover.Kind.DROP_OFF:
        return Conflict(_("%(name)s is already here, since %(clock)s.") % told)
    if not child_day.sequence:
        return Conflict(_("%(name)s has not arrived today.") % told)
    return Conflict(_("%(name)s already left, at %(clock)s.") % told)


def in_scope(child_day: ChildDay | None, access: Access) -> ChildDay:
    """The child's day, if it lies in scope (else unknown) and the asker works at that station (else NotAllowed)."""
    if child_day is None or not access.may_at(child_day.place, *READING):
        raise RuleBroken("child", _("This child is not known."))
    access.require(child_day.place, *AT_STATION)
    return child_day


def fever_limit(union_path: str, day: dt.date) -> Decimal:
    """From which temperature (°C) on it is a fever, for a union on a day; one query."""
    return numbers_in_force([FEVER], union_path, day)[FEVER]


def judge_temperature(temperature: Decimal | None, measure: str, limit: Decimal, health_check: bool) -> bool:
    """Whether it is a fever (°C). Where health is asked at the door, it must be said what was done about one."""
    feverish = temperature is not None and temperature >= limit
    if feverish and health_check and not measure:
        raise RuleBroken("measure", _("%(limit)s °C or more: say what was done.") % {"limit": f"{limit.normalize():f}"})
    return feverish


def require_own_person(person: PickupPerson | None, child_id: UUID) -> PickupPerson:
    """The person, if it is one of this child's."""
    if person is None or person.child_id != child_id:
        raise RuleBroken("person", _("This person is not known with this child."))
    return person


def _require_release(tap: Departure, draft: Handover, child_day: ChildDay, persons: Persons, by: Actor) -> None:
    """Who may take this child away: an authorised person, the child alone by promise, or the manager's word."""
    if tap.left_alone:
        _require_promise(tap, child_day)
        draft.override_reason = ""
        return
    person = persons.get(tap.person_id) if tap.person_id else None
    if tap.person_id:
        require_own_person(person, child_day.child_id)
    if person is not None and person.barred:
        raise RuleBroken("person", _("%(name)s must not collect this child.") % {"name": person.name})
    if person is not None and person.counts_on(child_day.day):
        draft.override_reason = ""
        return
    if not tap.override_reason.strip():
        raise RuleBroken("person", _("Choose an authorised person, or have the manager release the child."))
    if person is None and not tap.person_name.strip():
        raise RuleBroken("person_name", _("Enter who collects the child."))
    if person is None:
        _require_not_barred(tap.person_name, child_day)
    manager = tap.released_by or by.user
    if manager is None or not Access(manager).may_at(child_day.place, Role.FACILITY_MANAGER):
        raise NotAllowed(_("Only the facility manager may release a child to somebody else."))
    draft.override_by_id = manager.pk


def _require_not_barred(name: str, child_day: ChildDay) -> None:
    """A name typed in is no way around a bar."""
    barred = PickupPerson.objects.filter(child=child_day.child_id, barred=True).standing(child_day.day)
    if barred.filter(name=name.strip()).exists():
        raise RuleBroken("person_name", _("%(name)s must not collect this child.") % {"name": name.strip()})


def _require_promise(tap: Departure, child_day: ChildDay) -> None:
    if tap.person_id:
        raise RuleBroken("left_alone", _("Either somebody collects the child, or it leaves alone."))
    if not child_day.may_leave_alone:
        raise RuleBroken("left_alone", _("There is no signed promise that this child may leave alone."))
