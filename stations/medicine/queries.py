"""What is to be given today, and a child's orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils import timezone

from ops.facilities.models import Facility
from stations.enrolment.models import SENSITIVE, Child, Enrolment
from stations.medicine.models import MedicationOrder, MedicineGiving

# A dose that is due but not given is late after so many minutes.
LATE_AFTER = dt.timedelta(minutes=30)


@dataclass(slots=True)
class Dose:
    """A dose of a day: due at its time, and the record of it once there is one."""

    order: MedicationOrder
    clock: str
    giving: MedicineGiving | None = None
    late: bool = False


def doses_of(facility: Facility, day: dt.date) -> list[Dose]:
    """Every dose of a day for children who are expected, by time; two queries, with the medicine in clear."""
    orders = MedicationOrder.objects.filter(facility=facility, child__in=_expected(facility, day)).standing(day)
    orders = orders.select_related("child", "facility").defer(*(f"child__{name}" for name in SENSITIVE))
    records = MedicineGiving.objects.filter(facility=facility, local_date=day, voided_at=None)
    given = {(one.order_id, one.clock): one for one in records.select_related("given_by")}
    doses = [Dose(order, clock, given.get((order.pk, clock))) for order in orders for clock in order.clocks]
    now = facility.local(timezone.now())
    for dose in doses:
        due = dt.datetime.combine(day, dt.time.fromisoformat(dose.clock), now.tzinfo)
        dose.late = dose.giving is None and now > due + LATE_AFTER
    return sorted(doses, key=lambda dose: (dose.clock, dose.order.child.pinyin))


def doses_waiting(facility: Facility) -> int:
    """How many doses of today are due by now and not recorded; one query."""
    day, now = facility.today(), f"{facility.local(timezone.now()):%H:%M}"
    recorded = FilteredRelation("givings", condition=Q(givings__local_date=day, givings__voided_at=None))
    orders = MedicationOrder.objects.filter(facility=facility, child__in=_expected(facility, day)).standing(day)
    times: dict[UUID, set[str]] = {}
    for order, clocks, done in orders.annotate(today=recorded).values_list("pk", "times", "today__clock"):
        times.setdefault(order, {clock for clock in clocks.split(",") if clock <= now}).discard(done)
    return sum(map(len, times.values()))


def orders_of(child: Child) -> list[MedicationOrder]:
    """A child's orders, newest first, without what is encrypted."""
    return list(MedicationOrder.objects.filter(child=child).plainly().order_by("-first_day", "-id"))


def _expected(facility: Facility, day: dt.date) -> Any:
    return Enrolment.objects.filter(facility=facility).on(day).values("child")
