"""One-time codes of pick-up persons: issued to a phone, shown at the door, good once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.organization.throttle import TooOften, counted
from ops.records import bulk
from ops.records.actions import lock, save
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.attendance.actions import persons_by_id, write
from stations.attendance.models import Handover, PickupCode
from stations.attendance.queries import ChildDay, days_of_children
from stations.attendance.rules import Arrival, Departure, Tap, judged
from stations.enrolment.models import Guardianship, PickupPerson

DIGITS = 6
# How far ahead a code may be issued: "today grandma collects" is said the evening before.
DAYS_AHEAD = 7
# Wrong codes that one device, and one station in all, may try within the window (seconds).
WRONG_AT_DEVICE, WRONG_AT_STATION, WINDOW = 8, 40, 600


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a code stands for: the person, once for each child of the family that they may collect, and the days."""

    code: PickupCode
    persons: list[PickupPerson]
    days: dict[UUID, ChildDay]

    @property
    def person(self) -> PickupPerson:
        """The person whose code it is."""
        return self.code.person

    def children(self, kind: str) -> list[PickupPerson]:
        """The person's rows of the children who can be brought, or collected, now."""
        here = kind == Handover.Kind.PICK_UP
        days = ((person, self.days.get(person.child_id)) for person in self.persons)
        return [person for person, day in days if day and day.enrolment_id and day.is_here == here]

    @property
    def kind(self) -> str:
        """Which way is meant: out as long as one of the children is here."""
        return str(Handover.Kind.PICK_UP if self.children("pick_up") else Handover.Kind.DROP_OFF)


@transaction.atomic
def issue_pickup_code(*, person: PickupPerson, by: Actor, day: dt.date | None = None) -> tuple[PickupCode, str]:
    """Give a person the code for a day, today unless told; returns the record and the six digits, which stand nowhere.

    A code that the person held for that day is revoked. Raises RuleBroken for somebody who may not collect on that
    day, and for days past or more than a week ahead.
    """
    today = person.facility.today()
    day = day or today
    if not today <= day <= today + dt.timedelta(days=DAYS_AHEAD):
        raise RuleBroken("day", _("A code is for today or one of the next %(count)d days.") % {"count": DAYS_AHEAD})
    fresh = lock(person, version=None)
    if not PickupPerson.objects.standing(day).filter(pk=fresh.pk, barred=False).exists():
        raise RuleBroken("person", _("%(name)s may not collect this child on that day.") % {"name": fresh.name})
    held = PickupCode.objects.filter(person=fresh, local_date=day, used_at=None, revoked_at=None)
    bulk.update(held, by=by, reason="replaced", revoked_at=timezone.now())
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        code = PickupCode(
            facility_id=fresh.facility_id,
            person=fresh,
            local_date=day,
            code_hash=_hash(fresh.facility_id, day, digits),
            issued_by=by.user,
        )
        if bulk.insert(PickupCode, [code], by=by):
            code._state.adding = False
            return code, digits


@transaction.atomic
def revoke_pickup_code(*, code: PickupCode, by: Actor, reason: str = "") -> PickupCode:
    """Take a code back; one that was used stays used, and doing it twice changes nothing."""
    fresh = lock(code, version=None)
    if fresh.standing:
        fresh.revoked_at = timezone.now()
        save(fresh, by=by, reason=reason)
    return fresh


def party_of(*, facility: Facility, code: str, device: str) -> Party:
    """Whom a code of today stands for; nothing is used up. Five statements whatever the family.

    `device` names who tries (a user's or a kiosk's key): too many wrong codes raise TooOften. Raises RuleBroken when
    no code of today reads so, or it was used or revoked, or the person may no longer collect.
    """
    found = _find(facility, code, device)
    if not found.standing:
        raise RuleBroken("code", _("This code was used or taken back. Ask for a new one."))
    return _party(found)


