"""Registering children, the persons around them, and their places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actions import amend, create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment.identity import pinyin_of, read_identity
from stations.enrolment.models import Child, Consent, Enrolment
from stations.enrolment.persons import (
    NewConsent,
    NewGuardian,
    NewPerson,
    add_guardian,
    authorise_person,
    record_consent,
)
from stations.terms.actions import checked
from stations.terms.models import Group, Term


@dataclass(frozen=True, slots=True)
class Registration:
    """A filled registration form: the child's own columns in `child`, and what stands around the child."""

    child: dict[str, Any]
    guardians: list[NewGuardian]
    persons: list[NewPerson] = field(default_factory=list)
    consents: list[NewConsent] = field(default_factory=list)


@transaction.atomic
def register_child(
    *,
    id: UUID,
    facility: Facility,
    registration: Registration,
    by: Actor,
    term: Term | None = None,
    group: Group | None = None,
) -> Child:
    """Register a child with guardians, pick-up persons and consents, and give a place in a term (信息登记制度).

    The same `id` again returns the child that stands. A child of the same identity number, or of the same name and
    birth date, is not doubled: it gets the new place. Raises RuleBroken at a field, also when the child already has
    a place in a term at overlapping times or the guardian did not agree to the data being kept.
    """
    if standing := Child.objects.filter(pk=id).first():
        return _same_child(standing, facility, registration)
    _require_guardian_and_consent(registration)
    columns = _child_columns(registration.child)
    child = _known_child(facility, columns)
    if child is None:
        child = create(checked(Child(id=id, facility=facility, **columns)), by=by)
    _attach(child, registration, by)
    if term is not None:
        enrol(id=uuid7(), child=child, term=term, group=group, by=by)
    return child


@transaction.atomic
def amend_child(*, child: Child, version: int | None, reason: str, by: Actor, **changes: Any) -> Child:
    """Correct a child's particulars; the old ones stay in history, except the identity number."""
    columns = _child_columns(changes, child)
    draft = Child.objects.get(pk=child.pk)
    for name, value in columns.items():
        setattr(draft, name, value)
    checked(draft)
    return amend(child, by=by, version=version, reason=reason, **columns)


@transaction.atomic
def enrol(
    *, id: UUID, child: Child, term: Term, by: Actor, group: Group | None = None, from_day: dt.date | None = None
) -> Enrolment:
    """Give a child a place in a term, or the last place on the waiting list when all are taken.

    The term's row is locked, so that two admissions at once never exceed the capacity; the child's identity is locked
    through its rows, so that one child never holds two places at overlapping times. Raises RuleBroken.
    """
    if standing := Enrolment.objects.filter(pk=id).first():
        if (standing.child_id, standing.term_id) != (child.pk, term.pk):
            raise Conflict(_("This id already stands for another record."))
        return standing
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.facility_id != child.facility_id:
        raise RuleBroken("term", _("The term belongs to another station."))
    if term.state not in (Term.State.PLANNED, Term.State.OPEN):
        raise RuleBroken("term", _("The term is over."))
    if group is not None and group.term_id != term.pk:
        raise RuleBroken("group", _("The group belongs to another term."))
    _refuse_overlap(child, term)
    state = Enrolment.State.ADMITTED if _places_left(term) > 0 else Enrolment.State.WAITING
    place = Enrolment(
        id=id,
        facility=child.facility,
        child=child,
        term=term,
        group=group,
        state=state,
        state_since=timezone.now(),
        from_day=from_day,
    )
    return create(checked(place), by=by)


@transaction.atomic
def admit(*, enrolment: Enrolment, by: Actor, version: int | None = None) -> Enrolment:
    """Give a place to a child who applied or waits. Raises RuleBroken when all places are taken."""
    term = Term.objects.select_for_update().get(pk=enrolment.term_id)
    place = lock(enrolment, version=version)
    if place.state in Enrolment.ON_ROLL:
        return place
    if place.state not in (Enrolment.State.APPLIED, Enrolment.State.WAITING):
        raise RuleBroken("state", _("This place was given up. Enrol the child anew."))
    if _places_left(term) < 1:
        raise RuleBroken("state", _("All %(count)d places are taken.") % {"count": term.capacity})
    return _move(place, Enrolment.State.ADMITTED, by)


@transaction.atomic
def withdraw(
    *, enrolment: Enrolment, reason: str, by: Actor, version: int | None = None, last_day: dt.date | None = None
) -> Enrolment:
    """Give up a child's place, with the reason; the records of past days stay."""
    require_reason(reason)
    place = lock(enrolment, version=version)
    if place.state == Enrolment.State.WITHDRAWN:
        return place
    place.until_day = last_day or place.until_day
    return _move(place, Enrolment.State.WITHDRAWN, by, reason)


