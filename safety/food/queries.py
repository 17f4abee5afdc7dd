"""What a kitchen has done today, and what is missing."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties.models import Duty
from ops.facilities.models import Facility
from ops.policy.queries import numbers_in_force
from ops.web.text import masked_name
from safety.food.models import (
    RECORDS,
    SORT_KEYS,
    FoodDelivery,
    FridgeReading,
    HealthCertificate,
    RetainedSample,
    StaffHealthCheck,
)

# An appliance or supplier that was recorded within so many days is offered for one tap.
KNOWN_DAYS = 30
EXPIRES_SOON_DAYS = 30


def span_of(facility: Facility, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The facility's day as two moments."""
    return facility.moment(day, dt.time()), facility.moment(day + dt.timedelta(days=1), dt.time())


def handlers(facility: Facility, day: dt.date) -> list[HealthCertificate]:
    """The newest certificate of each food handler of that day, by name."""
    rows = (
        HealthCertificate.objects.filter(facility=facility, voided_at=None)
        .filter(Q(left_on=None) | Q(left_on__gt=day))
        .order_by("person_name", "expires_on")
    )
    return list({row.person_name: row for row in rows}.values())


def handlers_unchecked(facility: Facility, day: dt.date) -> list[str]:
    """Food handlers whose morning check of that day is missing."""
    first, last = span_of(facility, day)
    checked = set(
        StaffHealthCheck.objects.standing()
        .filter(facility=facility, occurred_at__gte=first, occurred_at__lt=last)
        .values_list("person_name", flat=True)
    )
    return [row.person_name for row in handlers(facility, day) if row.person_name not in checked]


@dataclass
class Handler:
    """A food handler on today's page: the certificate, and today's check if there is one."""

    certificate: HealthCertificate | None
    name: str
    check: StaffHealthCheck | None = None
    days_left: int | None = None

    @property
    def anchor(self) -> str:
        """What tells this person's sheet from the others' on the page."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:8]

    @property
    def expired(self) -> bool:
        """Whether the certificate has run out."""
        return self.days_left is not None and self.days_left < 0

    @property
    def expires_soon(self) -> bool:
        """Whether a new certificate must be fetched soon."""
        return self.days_left is not None and 0 <= self.days_left <= EXPIRES_SOON_DAYS


@dataclass
class Appliance:
    """A cold appliance on today's page: its last reading, and today's readings."""

    name: str
    kind: str
    last: FridgeReading | None = None
    today: list[FridgeReading] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(FridgeReading.Appliance(self.kind).label)


@dataclass
class Kitchen:
    """One facility's kitchen on one day."""

    facility: Facility
    day: dt.date
    handlers: list[Handler]
    appliances: list[Appliance]
    deliveries: list[FoodDelivery]
    samples: list[RetainedSample]
    due_out: list[RetainedSample]
    suppliers: list[FoodDelivery]
    unsettled: list[Any]

    @property
    def unchecked(self) -> int:
        """Handlers not yet checked."""
        return sum(handler.check is None for handler in self.handlers)

    def unasked(self, asked: set[str]) -> list[tuple[str, str, str]]:
        """What is missing though no duty asks for it: place on the page, name, how many."""
        checks, readings = (_("%(n)s to check"), _("%(n)s to read"))
        found = [
            ("checks", _("Staff morning check"), self.unchecked, checks),
            ("readings", _("Fridge reading"), self.unread, readings),
        ]
        return [(key, name, text % {"n": n}) for key, name, n, text in found if n and key not in asked]

    @property
    def unread(self) -> int:
        """Appliances not yet read today."""
        return sum(not appliance.today for appliance in self.appliances)


def kitchen(facility: Facility, day: dt.date) -> Kitchen:
    """All that today's kitchen page shows, in a constant number of queries."""
    first, last = span_of(facility, day)
    today = {"facility": facility, "occurred_at__gte": first, "occurred_at__lt": last}
    known_since = last - dt.timedelta(days=KNOWN_DAYS)
    readings = FridgeReading.objects.standing().filter(
        facility=facility, occurred_at__gte=known_since, occurred_at__lt=last
    )
    received = list(
        FoodDelivery.objects.standing()
        .filter(facility=facility, occurred_at__gte=known_since, occurred_at__lt=last)
        .order_by("occurred_at")
    )
    return Kitchen(
        facility=facility,
        day=day,
        handlers=_handlers(facility, day, list(StaffHealthCheck.objects.standing().filter(**today))),
        appliances=_appliances(list(readings.order_by("occurred_at")), first),
        deliveries=[row for row in received if row.occurred_at >= first],
        samples=list(RetainedSample.objects.standing().filter(**today).order_by("occurred_at")),
        due_out=_due_out(facility),
        suppliers=list({row.supplier: row for row in received}.values()),
        unsettled=unsettled(facility),
    )


def _handlers(facility: Facility, day: dt.date, checks: list[StaffHealthCheck]) -> list[Handler]:
    found = {
        row.person_name: Handler(row, row.person_name, days_left=row.days_left(day)) for row in handlers(facility, day)
    }
    for check in checks:
        found.setdefault(check.person_name, Handler(None, check.person_name)).check = check
    return list(found.values())


def _appliances(readings: list[FridgeReading], since: dt.datetime) -> list[Appliance]:
    found: dict[str, Appliance] = {}
    for reading in readings:
        appliance = found.setdefault(reading.appliance, Appliance(reading.appliance, reading.kind))
        appliance.kind, appliance.last = reading.kind, reading
        if reading.occurred_at >= since:
            appliance.today.append(reading)
    return sorted(found.values(), key=lambda one: (one.kind, one.name))


