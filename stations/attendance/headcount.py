"""Who is in the stations now, by number: what a union asks for when a typhoon is on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from ops.facilities.models import Facility
from ops.facilities.queries import opening_of
from stations.attendance.models import Absence, Handover
from stations.enrolment.models import Enrolment, EnrolmentQuerySet


@dataclass(frozen=True, slots=True)
class HeadCount:
    """The children of a station today, by number."""

    facility: Facility
    day: dt.date
    here: int
    left: int
    absent: int
    missing: int

    @property
    def expected(self) -> int:
        """Children of the day who are not excused."""
        return self.here + self.left + self.missing


@dataclass(frozen=True, slots=True)
class HeadCounts:
    """The stations in a reader's scope on which a term runs, or that hold children, today; the fullest first."""

    read_at: dt.datetime
    stations: list[HeadCount]

    @property
    def here(self) -> int:
        """Children in all houses."""
        return sum(one.here for one in self.stations)

    @property
    def expected(self) -> int:
        """Children of the day who are not excused."""
        return sum(one.expected for one in self.stations)

    @property
    def occupied(self) -> list[HeadCount]:
        """Stations with a child in the house."""
        return [one for one in self.stations if one.here]


def head_counts(access: Any, now: dt.datetime | None = None) -> HeadCounts:
    """Today's head-counts in the reader's scope; five queries (four more for each other local date)."""
    now = now or timezone.now()
    stations = Facility.objects.visible_to(access).filter(kind="station")
    by_day: dict[dt.date, list[Facility]] = {}
    for station in stations:
        by_day.setdefault(station.local(now).date(), []).append(station)
    counts = [count for day, found in by_day.items() for count in _counts_of(found, day)]
    return HeadCounts(now, sorted(counts, key=lambda one: (-one.here, str(one.facility))))


def not_yet_here(facility_ids: Iterable[UUID], day: dt.date) -> EnrolmentQuerySet:
    """Places of the day whose child was not brought, `excused` or not."""
    came = Handover.objects.filter(child=OuterRef("child"), local_date=day, voided_at=None)
    absent = Absence.objects.filter(child=OuterRef("child"), local_date=day, voided_at=None)
    places = Enrolment.objects.filter(facility__in=facility_ids).on(day).order_by()
    return places.exclude(Exists(came)).annotate(excused=Exists(absent))


def last_handovers(facility_ids: Iterable[UUID], day: dt.date) -> QuerySet[Handover]:
    """The last hand-over of each child on a day: who was brought last is in the house."""
    return last_of(Handover.objects.filter(facility__in=facility_ids, local_date=day))


def last_of(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    """Of some hand-overs those that are the last of their child and day."""
    later = Handover.objects.filter(
        child=OuterRef("child"), local_date=OuterRef("local_date"), sequence=OuterRef("sequence") + 1, voided_at=None
    )
    return handovers.filter(voided_at=None).order_by().exclude(Exists(later))


def _counts_of(facilities: Sequence[Facility], day: dt.date) -> Iterator[HeadCount]:
    opening = opening_of(facilities, day, day)
    ids = [facility.pk for facility in facilities]
    open_ids = [facility.pk for facility in facilities if not opening.closed_by(facility, day)]
    rest = not_yet_here(open_ids, day).values_list("facility", "excused")
    waiting = {(pk, excused): number for pk, excused, number in rest.annotate(number=Count("child", distinct=True))}
    moved = last_handovers(ids, day).values_list("facility", "kind")
    came = {(pk, kind): number for pk, kind, number in moved.annotate(number=Count("pk"))}
    for facility in facilities:
        count = HeadCount(
            facility,
            day,
            here=came.get((facility.pk, Handover.Kind.DROP_OFF), 0),
            left=came.get((facility.pk, Handover.Kind.PICK_UP), 0),
            absent=waiting.get((facility.pk, True), 0),
            missing=waiting.get((facility.pk, False), 0),
        )
        if count.expected or count.absent:
            yield count
