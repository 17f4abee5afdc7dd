"""When a plan's duties fall: its rule, its calendar, the facility's clock and closures. Reads nothing but calendars."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.models import Duty, DutyPlan
from ops.facilities.models import Closure, Facility
from ops.facilities.queries import Opening, opening_of, shuts
from ops.policy.queries import working_days
from ops.records.errors import RuleBroken

# Rules are of days: the time of day stands in the plan.
_UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = (
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
)


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
        return Duty(
            plan=plan,
            facility_id=plan.facility_id,
            regime=plan.regime,
            policy_id=plan.policy_id,
            role=plan.role,
            person_id=plan.person_id,
            trigger=plan.trigger,
            **self.columns(plan),
        )

    def columns(self, plan: DutyPlan) -> dict[str, Any]:
        """The columns of a duty that follow from the occurrence."""
        before = plan.policy.before_minutes
        open_ = self.closure is None
        return {
            "day": self.day,
            "opens_at": self.opens_at,
            "due_at": self.due_at,
            "overdue_at": self.overdue_at,
            "closes_at": self.closes_at,
            "closure": self.closure,
            "state": Duty.State.OPEN if open_ else Duty.State.VOID,
            "escalate_at": self.due_at - dt.timedelta(minutes=before) if open_ and before is not None else None,
        }


@dataclass
class Calendars:
    """The calendars of some facilities between two days; four queries and the term's, whatever their number."""

    opening: Opening
    working: frozenset[dt.date]
    term: dict[UUID, set[dt.date]]
    _closures: dict[UUID, list[Closure]] = field(default_factory=dict)
    _by_facility: dict[UUID | None, list[Closure]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, facilities: Sequence[Facility], first: dt.date, last: dt.date) -> Calendars:
        """Read them."""
        found = cls(
            opening=opening_of(facilities, first, last),
            working=working_days(first, last),
            term=registry.term_days(facilities, first, last),
        )
        for closure in found.opening.closures:
            found._by_facility[closure.facility_id].append(closure)
        return found

    def falls(self, plan: DutyPlan, day: dt.date) -> bool:
        """Whether the plan's calendar has that day. A closed day counts: its duty is made, and is not required."""
        if plan.calendar == DutyPlan.Calendar.WORKING_DAYS:
            return day in self.working
        if plan.calendar == DutyPlan.Calendar.OPENING_DAYS:
            spans = self.opening.hours.get(plan.facility_id, {}).get(day.weekday(), ())
            return any(span.holds(day) for span in spans)
        if plan.calendar == DutyPlan.Calendar.TERM_DAYS:
            return day in self.term.get(plan.facility_id, ())
        return True

    def closure(self, facility: Facility, day: dt.date) -> Closure | None:
        """The closure or order that shuts the facility on that day."""
        if facility.pk not in self._closures:
            ordered = [c for c in self._by_facility[None] if facility.union_path.startswith(c.union.path)]  # type: ignore[union-attr]
            self._closures[facility.pk] = self._by_facility[facility.pk] + ordered
        return next((closure for closure in self._closures[facility.pk] if shuts(closure, facility, day)), None)


def check_rule(text: str, first_day: dt.date) -> None:
    """Raise RuleBroken("rrule") unless the text is an RFC 5545 rule of days."""
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    if parts.get("FREQ") not in _UNITS or not parts.keys() <= set(_PARTS):
        raise RuleBroken("rrule", _("Give a rule of days, such as FREQ=WEEKLY;BYDAY=MO,TH."))
    try:
        rule_days(text, first_day, first_day, first_day + dt.timedelta(days=366))
    except (ValueError, TypeError, KeyError) as error:
        raise RuleBroken("rrule", _("This rule cannot be read: {error}").format(error=error)) from error


@lru_cache(maxsize=1024)
def rule_days(text: str, first_day: dt.date, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The rule's days from `first` to `last`, counted from the plan's first day. Raises ValueError."""
    start = dt.datetime.combine(first_day, dt.time())  # noqa: DTZ001  # a rule of dates has no zone
    rule = rrulestr(_with_plain_until(text), dtstart=start)
    after, before = (dt.datetime.combine(day, dt.time()) for day in (first, last))  # noqa: DTZ001
    return tuple(moment.date() for moment in rule.between(after, before, inc=True))


def _with_plain_until(text: str) -> str:
    """UNTIL as a date: of a moment only its day counts here, and dateutil refuses to mix the two."""
    parts = text.upper().split(";")
    return ";".join(part[:14] if part.startswith("UNTIL=") else part for part in parts)


def moments(
    plan: DutyPlan, facility: Facility, day: dt.date
) -> tuple[dt.datetime, dt.datetime, dt.datetime, dt.datetime]:
    """The four moments of a duty of that day, in UTC: opens, due, overdue, closes.

    Clock times that a change to summer time skips are moved on, so that the four stay in order on such days too.
    """
    due = facility.moment(day, plan.due).astimezone(dt.UTC)
    opens = min(facility.moment(day, plan.opens).astimezone(dt.UTC), due)
    overdue = due + dt.timedelta(minutes=plan.grace_minutes)
    closes = max(overdue, due + dt.timedelta(minutes=plan.late_minutes))
    return opens, due, overdue, closes


def occurrences_of(plan: DutyPlan, calendars: Calendars, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """What the plan asks for from `first` to `last`; `plan.facility` and `plan.policy` are at hand."""
    first = max(first, plan.first_day)
    last = min(last, plan.last_day or last)
    if first > last:
        return
    facility = plan.facility
    for day in rule_days(plan.rrule, plan.first_day, first, last):
        if calendars.falls(plan, day):
            times = moments(plan, facility, day)
            if plan.effective_from is None or times[1] > plan.effective_from:
                yield Occurrence(day, *times, calendars.closure(facility, day))


def expand(plans: Iterable[DutyPlan], first: dt.date, last: dt.date) -> Iterator[tuple[DutyPlan, Occurrence]]:
    """The occurrences of many plans; a constant number of queries."""
    plans = list(plans)
    facilities = list({plan.facility_id: plan.facility for plan in plans}.values())
    calendars = Calendars.of(facilities, first, last)
    for plan in plans:
        for occurrence in occurrences_of(plan, calendars, first, last):
            yield plan, occurrence
