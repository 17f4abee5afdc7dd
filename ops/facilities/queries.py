"""When a facility is open, and which orders close it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from ops.facilities.models import Closure, Facility, OpeningHours

Span = tuple[dt.time, dt.time]


@dataclass
class Opening:
    """Opening hours and closures of many facilities over some days, read in two queries."""

    hours: dict[UUID, dict[int, list[Span]]] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)

    def closed_by(self, facility: Facility, day: dt.date) -> Closure | None:
        """The closure or order that shuts the facility on that day."""
        return next((closure for closure in self.closures if shuts(closure, facility, day)), None)

    def spans(self, facility: Facility, day: dt.date) -> list[Span]:
        """Opening spans of that day, earliest first; empty when closed."""
        if facility.state in (Facility.State.SUSPENDED, Facility.State.CLOSED) or self.closed_by(facility, day):
            return []
        return self.hours.get(facility.pk, {}).get(day.weekday(), [])


def shuts(closure: Closure, facility: Facility, day: dt.date) -> bool:
    """Whether a closure reaches this facility on this day."""
    if day < closure.first_day or (closure.last_day and day > closure.last_day):
        return False
    if closure.facility_id is not None:
        return closure.facility_id == facility.pk
    reaches = facility.union_path.startswith(closure.union.path)  # type: ignore[union-attr]
    return reaches and closure.facility_kind in ("", facility.kind)


def opening_of(facilities: Iterable[Facility], first: dt.date, last: dt.date) -> Opening:
    """Opening hours and closures of these facilities between two days; two queries whatever their number."""
    wanted = [facility.pk for facility in facilities]
    hours: dict[UUID, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in OpeningHours.objects.filter(facility__in=wanted).order_by("opens"):
        hours[row.facility_id][row.weekday].append((row.opens, row.closes))
    closures = (
        Closure.objects.filter(lifted_at=None, first_day__lte=last)
        .filter(Q(last_day=None) | Q(last_day__gte=first))
        .select_related("union")
    )
    return Opening(hours=hours, closures=list(closures))
