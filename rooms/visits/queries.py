"""Who is inside (as a number), what a day was like, what users say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from ops.checklists.models import ChecklistRun
from ops.checklists.queries import last_run
from ops.facilities.models import Facility
from rooms.opening.models import Room
from rooms.opening.queries import OpeningState, opening_state
from rooms.visits.models import LONGEST_MINUTES, Feedback, Visit

CLEANING = "cleaning"


def inside(room: Room, now: dt.datetime | None = None) -> QuerySet[Visit]:
    """Uses that are still going on; one that nobody ended counts for two hours."""
    since = (now or timezone.now()) - dt.timedelta(minutes=LONGEST_MINUTES)
    return Visit.objects.filter(facility=room.facility_id, left_at=None, voided_at=None, occurred_at__gt=since)


@dataclass(frozen=True)
class AtTheDoor:
    """What the page behind the QR code shows."""

    room: Room
    opening: OpeningState
    present: int
    cleaned: ChecklistRun | None
    mine: Visit | None

    @property
    def face(self) -> str:
        """free, occupied, leaving (mine), suspended, outside_hours, closed."""
        if self.mine is not None:
            return "leaving"
        if not self.opening.lets_in:
            return self.opening.state
        return "occupied" if self.present >= self.room.places else "free"


def at_the_door(room: Room, visit_id: UUID | None, now: dt.datetime | None = None) -> AtTheDoor:
    """All that a stranger sees; six queries."""
    mine = inside(room, now).filter(pk=visit_id).first() if visit_id else None
    return AtTheDoor(
        room=room,
        opening=opening_state(room, now),
        present=inside(room, now).count(),
        cleaned=last_run(room.facility, CLEANING),
        mine=mine,
    )


def day_bounds(facility: Facility, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """A day of the facility as two moments."""
    begin = facility.moment(day, dt.time(0))
    return begin, facility.moment(day + dt.timedelta(days=1), dt.time(0))


def visits_of_day(facility: Facility, day: dt.date) -> QuerySet[Visit]:
    """Standing uses that began on a day, newest first."""
    begin, end = day_bounds(facility, day)
    found = Visit.objects.filter(facility=facility, occurred_at__gte=begin, occurred_at__lt=end, voided_at=None)
    return found.order_by("-occurred_at")


@dataclass(frozen=True)
class DayOfVisits:
    """A day's uses in figures."""

    count: int
    minutes: int | None
    present: int


def figures_of_day(facility: Facility, day: dt.date, now: dt.datetime | None = None) -> DayOfVisits:
    """How many uses, how long on average, how many inside now; one query."""
    since = (now or timezone.now()) - dt.timedelta(minutes=LONGEST_MINUTES)
    row = visits_of_day(facility, day).aggregate(
        count=Count("pk"),
        minutes=Avg("minutes", filter=Q(ending=Visit.Ending.USER)),
        present=Count("pk", filter=Q(left_at=None, occurred_at__gt=since)),
    )
    return DayOfVisits(row["count"], None if row["minutes"] is None else round(row["minutes"]), row["present"])


def open_feedback(facility: Facility, *, most: int = 20) -> list[Feedback]:
    """What users said and nobody has dealt with yet; one query."""
    return list(Feedback.objects.filter(facility=facility, handled_at=None).order_by("-occurred_at")[:most])


def visits_visible(access: Any) -> QuerySet[Visit]:
    """Uses of rooms in the reader's scope."""
    return Visit.objects.visible_to(access)


def feedback_visible(access: Any) -> QuerySet[Feedback]:
    """Feedback about rooms in the reader's scope."""
    return Feedback.objects.visible_to(access).select_related("facility", "handled_by")
