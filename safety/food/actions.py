"""What a kitchen records in a day, in its order; each record completes the duties that wait for it."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.duties.actions import complete_by_record, withdraw_completion
from ops.facilities.models import Facility
from ops.policy.queries import numbers_in_force
from ops.records.actions import amend, lock, record_once, require_reason, save, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from safety.food import failing, queries, rules
from safety.food.models import (
    FoodDelivery,
    FoodRecord,
    FridgeReading,
    HealthCertificate,
    RetainedSample,
    StaffHealthCheck,
)
from safety.food.registry import holds

R = TypeVar("R", bound=FoodRecord)

# Which duties each kind of record completes.
TRIGGERS: dict[type[FoodRecord], str] = {
    StaffHealthCheck: "morning_check",
    FridgeReading: "fridge_reading",
    FoodDelivery: "food_log",
    RetainedSample: "retained_sample",
}
# A thermometer shows nothing beyond: such a number is a slip of the finger, not a truth.
COLDEST, HOTTEST = Decimal(-40), Decimal(120)


@transaction.atomic
def check_staff(
    *,
    id: UUID,
    facility: Facility,
    person_name: str,
    outcome: str,
    occurred_at: dt.datetime,
    by: Actor,
    symptom: str = "",
    temperature: Decimal | None = None,
    remedy: str = "",
) -> tuple[StaffHealthCheck, bool]:
    """Record one food handler's morning check (从业人员晨检); whoever is unwell is kept from food.

    The duty is done once every handler with a certificate has been checked that day. Raises RuleBroken.
    """
    _require(person_name=person_name)
    if outcome == StaffHealthCheck.Outcome.UNFIT and not symptom.strip():
        raise RuleBroken("symptom", _("Say what is wrong: fever, diarrhoea, a wound on the hand…"))
    if temperature is not None and not 30 <= temperature <= 45:
        raise RuleBroken("temperature", _("No person has this temperature. Please check the number."))
    check = StaffHealthCheck(
        id=id,
        facility=facility,
        person_name=person_name.strip(),
        outcome=outcome,
        symptom=symptom.strip(),
        temperature=temperature,
        occurred_at=occurred_at,
        remedy=remedy,
    )
    check, new = _record(check, by=by)
    if new and not queries.handlers_unchecked(facility, check.local_date):
        _complete(check, by)
    return check, new


@transaction.atomic
def read_fridge(
    *,
    id: UUID,
    facility: Facility,
    appliance: str,
    temperature: Decimal,
    occurred_at: dt.datetime,
    by: Actor,
    kind: str = FridgeReading.Appliance.FRIDGE,
    remedy: str = "",
) -> tuple[FridgeReading, bool]:
    """Record what a fridge's thermometer says, judged by the rule of its day. Raises RuleBroken."""
    _require(appliance=appliance)
    _require_plausible(temperature)
    reading = FridgeReading(
        id=id,
        facility=facility,
        kind=kind,
        appliance=appliance.strip(),
        temperature=temperature,
        occurred_at=occurred_at,
        remedy=remedy,
    )
    reading, new = _record(reading, by=by)
    if new:
        _complete(reading, by)
    return reading, new


@transaction.atomic
def receive_food(
    *,
    id: UUID,
    facility: Facility,
    supplier: str,
    items: str,
    occurred_at: dt.datetime,
    by: Actor,
    kind: str = FoodDelivery.Kind.GOODS,
    licence_no: str = "",
    receipt_no: str = "",
    accepted: bool = True,
    temperature: Decimal | None = None,
    cooked_at: dt.datetime | None = None,
    photo: Photo | None = None,
    remedy: str = "",
) -> tuple[FoodDelivery, bool]:
    """Record a delivery with its inspection and papers (索证索票, Food Safety Law Arts. 50, 53, 57).

    Without licence or receipt, not accepted, or out of the limits of its day, it is recorded and marked failed.
    Raises RuleBroken.
    """
    _require(supplier=supplier, items=items)
    _require_plausible(temperature)
    _require_own_photo(photo, facility)
    if cooked_at is not None and cooked_at > occurred_at:
        raise RuleBroken("cooked_at", _("It cannot have been cooked after it arrived."))
    delivery = FoodDelivery(
        id=id,
        facility=facility,
        kind=kind,
        supplier=supplier.strip(),
        items=items.strip(),
        licence_no=licence_no.strip(),
        receipt_no=receipt_no.strip(),
        accepted=accepted,
        temperature=temperature,
        cooked_at=cooked_at,
        photo=photo,
        occurred_at=occurred_at,
        remedy=remedy,
    )
    delivery, new = _record(delivery, by=by)
    if new:
        _complete(delivery, by)
    return delivery, new