@transaction.atomic
def redeem(
    *,
    facility: Facility,
    code: str,
    kind: str,
    ids: Mapping[UUID, UUID],
    by: Actor,
    device: str,
    occurred_at: dt.datetime | None = None,
    clock_skew: int = 0,
) -> list[Handover]:
    """Bring or collect children by a code, which is used up: of two who show it at once, one gets through.

    `ids` names the children and the id of each one's hand-over. The same again returns what was recorded. Raises
    RuleBroken at a code that is wrong, used or revoked, for a child who is not the person's; Conflict when another was
    faster; then nothing is written and the code still holds.
    """
    found = _find(facility, code, device)
    moment = occurred_at or timezone.now()
    if not found.standing:
        return _redeemed(found, ids)
    party = _party(found)
    mine = {person.child_id: person for person in party.persons}
    if not ids or not ids.keys() <= mine.keys():
        raise RuleBroken("children", _("Choose children whom this person may bring or collect."))
    persons = persons_by_id({mine[child].pk for child in ids})
    drafts = []
    for child, key in ids.items():
        tap = _tap(kind, key, mine[child], moment, clock_skew)
        draft = judged(tap, party.days[child], persons, by)
        draft.code_id = found.pk
        drafts.append(draft)
    standing = PickupCode.objects.filter(pk=found.pk, used_at=None, revoked_at=None)
    if not bulk.update(standing, by=by, used_at=timezone.now()):
        raise Conflict(_("This code was used or taken back. Ask for a new one."))
    if len(write(drafts, [party.days[child] for child in ids], by)) < len(drafts):
        raise Conflict(_("Somebody recorded this at the same moment. Look again."))
    for draft in drafts:
        draft._state.adding = False
    return drafts


def _hash(facility_id: UUID, day: dt.date, digits: str) -> str:
    return lookup_hash(f"pickup:{facility_id}:{day}:{digits}")


def _find(facility: Facility, code: str, device: str) -> PickupCode:
    digits = "".join(mark for mark in code if mark.isdigit())
    tries = {f"code:{facility.pk}:{device}": WRONG_AT_DEVICE, f"code:{facility.pk}": WRONG_AT_STATION}
    if any((cache.get(key) or 0) >= most for key, most in tries.items()):
        raise TooOften(_("Too many wrong codes. Choose the person from the photos, or wait ten minutes."))
    found = None
    if len(digits) == DIGITS:
        today = facility.today()
        codes = PickupCode.objects.filter(facility=facility, local_date=today).defer("person__phone")
        found = codes.filter(code_hash=_hash(facility.pk, today, digits)).select_related("person").first()
    if found is None:
        for key in tries:
            counted(key, WINDOW)
        raise RuleBroken("code", _("This is not a code of today. Compare the six digits."))
    return found


def _party(code: PickupCode) -> Party:
    """The person with every child of the family for whom the same person may collect on the day."""
    family = Guardianship.objects.filter(child=code.person.child_id).values("guardian")
    siblings = Guardianship.objects.filter(guardian__in=family).values("child")
    standing = PickupPerson.objects.filter(facility=code.facility_id, barred=False).standing(code.local_date)
    rows = standing.select_related("child").defer("phone", *(f"child__{name}" for name in _SENSITIVE))
    own = list(rows.filter(pk=code.person_id))
    if not own:
        raise RuleBroken("code", _("%(name)s may no longer collect this child.") % {"name": code.person.name})
    others = rows.filter(name=code.person.name, child__in=siblings).exclude(child=code.person.child_id)
    persons = {person.child_id: person for person in [*others.order_by("child", "-position"), *own]}
    return Party(code, list(persons.values()), days_of_children(list(persons), timezone.now()))


_SENSITIVE = ("identity_number", "allergies", "health_note", "medication")


def _redeemed(code: PickupCode, ids: Mapping[UUID, UUID]) -> list[Handover]:
    """What the code was used for, if this is the same request again."""
    records = list(Handover.objects.filter(code=code))
    if records and {record.pk for record in records} == set(ids.values()):
        return records
    raise RuleBroken("code", _("This code was used or taken back. Ask for a new one."))


def _tap(kind: str, key: UUID, person: PickupPerson, moment: dt.datetime, skew: int) -> Tap:
    shape = Arrival if kind == Handover.Kind.DROP_OFF else Departure
    return shape(id=key, child_id=person.child_id, occurred_at=moment, person_id=person.pk, clock_skew=skew)


def new_ids(party: Party, kind: str) -> dict[UUID, UUID]:
    """An id for each hand-over that the code can make now, for a page to carry."""
    return {person.child_id: uuid7() for person in party.children(kind)}
