"""Registering children and the persons around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import amend, create
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment.avoiding import allergens_of, note_allergens, set_allergens
from stations.enrolment.consent_models import Consent
from stations.enrolment.identity import pinyin_of, read_identity
from stations.enrolment.models import Child
from stations.enrolment.persons import (
    NewConsent,
    NewContact,
    NewGuardian,
    NewPerson,
    add_contact,
    add_guardian,
    authorise_person,
    record_consent,
)
from stations.enrolment.places import enrol
from stations.terms.actions import checked
from stations.terms.models import Group, Term


@dataclass(frozen=True, slots=True)
class Registration:
    """A filled registration form: the child's own columns in `child`, and what stands around the child."""

    child: dict[str, Any]
    guardians: list[NewGuardian]
    persons: list[NewPerson] = field(default_factory=list)
    consents: list[NewConsent] = field(default_factory=list)
    # Keys of what the child must not eat, beside the free text.
    allergens: list[str] = field(default_factory=list)
    contacts: list[NewContact] = field(default_factory=list)


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
    require_guardian_and_consent(registration)
    columns = child_columns(registration.child)
    child = known_child(facility, columns)
    if child is None:
        child = create(checked(Child(id=id, facility=facility, **columns)), by=by)
    _attach(child, registration, by)
    _note_allergens(child, registration, by)
    if term is not None:
        enrol(id=uuid7(), child=child, term=term, group=group, by=by)
    return child


@transaction.atomic
def amend_child(
    *,
    child: Child,
    version: int | None,
    reason: str,
    by: Actor,
    allergens: Sequence[str] | None = None,
    **changes: Any,
) -> Child:
    """Correct a child's particulars; the old ones stay in history, except the identity number.

    `allergens` is all that the child must not eat, by the registered list; None leaves what stands. What the free text
    newly speaks of is kept as well; what it spoke of before stays as people have decided since.
    """
    columns = child_columns(changes, child)
    draft = Child.objects.get(pk=child.pk)
    said_before = draft.allergies
    for name, value in columns.items():
        setattr(draft, name, value)
    checked(draft)
    amended = amend(child, by=by, version=version, reason=reason, **columns)
    if allergens is not None:
        set_allergens(child=amended, chosen=allergens, by=by, reason=reason)
    if text := columns.get("allergies"):
        note_allergens(child=amended, text=text, but=said_before, by=by)
    return amended


def require_guardian_and_consent(registration: Registration) -> None:
    """Raise RuleBroken without a guardian, or without the agreement that the child's data are kept."""
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


def child_columns(entered: dict[str, Any], child: Child | None = None) -> dict[str, Any]:
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


def known_child(facility: Facility, columns: dict[str, Any]) -> Child | None:
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
    for contact in registration.contacts:
        add_contact(id=uuid7(), child=child, entered=contact, by=by)
    for consent in registration.consents:
        record_consent(id=uuid7(), child=child, entered=consent, by=by)


def _note_allergens(child: Child, registration: Registration, by: Actor) -> None:
    """What was chosen, what the free text speaks of, and what stood from an earlier term."""
    if registration.allergens:
        chosen = {*registration.allergens, *allergens_of(child)}
        set_allergens(child=child, chosen=sorted(chosen), by=by)
    if text := registration.child.get("allergies", ""):
        note_allergens(child=child, text=text, by=by)
