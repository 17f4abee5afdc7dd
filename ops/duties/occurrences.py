"""When a plan's duties fall: its rule, its calendar, the facility's clock and closures. Reads nothing but calendars.

Local times become moments as RFC 5545 says: a time that a change to summer time skips is moved on by the hour, one
that occurs twice is the first. Two local times that so become one moment are one duty.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from ops.duties import registry
from ops.duties.models import Duty, DutyPlan
from ops.duties.rules import falls, is_anchored, names_times
from ops.facilities.models import Closure, Facility
from ops.facilities.queries import Hours, joined, opening_of, shuts
from ops.policy.queries import working_days


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One duty to be: its day, its moments (UTC), and what closes the facility that day."""

    day: dt.date
    opens_at: dt.datetime
    due_at: dt.datetime
    overdue_at: dt.datetime
    closes_at: dt.datetime
    closure: Closure | None = None

    def duty(self, plan: DutyPlan) -> Duty:
        """The duty that this occurrence asks for, not yet saved."""
        return Duty(plan=plan, facility_id=plan.facility_id, **columns_of(plan), **self.columns(plan))

    def columns(self, plan: DutyPlan) -> dict[str, Any]:
        """The columns of a duty that follow from the occurrence."""
        return {
            "day": self.day,
            "opens_at": self.opens_at,
            "due_at": self.due_at,
            "overdue_at": self.overdue_at,
            "closes_at": self.closes_at,
            "closure": self.closure,
            "state": self.state,
            "escalate_at": self.remind_at(plan.policy.before_minutes),
        }

    @property
    def state(self) -> str:
        """A duty of a closed day begins, and ends, as not required."""
        return Duty.State.OPEN if self.closure is None else Duty.State.VOID

    def remind_at(self, before_minutes: int | None) -> dt.datetime | None:
        """When the responsible are reminded beforehand."""
        if before_minutes is None or self.closure is not None:
            return None
        return self.due_at - dt.timedelta(minutes=before_minutes)


def columns_of(plan: DutyPlan) -> dict[str, Any]:
    """The columns of a duty that are its plan's."""
    return {
        "regime": plan.regime,
        "policy_id": plan.policy_id,
        "role": plan.role,
        "person_id": plan.person_id,
        "trigger": plan.trigger,
    }


class Rhythm(NamedTuple):
    """What two plans share whose duties fall at the same moments of the same place."""

    rrule: str
    anchor: dt.date | None
    calendar: str
    times: tuple[dt.time, ...]
    every_opening_hours: int | None
    opens: dt.time
    window_minutes: int | None
    grace_minutes: int
    late_minutes: int

    @classmethod
    def of(cls, plan: DutyPlan) -> Rhythm:
        """The plan's."""
        return cls(
            plan.rrule,
            plan.first_day if _anchored(plan.rrule) else None,
            plan.calendar,
            plan.due_times,
            plan.every_opening_hours,
            plan.opens,
            plan.window_minutes,
            plan.grace_minutes,
            plan.late_minutes,
        )


_anchored = lru_cache(maxsize=4096)(is_anchored)