@transaction.atomic
def keep_sample(
    *,
    id: UUID,
    facility: Facility,
    meal: str,
    dish: str,
    grams: int,
    occurred_at: dt.datetime,
    by: Actor,
    cabinet: str = "",
    temperature: Decimal | None = None,
    kept_by: str = "",
    remedy: str = "",
) -> tuple[RetainedSample, bool]:
    """Record a sample put away (留样): its weight is judged and its time runs by the rules of its day.

    Raises RuleBroken.
    """
    _require(dish=dish)
    _require_plausible_weight(grams)
    _require_plausible(temperature)
    sample = RetainedSample(
        id=id,
        facility=facility,
        meal=meal,
        dish=dish.strip(),
        grams=grams,
        cabinet=cabinet.strip(),
        temperature=temperature,
        kept_by=kept_by.strip(),
        occurred_at=occurred_at,
        remedy=remedy,
    )
    sample, new = _record(sample, by=by)
    if new:
        _complete(sample, by)
    return sample, new


@transaction.atomic
def discard_sample(*, sample: RetainedSample, by: Actor) -> RetainedSample:
    """Record that a sample has left the cabinet; doing it twice changes nothing.

    Raises Conflict before its time is over, and while the facility's food records are evidence (Art. 128).
    """
    fresh = lock(sample, version=None)
    if fresh.discarded_at is not None:
        return fresh
    if fresh.is_void:
        raise Conflict(_("This record has been withdrawn."))
    if not fresh.is_due_out:
        until = fresh.facility.local(fresh.kept_until)
        raise Conflict(_("It must be kept until %(time)s.") % {"time": f"{until:%Y-%m-%d %H:%M}"})
    _require_no_hold(fresh.facility)
    fresh.discarded_at = timezone.now()
    fresh.discarded_by = by.user
    return save(fresh, by=by)


@transaction.atomic
def settle(*, record: R, remedy: str, by: Actor, version: int | None = None) -> R:
    """Say what was done about a record that failed: food thrown away, fridge repaired, person sent home."""
    if not remedy.strip():
        raise RuleBroken("remedy", _("Say what was done about it."))
    # The corrective action is locked before the record, as when it is finished on its own page.
    failing.settled(record, remedy.strip(), by)
    fresh = lock(record, version=version)
    if fresh.passed:
        raise Conflict(_("Nothing failed here."))
    fresh.remedy = remedy.strip()
    fresh.settled_at = timezone.now()
    return save(fresh, by=by)


@transaction.atomic
def correct(*, record: R, by: Actor, version: int | None, reason: str, **changes: Any) -> R:
    """Amend a kitchen record with a reason; it is judged anew by the rules of its day.

    Raises RuleBroken without a reason or for an implausible value, Stale when somebody else changed it first.
    """
    require_reason(reason)
    draft = copy.copy(record)
    for name, value in changes.items():
        setattr(draft, name, value)
    _require_sound(draft)
    _judge(draft)
    judgement = {name: getattr(draft, name) for name in record.JUDGEMENT}
    if isinstance(draft, RetainedSample):
        judgement["kept_until"] = draft.kept_until
    amended = amend(record, by=by, version=version, reason=reason, **changes, **judgement)
    failing.judged_anew(amended, reason, by)
    return amended


@transaction.atomic
def withdraw(*, record: R, by: Actor, reason: str, version: int | None = None) -> R:
    """Void a kitchen record with a reason. Raises Conflict while the facility's food records are evidence."""
    require_reason(reason)
    _require_no_hold(record.facility)
    voided = void(record, by=by, reason=reason, version=version)
    failing.withdrawn(voided, reason, by)
    trigger = TRIGGERS[type(record)]
    withdraw_completion(record_kind=trigger, record_id=record.pk, facility=record.facility, by=by)
    return voided