def _due_out(facility: Facility) -> list[RetainedSample]:
    rows = RetainedSample.objects.standing().filter(
        facility=facility, discarded_at=None, kept_until__lte=timezone.now()
    )
    return list(rows.order_by("kept_until"))


def unsettled(facility: Facility) -> list[Any]:
    """Records of this facility that failed and wait for somebody to say what was done; the newest first."""
    rows = [row for model in RECORDS for row in model.objects.unsettled().filter(facility=facility)]
    for row in rows:
        row.facility = facility
    return sorted(rows, key=lambda row: row.occurred_at, reverse=True)


@dataclass(frozen=True)
class Missing:
    """A duty of today that a kitchen record completes, and where on the page that record is made."""

    duty: Duty
    anchor: str


ANCHORS = {
    "morning_check": "checks",
    "fridge_reading": "readings",
    "food_log": "deliveries",
    "retained_sample": "samples",
}


def missing(facility: Facility, day: dt.date) -> list[Missing]:
    """What the kitchen still has to record today, by the clock; one query."""
    duties = (
        Duty.objects.undone()
        .filter(facility=facility, day=day, trigger__in=ANCHORS)
        .select_related("plan")
        .order_by("due_at", "pk")
    )
    return [Missing(duty, ANCHORS[duty.trigger]) for duty in duties]


def next_sample(facility: Facility, person: str) -> dict[str, Any]:
    """What the sample form starts from: cabinet, weight and temperature of the last one."""
    last = RetainedSample.objects.standing().filter(facility=facility).order_by("-occurred_at").first()
    if last is None:
        least = numbers_in_force(["sample_weight_min"], facility.union_path, facility.today())["sample_weight_min"]
        return {"grams": int(least), "kept_by": person}
    return {"grams": last.grams, "cabinet": last.cabinet, "temperature": last.temperature, "kept_by": person}


def next_delivery(last: FoodDelivery | None) -> dict[str, Any]:
    """What the delivery form starts from: the supplier of an earlier one."""
    if last is None:
        return {"kind": FoodDelivery.Kind.GOODS}
    return {"kind": last.kind, "supplier": last.supplier, "licence_no": last.licence_no, "items": last.items}


def listed(
    model: type[Any], facility: Facility, since: dt.date | None, until: dt.date | None, only: str
) -> QuerySet[Any]:
    """Records of one kind between two days, the newest first; `only` is "failed", "unsettled", "void" or empty."""
    rows = model.objects.filter(facility=facility).order_by("-occurred_at", "-id")
    if since:
        rows = rows.filter(occurred_at__gte=span_of(facility, since)[0])
    if until:
        rows = rows.filter(occurred_at__lt=span_of(facility, until)[1])
    if only == "void":
        return rows.filter(voided_at__isnull=False)
    if only and model is not HealthCertificate:
        rows = rows.filter(passed=False, voided_at=None)
        rows = rows.filter(settled_at=None) if only == "unsettled" else rows
    return rows


def title_as_seen(record: Any, *, clear: bool) -> str:
    """The record in a line; without `clear` names are masked (decision 10)."""
    if clear or not hasattr(record, "person_name"):
        return str(record)
    masked = copy.copy(record)
    masked.person_name = masked_name(record.person_name)
    return str(masked)


HIDDEN = {"symptom", "number"}
_SHOWN: dict[type[Any], tuple[str, ...]] = {
    RetainedSample: ("meal", "dish", "grams", "cabinet", "temperature", "kept_by", "kept_until", "discarded_at"),
    FridgeReading: ("kind", "appliance", "temperature"),
    FoodDelivery: (*("kind", "supplier", "licence_no", "receipt_no", "items", "accepted", "temperature", "cooked_at"),),
    StaffHealthCheck: ("person_name", "outcome", "symptom", "temperature"),
    HealthCertificate: ("person_name", "number", "issued_on", "expires_on", "left_on"),
}


def facts_of(record: Any, *, clear: bool) -> list[tuple[str, Any]]:
    """What a record says, field by field; without `clear` names are masked and health data left out."""
    facts = []
    for name in _SHOWN[type(record)]:
        value = getattr(record, name)
        if value in (None, "") or (not clear and (name in HIDDEN or _is_health(record, name))):
            continue
        if name == "person_name" and not clear:
            value = masked_name(value)
        display = getattr(record, f"get_{name}_display", None)
        facts.append((str(record._meta.get_field(name).verbose_name), display() if display else value))
    return facts


def _is_health(record: Any, name: str) -> bool:
    return name == "temperature" and isinstance(record, StaffHealthCheck)


def as_recorded(record: Any) -> dict[str, Any]:
    """What an editor starts from, with the version that was read and times on the facility's clock."""
    fields = {name: getattr(record, name) for name in _SHOWN[type(record)]}
    for name, value in fields.items():
        if isinstance(value, dt.datetime):
            fields[name] = record.facility.local(value)
        elif isinstance(value, bool):
            fields[name] = "yes" if value else "no"
    return fields | {"version": record.version, "occurred_at": record.facility.local(record.occurred_at)}


def last_month(facility: Facility) -> tuple[dt.date, list[tuple[str, str, int, int]]]:
    """Since when, and of each kind: its key, its name, how many, how many not settled; one query a kind."""
    since = facility.today() - dt.timedelta(days=30)
    first = span_of(facility, since)[0]
    rows = []
    for model in RECORDS:
        counts = (
            model.objects.standing()
            .filter(facility=facility, occurred_at__gte=first)
            .aggregate(all=Count("pk"), open=Count("pk", filter=Q(passed=False, settled_at=None)))
        )
        key = SORT_KEYS[model.__name__]
        rows.append((key, str(model._meta.verbose_name_plural), counts["all"], counts["open"]))
    return since, rows
