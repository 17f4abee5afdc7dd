"""Attendance of a term: by child, group and term.

Definitions, the same on every page, file and in the API:
expected  each day on which the term runs (its weekdays, without cancelled days and closures) up to today, for each
          child that has a place on that day
present   the child was brought that day, however late; late is counted beside it and is not absent
excused   not brought, with an absence (ill, announced, any reason): absent all the same
missed    not brought and nobody said why
rate      present ÷ expected
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Min

from ops.facilities.queries import opening_of
from stations.attendance.models import Absence, Handover
from stations.enrolment.identity import masked_name
from stations.enrolment.models import Enrolment
from stations.terms.models import Term

PRESENT, LATE, MISSED = "present", "late", "missed"
COUNTED = (*Enrolment.ON_ROLL, Enrolment.State.FINISHED, Enrolment.State.WITHDRAWN)


@dataclass(slots=True)
class Tally:
    """Child-days of a child, a group or a term."""

    expected: int = 0
    present: int = 0
    late: int = 0
    excused: int = 0
    missed: int = 0

    @property
    def permille(self) -> int | None:
        """The rate in thousandths, rounded down; None where nothing was expected."""
        return self.present * 1000 // self.expected if self.expected else None

    @property
    def percent(self) -> str:
        """The rate as people read it, with one decimal."""
        return "—" if self.permille is None else f"{self.permille / 10:.1f}%"

    def add(self, other: Tally) -> None:
        """Count another's days along."""
        self.expected += other.expected
        self.present += other.present
        self.late += other.late
        self.excused += other.excused
        self.missed += other.missed


@dataclass(slots=True)
class ChildRow:
    """A child of a term, day by day: present, late, missed, or the reason of the absence; a day without is not due."""

    child_id: UUID
    name: str
    group_id: UUID | None
    group: str
    days: dict[dt.date, str] = field(default_factory=dict)

    def tally(self, first: dt.date | None = None, last: dt.date | None = None) -> Tally:
        """The child's days, all or those of a span."""
        marks = Counter(
            mark for day, mark in self.days.items() if (first is None or day >= first) and (last is None or day <= last)
        )
        present = marks[PRESENT] + marks[LATE]
        expected = marks.total()
        return Tally(expected, present, marks[LATE], expected - present - marks[MISSED], marks[MISSED])


@dataclass(slots=True)
class Attendance:
    """A term's attendance up to a day."""

    term: Term
    until: dt.date
    held: list[dt.date]
    coming: list[dt.date]
    rows: list[ChildRow]

    @property
    def total(self) -> Tally:
        """The term's tally."""
        return _sum(row.tally() for row in self.rows)

    @property
    def groups(self) -> list[tuple[str, Tally]]:
        """Each group's tally, in the order of the board."""
        found: dict[str, Tally] = {}
        for row in self.rows:
            found.setdefault(row.group, Tally()).add(row.tally())
        return list(found.items())

    @property
    def children(self) -> list[tuple[ChildRow, Tally]]:
        """Each child with its tally."""
        return [(row, row.tally()) for row in self.rows]

    @property
    def months(self) -> list[dt.date]:
        """The first days of the months in which the term runs up to now."""
        return sorted({day.replace(day=1) for day in self.held})

    def mask(self) -> None:
        """Leave of the names what union roles may read (decision 10)."""
        for row in self.rows:
            row.name = masked_name(row.name)


def attendance_of(term: Term, until: dt.date | None = None) -> Attendance:
    """The attendance of a term up to a day, today unless told; six queries however many children and days."""
    today = term.facility.today()
    until = min(until or today, today, term.last_day)
    days = term_days_of(term)
    held = [day for day in days if day <= until]
    brought = _brought(term, until)
    absences = Absence.objects.filter(facility=term.facility_id, local_date__range=(term.first_day, until))
    found = absences.filter(voided_at=None).values_list("child_id", "local_date", "reason")
    excused = {(child, day): reason for child, day, reason in found}
    places = (
        Enrolment.objects.filter(term=term, state__in=COUNTED)
        .select_related("child", "group")
        .only(
            "child__name",
            "child__name_en",
            "group__name",
            "group__name_en",
            "state",
            "state_since",
            "from_day",
            "until_day",
        )
        .order_by("group__position", "child__pinyin", "pk")
    )
    rows: dict[UUID, ChildRow] = {}
    for place in places:
        row = rows.setdefault(
            place.child_id,
            ChildRow(place.child_id, str(place.child), place.group_id, str(place.group) if place.group else ""),
        )
        first, last = span_of(place, term)
        for day in held:
            if first <= day <= last or (place.child_id, day) in brought:
                row.days[day] = _mark(term, place.child_id, day, brought, excused)
    return Attendance(
        term, until, held, [day for day in days if day > until], [row for row in rows.values() if row.days]
    )


def term_days_of(term: Term) -> list[dt.date]:
    """Days on which a term runs: its weekdays, without cancelled days and the facility's closures; three queries."""
    off = set(term.closures.values_list("date", flat=True))
    opening = opening_of([term.facility], term.first_day, term.last_day)
    days = (term.first_day + dt.timedelta(n) for n in range((term.last_day - term.first_day).days + 1))
    return [
        day
        for day in days
        if str(day.weekday()) in term.weekdays and day not in off and not opening.closed_by(term.facility, day)
    ]


def _brought(term: Term, until: dt.date) -> dict[tuple[UUID, dt.date], dt.datetime]:
    """When each child was first brought, by child and day."""
    found = Handover.objects.filter(
        facility=term.facility_id,
        local_date__range=(term.first_day, until),
        kind=Handover.Kind.DROP_OFF,
        voided_at=None,
        enrolment__term=term,
    )
    rows = found.order_by().values_list("child_id", "local_date").annotate(first=Min("occurred_at"))
    return {(child, day): first for child, day, first in rows}


def span_of(place: Enrolment, term: Term) -> tuple[dt.date, dt.date]:
    """From when until when the child had its place."""
    last = place.until_day or term.last_day
    if place.state == Enrolment.State.WITHDRAWN and place.until_day is None:
        last = term.facility.local(place.state_since).date() - dt.timedelta(1)
    return place.from_day or term.first_day, last


def _mark(term: Term, child: UUID, day: dt.date, brought: dict[Any, dt.datetime], excused: dict[Any, str]) -> str:
    if came := brought.get((child, day)):
        return LATE if term.facility.local(came).time() > term.arrive_by else PRESENT
    return excused.get((child, day), MISSED)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total
