"""Applying for a place, and what staff do with what they had to ask about first."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.organization.links import hash_of
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor, Source
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.applications import loose
from stations.applications.models import Application, AppliedChild
from stations.applications.packing import Wanted, pack, unpack
from stations.applications.telling import tell_received, tell_refused
from stations.enrolment import places
from stations.enrolment.actions import child_columns, known_child, register_child, require_guardian_and_consent
from stations.enrolment.consent_models import Consent
from stations.enrolment.identity import masked_name, masked_phone
from stations.enrolment.models import Child, Enrolment, Guardian
from stations.enrolment.persons import NewGuardian, require_phone
from stations.medicine.actions import order_medicine
from stations.terms.models import Term

MOST_CHILDREN = 4
Doubt = AppliedChild.Doubt


def a_guardian(phone: str, *, source: Source = Source.WEB, ip: str | None = None) -> Actor:
    """Who acts where a guardian applies: nobody with an account, and the number only masked."""
    return Actor(user=None, source=source, ip=ip, name=masked_phone(phone))


@transaction.atomic
def apply(
    *,
    id: UUID,
    term: Term,
    phone: str,
    children: Sequence[Wanted],
    signed_by: str,
    by: Actor,
    signature_id: UUID | None = None,
    language: str = "",
) -> Application:
    """Apply for places in a term, for one child or several of one family, who share what stands around them.

    `phone` is proved to be the first guardian's. Nothing is learnt about who is enrolled: what might touch another's
    record waits for staff, and looks the same from outside. The same `id` again returns the application that stands.
    Raises RuleBroken at a field.
    """
    if standing := Application.objects.filter(pk=id).first():
        if standing.phone_hash != lookup_hash(phone):
            raise Conflict(_("This id already stands for another record."))
        return standing
    require_open(term)
    if not 1 <= len(children) <= MOST_CHILDREN:
        raise RuleBroken("children", _("One child at least, and four at most."))
    ready = [with_own_phone(wanted, phone) for wanted in children]
    for wanted in ready:
        check(wanted, term)
    secret = secrets.token_urlsafe(18)
    application = Application(
        id=id,
        facility=term.facility,
        term=term,
        phone=phone,
        phone_hash=lookup_hash(phone),
        phone_masked=masked_phone(phone),
        language=language,
        signed_by=signed_by.strip(),
        signature_id=signature_id,
        secret=secret,
        secret_hash=hash_of(secret),
    )
    create(application, by=by)
    for position, wanted in enumerate(ready, 1):
        _take(application, wanted, position, by)
    loose.no_longer_loose([signature_id, *(person.photo_id for one in ready for person in one.registration.persons)])
    tell_received(application)
    return application


def require_open(term: Term) -> None:
    """Raise RuleBroken unless guardians may apply for a term now."""
    if not term.takes_applications(timezone.now()):
        raise RuleBroken("term", _("Applications for this term are closed."))


def check(wanted: Wanted, term: Term) -> None:
    """Raise RuleBroken at a field for what cannot be applied for; asks nothing of who is registered."""
    registration = wanted.registration
    require_guardian_and_consent(registration)
    child_columns(registration.child)
    grade = registration.child.get("grade")
    if grade is not None and not term.grade_from <= grade <= term.grade_to:
        limits = {"first": term.grade_from, "last": term.grade_to}
        raise RuleBroken("grade", _("This term takes grades %(first)d to %(last)d.") % limits)
    if not term.takes_age(registration.child["birth_date"]):
        raise RuleBroken("birth_date", _("The child is too young or too old for this term. Ask the station."))
    for guardian in registration.guardians:
        require_phone(guardian.phone, "phone")
    given = {consent.kind for consent in registration.consents if consent.given}
    health = any(registration.child.get(name) for name in ("allergies", "health_note")) or registration.allergens
    if (health or wanted.orders) and Consent.Kind.HEALTH not in given:
        raise RuleBroken("health", _("Agree that health data are kept, or leave the part about health empty."))
    if any(person.photo_id for person in registration.persons) and Consent.Kind.PHOTO not in given:
        raise RuleBroken("photo", _("Agree that photos are kept, or send none."))


def with_own_phone(wanted: Wanted, phone: str) -> Wanted:
    """The first guardian is whoever proved to hold the phone. Raises RuleBroken without one."""
    if not wanted.registration.guardians:
        raise RuleBroken("guardians", _("Enter at least one guardian."))
    first, *others = wanted.registration.guardians
    return wanted.with_guardians([replace(first, phone=phone), *others])


@transaction.atomic
def take_over(*, applied: AppliedChild, by: Actor, version: int | None = None) -> AppliedChild:
    """Staff have asked: register what was entered, with the place applied for since the application.

    The child that stands is the same, and a known phone keeps the name that it is known by. Raises RuleBroken where
    the child holds a place at the same time, Conflict when it was dealt with before.
    """
    fresh = _open(applied, version)
    wanted = unpack(fresh.entered)
    known = {row.phone_hash: row.name for row in _known_guardians(fresh.facility, wanted)}
    guardians = [
        replace(one, name=known.get(lookup_hash(require_phone(one.phone, "phone")), one.name))
        for one in wanted.registration.guardians
    ]
    _register(fresh, wanted.with_guardians(guardians), by)
    fresh.entered = ""
    return save(fresh, by=by)


@transaction.atomic
def close(*, applied: AppliedChild, reason: str, by: Actor, version: int | None = None) -> AppliedChild:
    """Staff have asked, and do not take it over: what was entered is gone, the guardian is told why."""
    require_reason(reason)
    fresh = _close(_open(applied, version), reason, by)
    tell_refused(fresh.application, fresh.name_masked)
    return fresh


@transaction.atomic
def take_back(*, application: Application, by: Actor) -> int:
    """The guardian withdraws what is applied for or waited for; returns for how many children. Twice changes nothing.

    A place that was given is given up at the station, where somebody may still expect the child.
    """
    reason, taken = _("Withdrawn by the guardian"), 0
    for applied in application.children.select_related("enrolment", "facility"):
        place = applied.enrolment
        if place is not None and place.state in Enrolment.QUEUED:
            applied.withdrawn = True
            save(applied, by=by, reason=reason, fields=["withdrawn"])
            places.withdraw(enrolment=place, reason=reason, by=by)
            taken += 1
        elif applied.is_open:
            applied.withdrawn = True
            _close(applied, reason, by)
            taken += 1
    return taken


@transaction.atomic
def close_over(*, by: Actor) -> int:
    """Close what nobody had asked about when its term was over, and forget what was entered; returns how many."""
    open_still = AppliedChild.objects.filter(enrolment=None, closed_at=None)
    over = open_still.filter(application__term__last_day__lt=timezone.localdate()).select_related("facility")
    return len([_close(applied, _("The term is over."), by) for applied in over.select_for_update(of=("self",))])


def _take(application: Application, wanted: Wanted, position: int, by: Actor) -> None:
    applied = AppliedChild(
        facility=application.facility,
        application=application,
        position=position,
        name_masked=masked_name(wanted.name),
    )
    applied.doubt = _doubt(application, wanted)
    if applied.doubt:
        applied.entered = pack(wanted)
        create(applied, by=by)
        return
    create(applied, by=by)
    _register(applied, wanted, by)
    save(applied, by=by, fields=["enrolment"])


def _register(applied: AppliedChild, wanted: Wanted, by: Actor) -> None:
    application = applied.application
    child = register_child(id=uuid7(), facility=applied.facility, registration=wanted.registration, by=by)
    for order in wanted.orders:
        order_medicine(id=uuid7(), child=child, entered=order, by=by)
    applied.enrolment = places.enrol(
        id=uuid7(), child=child, term=application.term, applied=True, applied_at=application.occurred_at, by=by
    )


def _doubt(application: Application, wanted: Wanted) -> str:
    """Whether the application might touch somebody else's record, and how."""
    columns = child_columns(wanted.registration.child)
    known = known_child(application.facility, columns)
    if known is not None and not known.guardians.filter(phone_hash=application.phone_hash).exists():
        return Doubt.CHILD
    entered = {lookup_hash(require_phone(one.phone, "phone")): one.name.strip() for one in _guardians(wanted)}
    if any(entered[row.phone_hash] != row.name for row in _known_guardians(application.facility, wanted)):
        return Doubt.GUARDIAN
    if number := columns.get("identity_hash"):
        elsewhere = Child.objects.filter(identity_hash=number).exclude(facility=application.facility)
        if places.overlapping(application.term, list(elsewhere.values_list("pk", flat=True))):
            return Doubt.ELSEWHERE
    return ""


def _known_guardians(facility: Facility, wanted: Wanted) -> list[Guardian]:
    hashes = [lookup_hash(require_phone(one.phone, "phone")) for one in _guardians(wanted)]
    return list(Guardian.objects.filter(facility=facility, phone_hash__in=hashes).defer("phone"))


def _guardians(wanted: Wanted) -> list[NewGuardian]:
    return wanted.registration.guardians


def _close(applied: AppliedChild, reason: str, by: Actor) -> AppliedChild:
    """Closed without a place: what was entered is gone, its pictures go once no child of the application needs them."""
    persons = unpack(applied.entered).registration.persons
    applied.closed_at, applied.entered = timezone.now(), ""
    save(applied, by=by, reason=reason)
    if not any(child.is_open for child in AppliedChild.objects.filter(application=applied.application_id)):
        loose.let_go(person.photo_id for person in persons)
    return applied


def _open(applied: AppliedChild, version: int | None) -> AppliedChild:
    fresh = lock(applied, version=version)
    if not fresh.is_open:
        raise Conflict(_("This has been dealt with. Load the page again."))
    return fresh
