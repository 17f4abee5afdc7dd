"""Ordering medicine, withdrawing an order, giving a dose."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ops.records import actions as records
from ops.records.actions import create, record_once
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child
from stations.medicine.models import MedicationOrder, MedicineGiving
from stations.terms.actions import checked


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as a guardian signed it; `times` as people write them: 8:30，12:00."""

    medicine: str
    dose: str
    times: str
    first_day: dt.date
    last_day: dt.date
    signed_by: str
    manner: str = ""
    signature_id: UUID | None = None


@transaction.atomic
def order_medicine(*, id: UUID, child: Child, entered: NewOrder, by: Actor) -> MedicationOrder:
    """Keep a guardian's signed order to give medicine (委托喂药单).

    The same `id` again returns the order that stands. Raises RuleBroken at a field, or when the guardian refused that
    health data are kept.
    """
    if standing := MedicationOrder.objects.filter(pk=id).first():
        if standing.child_id != child.pk:
            raise Conflict(_("This id already stands for another record."))
        return standing
    _require_agreement(child)
    times = plain_times(entered.times)
    if not times:
        raise RuleBroken("times", _("Times such as 08:30, 12:00; at most six."))
    order = MedicationOrder(
        id=id,
        facility=child.facility,
        child=child,
        medicine=entered.medicine.strip(),
        dose=entered.dose.strip(),
        manner=entered.manner.strip(),
        times=times,
        first_day=entered.first_day,
        last_day=entered.last_day,
        signed_by=entered.signed_by.strip(),
        signature_id=entered.signature_id,
    )
    if order.last_day < child.facility.today():
        raise RuleBroken("last_day", _("This day is past."))
    return create(checked(order), by=by)


def withdraw_order(*, order: MedicationOrder, reason: str, by: Actor, version: int | None = None) -> MedicationOrder:
    """The medicine is given no longer, with the reason; what was given stays recorded."""
    return records.withdraw(order, by=by, reason=reason, version=version)


@transaction.atomic
def give(
    *,
    id: UUID,
    order: MedicationOrder,
    clock: str,
    by: Actor,
    occurred_at: dt.datetime,
    given: bool = True,
    note: str = "",
) -> tuple[MedicineGiving, bool]:
    """Record that a dose was given, or was not and why; returns the record and whether it is new.

    Nobody gets a dose twice: a colleague who was faster is named in the Conflict. Raises RuleBroken for a time that
    was not ordered, and at `note` without the reason of a dose that was not given.
    """
    day = order.facility.local(occurred_at).date()
    if not (order.first_day <= day <= order.last_day and clock in order.clocks and order.withdrawn_at is None):
        raise RuleBroken("clock", _("No dose is ordered for this time."))
    if not given and not note.strip():
        raise RuleBroken("note", _("Say why it was not given."))
    giving = MedicineGiving(
        id=id,
        facility=order.facility,
        order=order,
        local_date=day,
        clock=clock,
        given=given,
        note=note.strip(),
        given_by=by.user,
        occurred_at=occurred_at,
    )
    try:
        with transaction.atomic():
            return record_once(giving, by=by)
    except IntegrityError as error:
        raise _already(giving) from error


@transaction.atomic
def void_giving(*, giving: MedicineGiving, reason: str, by: Actor, version: int | None = None) -> MedicineGiving:
    """Strike a record out, with the reason: it was entered with the wrong child, or too early."""
    return records.void(giving, by=by, reason=reason, version=version)


def plain_times(text: str) -> str:
    """Times of a day in order, as stored, from how people write them: full-width marks, 8.30, blanks, words between."""
    found = re.findall(r"(\d{1,2})\s*[:.点]\s*(\d{2})?", unicodedata.normalize("NFKC", text))
    clocks = {f"{int(hour):02}:{minute or '00'}" for hour, minute in found}
    return ",".join(sorted(clocks))


def _require_agreement(child: Child) -> None:
    health = Consent.objects.filter(child=child, kind=Consent.Kind.HEALTH, withdrawn_at=None, voided_at=None)
    newest = health.order_by("-occurred_at").first()
    if newest is not None and not newest.given:
        raise RuleBroken("consent", _("The guardian did not agree that health data are kept: no medicine is given."))


def _already(giving: MedicineGiving) -> Conflict:
    standing = MedicineGiving.objects.filter(
        order=giving.order, local_date=giving.local_date, clock=giving.clock, voided_at=None
    ).select_related("given_by")[0]
    who, at = str(standing.given_by or ""), f"{giving.facility.local(standing.occurred_at):%H:%M}"
    if standing.given:
        return Conflict(_("Given already: %(who)s, %(at)s. Do not give it again.") % {"who": who, "at": at})
    return Conflict(_("%(who)s noted at %(at)s that it was not given.") % {"who": who, "at": at})
