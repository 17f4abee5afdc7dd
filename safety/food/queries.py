"""What a kitchen has done today, and what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ops.facilities.models import Facility
from safety.food.models import RECORDS, FoodDelivery, FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck

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
