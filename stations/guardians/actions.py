"""What guardians ask for, and what the station's staff answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.records.actions import amend, lock, record_once, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from ops.reminders.actions import remind
from stations.attendance.following import tell_managers
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import texts_in_force
from stations.enrolment.identity import masked_phone
from stations.enrolment.models import Child, Guardian, PickupPerson
from stations.enrolment.persons import (
    NewConsent,
    NewPerson,
    authorise_person,
    record_consent,
    require_phone,
    withdraw_person,
)
from stations.guardians.models import Answer, Asked, DataRequest, PersonRequest
from stations.terms.actions import checked

A = TypeVar("A", bound=Asked)

# A promise that a child leaves alone is signed at the station: the phone may be in the child's own hand.
AT_THE_STATION = frozenset({Consent.Kind.LEAVE_ALONE})
# What the station is asked to erase when an agreement is taken back.
ERASES: dict[str, str] = {
    Consent.Kind.PERSONAL_DATA: DataRequest.Kind.ERASURE,
    Consent.Kind.HEALTH: DataRequest.Kind.HEALTH,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A person as a guardian wants them to be; of a withdrawal only the `note` says something."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    valid_on: dt.date | None = None
    until: dt.date | None = None
    photo_id: UUID | None = None
    note: str = ""


@transaction.atomic
def ask_person(
    *, id: UUID, child: Child, kind: str, wish: Wish, asked_by: Guardian, by: Actor, person: PickupPerson | None = None
) -> tuple[PersonRequest, bool]:
    """Ask that somebody be authorised, changed or withdrawn; returns the request and whether it is new.

    Nothing changes at the door until staff confirm it, but a withdrawal shows there at once. Raises RuleBroken at a
    field, Conflict for somebody who may not collect this child, or while the same is asked already.
    """
    if standing := PersonRequest.objects.filter(pk=id).first():
        if (standing.child_id, standing.kind) != (child.pk, kind):
            raise Conflict(_("This id already stands for another record."))
        return standing, False
    fresh = None if kind == PersonRequest.Kind.ADD else _own_person(child, person)
    request = checked(_request(id, child, kind, wish, asked_by, fresh))
    request, new = record_once(request, by=by)
    if fresh is not None and kind == PersonRequest.Kind.WITHDRAW:
        fresh.withdrawal_asked_at = timezone.now()
        save(fresh, by=by, reason=request.note, fields=["withdrawal_asked_at"])
    return request, new


@transaction.atomic
def take_back(*, request: A, by: Actor) -> A:
    """The guardian no longer wants it; what staff already answered stays. Twice changes nothing."""
    fresh: A = lock(request, version=None)
    if not fresh.is_open:
        return fresh
    close(fresh, Answer.TAKEN_BACK, "", by)
    _withdrawal_no_longer_asked(fresh, by)
    return fresh


@transaction.atomic
def confirm_person(*, request: PersonRequest, by: Actor, version: int | None = None) -> PersonRequest:
    """Staff have seen the request and it holds from now on. Raises Conflict once it is answered, Stale."""
    fresh = to_answer(request, version)
    reason = fresh.note or _("Asked for by a guardian")
    if fresh.kind == PersonRequest.Kind.ADD:
        fresh.person = authorise_person(id=uuid7(), child=fresh.child, entered=_entered(fresh), by=by)
    elif fresh.kind == PersonRequest.Kind.WITHDRAW:
        withdraw_person(person=_person_of(fresh), reason=reason, by=by)
    else:
        amend(_person_of(fresh), by=by, version=None, reason=reason, **_changes(fresh))
    close(fresh, Answer.AGREED, "", by)
    tell(fresh, by)
    return fresh


@transaction.atomic
def decline(*, request: A, reason: str, by: Actor, version: int | None = None) -> A:
    """Refuse a request, with the reason that the guardian reads. Raises Conflict once it is answered, RuleBroken."""
    require_reason(reason)
    fresh = to_answer(request, version)
    close(fresh, Answer.DECLINED, reason, by)
    _withdrawal_no_longer_asked(fresh, by)
    tell(fresh, by)
    return fresh


@transaction.atomic
def ask_erasure(*, id: UUID, child: Child, reason: str, asked_by: Guardian, by: Actor) -> tuple[DataRequest, bool]:
    """Ask that all that identifies a child be erased (PIPL Art. 47); the station answers with its reason."""
    return _ask_data(id, child, DataRequest.Kind.ERASURE, reason, asked_by, by)


@transaction.atomic
def note_copy(*, child: Child, asked_by: Guardian, by: Actor) -> DataRequest:
    """Keep that a copy of a child's data was taken away, and by whom."""
    now = timezone.now()
    request = DataRequest(
        facility=child.facility,
        child=child,
        kind=DataRequest.Kind.COPY,
        asked_by=asked_by,
        answer=Answer.AGREED,
        answered_at=now,
    )
    return record_once(request, by=by)[0]