@transaction.atomic
def change_group(*, enrolment: Enrolment, group: Group | None, by: Actor) -> Enrolment:
    """Put a child into another group of the same term."""
    place = lock(enrolment, version=None)
    if group is not None and group.term_id != place.term_id:
        raise RuleBroken("group", _("The group belongs to another term."))
    if place.group_id == (group.pk if group else None):
        return place
    place.group = group
    return save(place, by=by, fields=["group"])


def finish_terms(*, by: Actor) -> int:
    """Finish the places of terms whose last day is past; returns how many. Running it again changes nothing."""
    over = Enrolment.objects.filter(state__in=Enrolment.ON_ROLL, term__last_day__lt=timezone.localdate())
    return len(bulk.update(over, by=by, reason="term over", state=Enrolment.State.FINISHED, state_since=timezone.now()))


def _require_guardian_and_consent(registration: Registration) -> None:
    if not registration.guardians:
        raise RuleBroken("guardians", _("Enter at least one guardian."))
    agreed = any(consent.kind == Consent.Kind.PERSONAL_DATA and consent.given for consent in registration.consents)
    if not agreed:
        raise RuleBroken("consent", _("A guardian must agree before a child's data are kept."))


def _same_child(standing: Child, facility: Facility, registration: Registration) -> Child:
    sent = (facility.pk, registration.child["name"].strip(), registration.child["birth_date"])
    first = standing.history.order_by("history_id").first()
    if (first.facility_id, first.name, first.birth_date) != sent:
        raise Conflict(_("This id already stands for another record."))
    return standing


def _child_columns(entered: dict[str, Any], child: Child | None = None) -> dict[str, Any]:
    """The columns to write for what was entered, with what follows from it."""
    columns = dict(entered)
    if "name" in columns:
        columns["name"] = columns["name"].strip()
        columns["pinyin"], columns["initials"] = pinyin_of(columns["name"])
    number = columns.pop("identity_number", "").strip().upper()
    if number:
        _check_identity(
            number,
            columns.get("birth_date", child and child.birth_date),
            columns.get("sex", child and child.sex),
        )
        columns |= {"identity_number": number, "identity_hash": lookup_hash(number), "identity_known": True}
    return columns


def _check_identity(number: str, birth_date: dt.date | None, sex: str | None) -> None:
    messages = {
        "shape": _("An identity number has 18 characters: 17 digits, then a digit or X."),
        "checksum": _("The check digit does not fit. Compare the number once more."),
        "date": _("The birth date in this number does not exist."),
    }
    try:
        identity = read_identity(number)
    except ValueError as error:
        raise RuleBroken("identity_number", messages[str(error)]) from error
    if identity.birth_date != birth_date:
        raise RuleBroken("birth_date", _("The identity number says %(day)s.") % {"day": identity.birth_date})
    if identity.sex != sex:
        raise RuleBroken("sex", _("The identity number says otherwise."))


def _known_child(facility: Facility, columns: dict[str, Any]) -> Child | None:
    """The same child, registered here before."""
    here = Child.objects.filter(facility=facility)
    if number := columns.get("identity_hash"):
        found = here.filter(identity_hash=number).first()
        if found is not None:
            return found
    return here.filter(name=columns["name"], birth_date=columns["birth_date"]).first()


def _attach(child: Child, registration: Registration, by: Actor) -> None:
    for position, entered in enumerate(registration.guardians, start=1):
        add_guardian(child=child, entered=entered, position=position, by=by)
    for person in registration.persons:
        authorise_person(id=uuid7(), child=child, entered=person, by=by)
    for consent in registration.consents:
        record_consent(id=uuid7(), child=child, entered=consent, by=by)


def _refuse_overlap(child: Child, term: Term) -> None:
    """One child cannot hold two places at overlapping times, here or at another station."""
    who = Q(pk=child.pk)
    if child.identity_hash:
        who |= Q(identity_hash=child.identity_hash)
    # Locked in a stable order: two stations that take the same child at once wait for each other here.
    same = list(Child.objects.select_for_update().filter(who).order_by("pk").values_list("pk", flat=True))
    held = Enrolment.objects.filter(
        child__in=same,
        state__in=Enrolment.HOLDING,
        term__first_day__lte=term.last_day,
        term__last_day__gte=term.first_day,
        term__opens__lt=term.closes,
        term__closes__gt=term.opens,
    ).select_related("term")
    for place in held:
        if set(place.term.weekdays) & set(term.weekdays):
            here = place.facility_id == child.facility_id
            where = str(place.term) if here else _("another station")
            raise RuleBroken("term", _("The child already has a place at the same time: %(where)s.") % {"where": where})


def _places_left(term: Term) -> int:
    taken = Enrolment.objects.filter(term=term, state__in=Enrolment.ON_ROLL).aggregate(taken=Count("pk"))["taken"]
    return term.capacity - taken


def _move(place: Enrolment, state: str, by: Actor, reason: str = "") -> Enrolment:
    place.state = state
    place.state_since = timezone.now()
    return save(place, by=by, reason=reason)