@dataclass(frozen=True)
class Place:
    """What of a facility decides when its duties fall: many facilities have the same."""

    zone: str
    week: tuple[tuple[Hours, ...], ...] = ((),) * 7
    term: frozenset[dt.date] = frozenset()
    closures: tuple[Closure, ...] = ()

    def spans(self, day: dt.date) -> list[tuple[dt.time, dt.time]]:
        """The opening hours of that day, closed or not; spans that meet are one."""
        return joined([(span.opens, span.closes) for span in self.week[day.weekday()] if span.holds(day)])

    def moment(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """A clock time as a moment in UTC."""
        return dt.datetime.combine(day, clock, tzinfo=ZoneInfo(self.zone)).astimezone(dt.UTC)


@dataclass
class Calendars:
    """The calendars of some facilities between two days; three queries and the term's, whatever their number."""

    first: dt.date
    last: dt.date
    working: frozenset[dt.date] = frozenset()
    places: dict[UUID, Place] = field(default_factory=dict)
    _found: dict[tuple[Rhythm, int], list[Occurrence]] = field(default_factory=dict)

    @classmethod
    def of(cls, facilities: Sequence[Facility], first: dt.date, last: dt.date, *, terms: bool = True) -> Calendars:
        """Read them; without `terms` for plans that ask for none."""
        opening = opening_of(facilities, first, last)
        term = registry.term_days(facilities, first, last) if terms else {}
        closures: dict[UUID | None, list[Closure]] = defaultdict(list)
        for closure in opening.closures:
            closures[closure.facility_id].append(closure)
        found = cls(first, last, working_days(first, last))
        same: dict[Place, Place] = {}
        for facility in facilities:
            week = opening.hours.get(facility.pk, {})
            place = Place(
                facility.time_zone,
                tuple(tuple(week.get(weekday, ())) for weekday in range(7)),
                frozenset(term.get(facility.pk, ())),
                tuple(closures[facility.pk] + [one for one in closures[None] if _reaches(one, facility)]),
            )
            found.places[facility.pk] = same.setdefault(place, place)
        return found

    def closure(self, facility_id: UUID, day: dt.date) -> Closure | None:
        """The closure or order that shuts the facility on that day."""
        return _closure(self.places[facility_id], day)

    def occurrences(self, rhythm: Rhythm, place: Place) -> list[Occurrence]:
        """What plans of this rhythm ask for at such a place; worked out once."""
        key = (rhythm, id(place))
        if key not in self._found:
            self._found[key] = list(_occurrences(rhythm, place, self))
        return self._found[key]

    def falls(self, rhythm: Rhythm, place: Place, day: dt.date) -> bool:
        """Whether the plan's calendar has that day. A closed day counts: its duty is made, and is not required."""
        if rhythm.calendar == DutyPlan.Calendar.WORKING_DAYS:
            return day in self.working
        if rhythm.calendar == DutyPlan.Calendar.OPENING_DAYS:
            return any(span.holds(day) for span in place.week[day.weekday()])
        if rhythm.calendar == DutyPlan.Calendar.TERM_DAYS:
            return day in place.term
        return True


def _reaches(closure: Closure, facility: Facility) -> bool:
    """Whether a union's order reaches the facility on any day."""
    return shuts(closure, facility, closure.first_day)


def _closure(place: Place, day: dt.date) -> Closure | None:
    return next((c for c in place.closures if c.first_day <= day and (c.last_day is None or day <= c.last_day)), None)


def _occurrences(rhythm: Rhythm, place: Place, calendars: Calendars) -> Iterator[Occurrence]:
    found = falls(rhythm.rrule, rhythm.anchor, place.zone, calendars.first, calendars.last)
    grace, late = dt.timedelta(minutes=rhythm.grace_minutes), dt.timedelta(minutes=rhythm.late_minutes)
    for day, local in groupby(found, key=dt.datetime.date):
        if calendars.falls(rhythm, place, day):
            closure = _closure(place, day)
            for opens_at, due_at in _windows(rhythm, place, day, [moment.time() for moment in local]):
                overdue_at = due_at + grace
                yield Occurrence(day, opens_at, due_at, overdue_at, max(overdue_at, due_at + late), closure)


def _windows(
    rhythm: Rhythm, place: Place, day: dt.date, clocks: list[dt.time]
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """(may be done from, due) of each duty of a day; without a window of minutes from the due time before."""
    before = place.moment(day, rhythm.opens)
    if rhythm.every_opening_hours is not None:
        due_times = _after_opening(rhythm.every_opening_hours, place, day)
        before = min((place.moment(day, opens) for opens, _closes in place.spans(day)), default=before)
    else:
        own = names_times(rhythm.rrule)
        due_times = sorted({place.moment(day, clock) for clock in (clocks if own else rhythm.times)})
    for due_at in due_times:
        if rhythm.window_minutes is None:
            yield min(before, due_at), due_at
        else:
            yield due_at - dt.timedelta(minutes=rhythm.window_minutes), due_at
        before = due_at


def _after_opening(hours: int, place: Place, day: dt.date) -> list[dt.datetime]:
    """So many hours after each opening of the day, and again after as many; the last at or before closing."""
    step = dt.timedelta(hours=hours)
    found = []
    for opens, closes in place.spans(day):
        opened, closed = place.moment(day, opens), place.moment(day, closes)
        found += [opened + step * number for number in range(1, (closed - opened) // step + 1)]
    return found


def occurrences_of(plan: DutyPlan, calendars: Calendars) -> Iterator[Occurrence]:
    """What the plan asks for within the calendars' days; `plan.policy` is at hand."""
    for one in calendars.occurrences(Rhythm.of(plan), calendars.places[plan.facility_id]):
        within = plan.first_day <= one.day and (plan.last_day is None or one.day <= plan.last_day)
        if within and (plan.effective_from is None or one.due_at > plan.effective_from):
            yield one


def expand(plans: Iterable[DutyPlan], first: dt.date, last: dt.date) -> Iterator[tuple[DutyPlan, Occurrence]]:
    """The occurrences of many plans, with `plan.facility` and `plan.policy` at hand; a constant number of queries."""
    plans = list(plans)
    facilities = list({plan.facility_id: plan.facility for plan in plans}.values())
    calendars = Calendars.of(facilities, first, last)
    for plan in plans:
        for occurrence in occurrences_of(plan, calendars):
            yield plan, occurrence
