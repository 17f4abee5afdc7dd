"""The grown-ups around a child: guardians, authorised and barred persons, and what they agreed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ops.organization.models import normal_phone
from ops.records import bulk
from ops.records.actions import create, save, withdraw
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import BUILT_IN, Text
from stations.enrolment.identity import masked_phone
from stations.enrolment.models import Child, EmergencyContact, Guardian, Guardianship, PickupPerson
from stations.terms.actions import checked


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """A guardian as entered; the phone in plain digits."""

    name: str
    phone: str
    relation: str
    employer: str = ""
    employer_union: str = ""
    may_collect: bool = True


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A further pick-up person, or one who must not collect."""

    name: str
    relation: str
    phone: str = ""
    valid_on: dt.date | None = None
    until: dt.date | None = None
    barred: bool = False
    barred_note: str = ""
    photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What a guardian agreed to or refused on the form."""

    kind: str
    given: bool
    given_by: str
    text_version: str = BUILT_IN
    text_id: UUID | None = None
    signature_id: UUID | None = None

    @classmethod
    def to(cls, text: Text, *, given: bool, by: str, signature: UUID | None = None) -> NewConsent:
        """The answer to a text as it holds now."""
        row = text.row.pk if text.row else None
        return cls(text.kind, given=given, given_by=by, text_version=text.version, text_id=row, signature_id=signature)


@dataclass(frozen=True, slots=True)
class NewContact:
    """Whom to call when no guardian answers."""

    name: str
    relation: str
    phone: str


@transaction.atomic
def add_guardian(*, child: Child, entered: NewGuardian, by: Actor, position: int = 1) -> Guardian:
    """Link a guardian to a child; siblings share the guardian of the same phone number.

    Unless `may_collect` is false the guardian is authorised to collect the child. Raises RuleBroken at the phone.
    """
    digits = require_phone(entered.phone, "guardians")
    guardian = Guardian.objects.filter(facility=child.facility, phone_hash=lookup_hash(digits)).first()
    if guardian is None:
        guardian = Guardian(
            facility=child.facility,
            name=entered.name.strip(),
            phone=digits,
            phone_hash=lookup_hash(digits),
            phone_masked=masked_phone(digits),
            employer=entered.employer,
            employer_union=entered.employer_union,
        )
        create(checked(guardian), by=by)
    elif guardian.name != entered.name.strip():
        raise RuleBroken("guardians", _("This phone number belongs to %(name)s.") % {"name": guardian.name})
    if not Guardianship.objects.filter(child=child, guardian=guardian).exists():
        link = Guardianship(
            facility=child.facility, child=child, guardian=guardian, relation=entered.relation, position=position
        )
        create(checked(link), by=by)
        if entered.may_collect:
            own = NewPerson(name=guardian.name, relation=entered.relation, phone=digits)
            authorise_person(id=uuid7(), child=child, entered=own, by=by, guardian=guardian)
    return guardian


@transaction.atomic
def authorise_person(
    *, id: UUID, child: Child, entered: NewPerson, by: Actor, guardian: Guardian | None = None
) -> PickupPerson:
    """Say who may collect a child (授权接送人), or who must not; a one-day authorisation ends by itself.

    The same `id` again returns the person that stands. Raises RuleBroken at a field.
    """
    if standing := PickupPerson.objects.filter(pk=id).first():
        if standing.child_id != child.pk:
            raise Conflict(_("This id already stands for another record."))
        return standing
    digits = require_phone(entered.phone, "phone") if entered.phone.strip() else ""
    person = PickupPerson(
        id=id,
        facility=child.facility,
        child=child,
        guardian=guardian,
        name=entered.name.strip(),
        relation=entered.relation,
        phone=digits,
        phone_masked=masked_phone(digits) if digits else "",
        valid_on=entered.valid_on,
        until=entered.until,
        barred=entered.barred,
        barred_note=entered.barred_note.strip(),
        photo_id=entered.photo_id,
        position=child.pickup_persons.count() + 1,
    )
    return create(checked(person), by=by)


def withdraw_person(*, person: PickupPerson, reason: str, by: Actor, version: int | None = None) -> PickupPerson:
    """End an authorisation, or a bar, with the reason."""
    return withdraw(person, by=by, reason=reason, version=version)


@transaction.atomic
def add_contact(*, id: UUID, child: Child, entered: NewContact, by: Actor) -> EmergencyContact:
    """Say whom to call when no guardian answers; after those who stand already, each name and number once.

    The same `id` again returns the contact that stands. Raises RuleBroken at the phone.
    """
    digits = require_phone(entered.phone, "phone")
    if standing := EmergencyContact.objects.filter(pk=id).first():
        if standing.child_id != child.pk:
            raise Conflict(_("This id already stands for another record."))
        return standing
    known = child.emergency_contacts.filter(withdrawn_at=None)
    same = next((one for one in known if (one.name, one.phone) == (entered.name.strip(), digits)), None)
    contact = EmergencyContact(
        id=id,
        facility=child.facility,
        child=child,
        name=entered.name.strip(),
        relation=entered.relation,
        phone=digits,
        phone_masked=masked_phone(digits),
        position=len(known) + 1,
    )
    return same or create(checked(contact), by=by)


def withdraw_contact(
    *, contact: EmergencyContact, reason: str, by: Actor, version: int | None = None
) -> EmergencyContact:
    """Somebody is no longer called in an emergency, with the reason."""
    return withdraw(contact, by=by, reason=reason, version=version)


@transaction.atomic
def record_consent(*, id: UUID, child: Child, entered: NewConsent, by: Actor) -> Consent:
    """Keep what a guardian agreed to or refused; the newest of a kind counts."""
    if standing := Consent.objects.filter(pk=id).first():
        if standing.child_id != child.pk:
            raise Conflict(_("This id already stands for another record."))
        return standing
    consent = create(
        checked(
            Consent(
                id=id,
                facility=child.facility,
                child=child,
                kind=entered.kind,
                given=entered.given,
                text_version=entered.text_version,
                text_id=entered.text_id,
                signature_id=entered.signature_id,
                given_by=entered.given_by.strip(),
            )
        ),
        by=by,
    )
    earlier = Consent.objects.filter(child=child, kind=entered.kind, withdrawn_at=None).exclude(pk=consent.pk)
    bulk.update(earlier, by=by, withdrawn_at=consent.occurred_at)
    if entered.kind == Consent.Kind.LEAVE_ALONE and child.may_leave_alone != entered.given:
        child.may_leave_alone = entered.given
        save(child, by=by, fields=["may_leave_alone"])
    return consent


def require_phone(text: str, name: str) -> str:
    """The digits of a phone number; raises RuleBroken at the field `name` unless there are 7 to 12."""
    digits = "".join(mark for mark in normal_phone(text) if mark.isdigit())
    if not 7 <= len(digits) <= 12:
        raise RuleBroken(name, _("Enter a phone number of 7 to 12 digits."))
    return digits