@transaction.atomic
def file_certificate(
    *,
    id: UUID,
    facility: Facility,
    person_name: str,
    issued_on: dt.date,
    by: Actor,
    number: str = "",
    photo: Photo | None = None,
    occurred_at: dt.datetime | None = None,
) -> tuple[HealthCertificate, bool]:
    """File a food handler's health certificate; it expires by the rule in force (Food Safety Law Art. 45)."""
    _require(person_name=person_name)
    _require_own_photo(photo, facility)
    certificate = HealthCertificate(
        id=id,
        facility=facility,
        person_name=person_name.strip(),
        number=number.strip(),
        issued_on=issued_on,
        expires_on=_expiry(facility, issued_on),
        photo=photo,
        occurred_at=occurred_at or timezone.now(),
    )
    return record_once(certificate, by=by)


@transaction.atomic
def correct_certificate(
    *, certificate: HealthCertificate, by: Actor, version: int | None, reason: str, **changes: Any
) -> HealthCertificate:
    """Amend a certificate with a reason; a new day of issue sets a new expiry."""
    if "issued_on" in changes:
        changes["expires_on"] = _expiry(certificate.facility, changes["issued_on"])
    return amend(certificate, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def withdraw_certificate(
    *, certificate: HealthCertificate, by: Actor, reason: str, version: int | None = None
) -> HealthCertificate:
    """Void a certificate that was filed by mistake, with a reason."""
    _require_no_hold(certificate.facility)
    return void(certificate, by=by, reason=reason, version=version)


@transaction.atomic
def handler_left(*, certificate: HealthCertificate, by: Actor, left_on: dt.date) -> HealthCertificate:
    """The person no longer handles food here: nobody is asked for their morning check any more."""
    fresh = lock(certificate, version=None)
    if fresh.left_on == left_on:
        return fresh
    fresh.left_on = left_on
    return save(fresh, by=by)


def _expiry(facility: Facility, issued_on: dt.date) -> dt.date:
    numbers = numbers_in_force(["health_certificate_months"], facility.union_path, issued_on)
    return issued_on + relativedelta(months=int(numbers["health_certificate_months"]))


def _record(record: R, *, by: Actor) -> tuple[R, bool]:
    record.recorded_by = by.user
    _judge(record)
    record, new = record_once(record, by=by)
    if new:
        failing.recorded(record, by)
    return record, new


def _judge(record: FoodRecord) -> None:
    rules.judge(record)
    if isinstance(record, RetainedSample):
        record.kept_until = record.occurred_at + rules.sample_hours(record)
    # What was remedied at once needs nobody's attention any more.
    record.settled_at = record.settled_at or (timezone.now() if record.remedy and not record.passed else None)


def _complete(record: FoodRecord, by: Actor) -> None:
    complete_by_record(
        facility=record.facility,
        trigger=TRIGGERS[type(record)],
        record=record,
        occurred_at=record.occurred_at,
        by=by,
    )


def _require(**texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            raise RuleBroken(field, _("This is needed."))


def _require_sound(record: FoodRecord) -> None:
    """What would have been refused when recorded is refused when amended."""
    for field in ("person_name", "appliance", "supplier", "items", "dish"):
        if hasattr(record, field):
            _require(**{field: getattr(record, field)})
    if isinstance(record, RetainedSample):
        _require_plausible_weight(record.grams)
    if not isinstance(record, StaffHealthCheck):
        _require_plausible(getattr(record, "temperature", None))


def _require_plausible(temperature: Decimal | None) -> None:
    if temperature is not None and not COLDEST <= temperature <= HOTTEST:
        raise RuleBroken("temperature", _("No thermometer shows this. Please check the number."))


def _require_plausible_weight(grams: int) -> None:
    if not 0 < grams <= 5000:
        raise RuleBroken("grams", _("Between 1 and 5000 grams."))


def _require_own_photo(photo: Photo | None, facility: Facility) -> None:
    if photo is not None and photo.facility_id != facility.pk:
        raise RuleBroken("photo", _("This photo belongs to another facility."))


def _require_no_hold(facility: Facility) -> None:
    for hold in holds:
        if reason := hold.reason(facility):
            raise Conflict(reason)