@transaction.atomic
def change_consent(*, id: UUID, child: Child, kind: str, given: bool, guardian: Guardian, by: Actor) -> Consent:
    """Give or take back an agreement (PIPL Art. 15), at once, to the text that holds today.

    A photo goes with the agreement to it; of personal and of health data the station is asked to erase what it keeps,
    for that a child loses the word "peanut" on its tile is not for a tap to decide. Raises RuleBroken for what is only
    signed at the station.
    """
    if given and kind in AT_THE_STATION:
        raise RuleBroken("kind", _("This is signed at the station, by the guardian in person."))
    text = next(one for one in texts_in_force(child.facility) if one.kind == kind)
    entered = NewConsent(
        kind,
        given=given,
        given_by=guardian.name,
        text_version=text.version,
        text_id=text.row.pk if text.row else None,
    )
    consent = record_consent(id=id, child=child, entered=entered, by=by)
    if given:
        return consent
    if kind == Consent.Kind.PHOTO and child.photo_id is not None:
        amend(child, by=by, version=None, reason=_("Agreement taken back"), photo=None)
    if kind in ERASES and not DataRequest.objects.filter(child=child, kind=ERASES[kind], answer=Answer.OPEN).exists():
        _ask_data(uuid7(), child, ERASES[kind], _("Agreement taken back"), guardian, by)
    return consent


def _ask_data(
    id: UUID, child: Child, kind: str, reason: str, asked_by: Guardian, by: Actor
) -> tuple[DataRequest, bool]:
    request = DataRequest(id=id, facility=child.facility, child=child, kind=kind, reason=reason.strip()[:200])
    if standing := DataRequest.objects.filter(pk=id).first():
        request.facility, request.asked_by = standing.facility, standing.asked_by
        return record_once(request, by=by)
    request.asked_by = asked_by
    request, new = record_once(checked(request), by=by)
    tell_managers("data_request", f"asked-of:{request.pk}", child.facility, by, {}, urgent=False)
    return request, new


def _own_person(child: Child, person: PickupPerson | None) -> PickupPerson:
    """The person, locked, who counts today and is not barred: of others a guardian learns nothing."""
    standing = PickupPerson.objects.filter(child=child, barred=False).standing(child.facility.today())
    found = standing.select_for_update().filter(pk=person.pk if person else None).first()
    if found is None:
        raise Conflict(_("This person may not collect the child any more."))
    return found


def _request(
    id: UUID, child: Child, kind: str, wish: Wish, asked_by: Guardian, person: PickupPerson | None
) -> PersonRequest:
    request = PersonRequest(
        id=id,
        facility=child.facility,
        child=child,
        kind=kind,
        person=person,
        asked_by=asked_by,
        note=wish.note.strip(),
        name=person.name if person else wish.name.strip(),
        relation=person.relation if person else wish.relation,
    )
    if kind == PersonRequest.Kind.WITHDRAW:
        if not request.note:
            raise RuleBroken("note", _("Say why, so that staff can act rightly at the door."))
        return request
    request.name, request.relation = wish.name.strip(), wish.relation
    if not request.name:
        raise RuleBroken("name", _("Enter the name."))
    if not request.relation:
        raise RuleBroken("relation", _("Choose how the person stands to the child."))
    request.phone = require_phone(wish.phone, "phone") if wish.phone.strip() else ""
    request.phone_masked = masked_phone(request.phone) if request.phone else ""
    request.valid_on, request.until, request.photo_id = wish.valid_on, wish.until, wish.photo_id
    last = wish.valid_on or wish.until
    if last is not None and last < child.facility.today():
        raise RuleBroken("day", _("This day is past."))
    return request


def _entered(request: PersonRequest) -> NewPerson:
    return NewPerson(
        name=request.name,
        relation=request.relation,
        phone=request.phone,
        valid_on=request.valid_on,
        until=request.until,
        photo_id=request.photo_id,
    )


def _changes(request: PersonRequest) -> dict[str, Any]:
    """What a confirmed change writes; a phone and a photo that were not given stay as they are."""
    changes: dict[str, Any] = {
        "name": request.name,
        "relation": request.relation,
        "valid_on": request.valid_on,
        "until": request.until,
    }
    if request.phone:
        changes |= {"phone": request.phone, "phone_masked": request.phone_masked}
    if request.photo_id:
        changes["photo_id"] = request.photo_id
    return changes


def _person_of(request: PersonRequest) -> PickupPerson:
    person = PickupPerson.objects.select_for_update().get(requests=request)
    if person.withdrawn_at is not None:
        raise Conflict(_("This person is no longer authorised. Decline the request."))
    return person


def to_answer(request: A, version: int | None) -> A:
    """The request, locked, that nobody has answered; raises Conflict otherwise, Stale."""
    fresh: A = lock(request, version=version)
    if not fresh.is_open:
        raise Conflict(_("This request is answered already: %(how)s.") % {"how": fresh.get_answer_display()})
    return fresh


def close(request: Asked, answer: str, reason: str, by: Actor) -> None:
    """Write the answer down."""
    request.answer, request.answer_reason = answer, reason.strip()[:200]
    request.answered_at, request.answered_by = timezone.now(), by.user
    save(request, by=by, reason=reason)


def _withdrawal_no_longer_asked(request: Asked, by: Actor) -> None:
    if not isinstance(request, PersonRequest) or request.kind != PersonRequest.Kind.WITHDRAW:
        return
    person = PickupPerson.objects.select_for_update().get(requests=request)
    if person.withdrawal_asked_at is not None:
        person.withdrawal_asked_at = None
        save(person, by=by, fields=["withdrawal_asked_at"])


def tell(request: Asked, by: Actor) -> None:
    """The guardian who asked learns what became of it."""
    user = request.asked_by.user if request.asked_by else None
    if user is None:
        return
    child: Any = request.child  # type: ignore[attr-defined]
    remind(
        kind="guardian_answer",
        subject=f"asked:{request.pk}",
        facility=request.facility,
        recipients=[user],
        by=by,
        params={"child": str(child.pk), "name": child.masked, "answer": request.answer},
    )
