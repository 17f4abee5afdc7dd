"""The calendar of some facilities: duties that stand or are planned, closures, term days and special days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.generation import AHEAD_DAYS
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import Occurrence, expand
from ops.duties.responsible import of_person
from ops.facilities.models import Closure, Facility
from ops.facilities.queries import opening_of, shuts
from ops.organization.roles import IN_FIELD
from ops.policy.queries import SpecialDay, calendar_year

State = Duty.State
# What is wrong first, what is fine last.
ORDER = ("bad", "note", "due", "ok", "void")
SIGNS = {
    State.OPEN: "note",
    State.OVERDUE: "bad",
    State.DONE: "ok",
    State.DONE_LATE: "due",
    State.MISSED: "bad",
    State.VOID: "void",
}
PLANNED = "planned"
SHOWN_A_DAY = 4
# A program may ask for so many days at once.
MOST_DAYS = 92


@dataclass(frozen=True)
class Item:
    """A duty on its day; one that is not made yet has no id, and is `planned`."""

    day: dt.date
    opens_at: dt.datetime
    due_at: dt.datetime
    plan: DutyPlan
    facility: Facility
    state: str
    duty: Duty | None = None

    @property
    def sign(self) -> str:
        """The shape and colour of its state."""
        return "note" if self.state == PLANNED else SIGNS[State(self.state)]

    @property
    def word(self) -> str:
        """Its state in words."""
        return _("planned") if self.state == PLANNED else str(State(self.state).label)

    @property
    def clock(self) -> str:
        """When it is due, on its facility's clock."""
        return f"{self.facility.local(self.due_at):%H:%M}"


@dataclass
class Day:
    """One day: what is to be done, what closes, and what kind of day it is."""

    date: dt.date
    items: list[Item] = field(default_factory=list)
    closures: list[tuple[Facility, Closure]] = field(default_factory=list)
    terms: list[Facility] = field(default_factory=list)
    special: SpecialDay | None = None

    @property
    def shown(self) -> list[Item]:
        """The entries that have room in a cell of the month, what is wrong and what is to do first."""
        return [item for item in self._by_order() if item.sign in ("bad", "note")][:SHOWN_A_DAY]

    @property
    def rest(self) -> int:
        """How many more are to do or wrong."""
        return max(0, sum(item.sign in ("bad", "note") for item in self.items) - SHOWN_A_DAY)

    @property
    def settled(self) -> int:
        """How many are done."""
        return sum(item.sign in ("ok", "due") for item in self.items)

    @property
    def signs(self) -> list[str]:
        """One mark for each kind of state on the day."""
        return [sign for sign in ORDER if any(item.sign == sign for item in self.items)]

    @property
    def spoken(self) -> str:
        """The day in words, for whoever does not see its marks."""
        counts = {sign: sum(item.sign == sign for item in self.items) for sign in ORDER}
        return _("{wrong} overdue or not done, {open} to do, {done} done").format(
            wrong=counts["bad"], open=counts["note"], done=counts["ok"] + counts["due"]
        )

    def _by_order(self) -> list[Item]:
        return sorted(self.items, key=lambda item: (ORDER.index(item.sign), item.due_at))


def my_facilities(access: Any, most: int) -> list[Facility]:
    """Where the reader works, by name."""
    return list(Facility.objects.visible_to(access, IN_FIELD).select_related("union").order_by("name", "pk")[:most])


def calendar(
    facilities: Sequence[Facility], first: dt.date, last: dt.date, *, own_of: Any = None
) -> dict[dt.date, Day]:
    """The days from `first` to `last`; a constant number of statements, whatever stands on them.

    Duties stand a week ahead; what plans will ask for after that is worked out. `own_of` an access narrows both to what
    its person is responsible for now.
    """
    days = {day: Day(day) for day in _days(first, last)}
    here = {facility.pk: facility for facility in facilities}
    standing = _standing(here, first, last, own_of)
    made = {(item.plan.pk, item.due_at) for item in standing}
    planned = [item for item in _planned(here, first, last, own_of) if (item.plan.pk, item.due_at) not in made]
    for item in [*standing, *planned]:
        days[item.day].items.append(item)
    _mark_days(days, list(facilities), first, last)
    return days


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday to Sunday."""
    first = day - dt.timedelta(days=day.weekday())
    return first, first + dt.timedelta(days=6)


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _standing(here: dict[UUID, Facility], first: dt.date, last: dt.date, own_of: Any) -> list[Item]:
    duties: Any = Duty.objects.filter(facility__in=here, day__range=(first, last)).select_related("plan", "closure")
    if own_of is not None:
        duties = of_person(duties, own_of, timezone.now())
    return [
        Item(duty.day, duty.opens_at, duty.due_at, duty.plan, here[duty.facility_id], duty.state, duty)
        for duty in duties.order_by("due_at", "pk")
    ]


def _planned(here: dict[UUID, Facility], first: dt.date, last: dt.date, own_of: Any) -> list[Item]:
    """What is not made yet: after the days ahead for which duties stand."""
    today = min((facility.today() for facility in here.values()), default=last)
    first = max(first, today + dt.timedelta(days=AHEAD_DAYS + 1))
    if first > last:
        return []
    plans: Any = DutyPlan.objects.in_force(first, last).filter(facility__in=here)
    if own_of is not None:
        plans = of_person(plans, own_of, timezone.now())
    found = expand(list(plans), first, last)
    return [_item(plan, one, here) for plan, one in sorted(found, key=lambda pair: pair[1].due_at)]


def _item(plan: DutyPlan, one: Occurrence, here: dict[UUID, Facility]) -> Item:
    state = PLANNED if one.closure is None else State.VOID
    return Item(one.day, one.opens_at, one.due_at, plan, here[plan.facility_id], state)


def _mark_days(days: dict[dt.date, Day], facilities: list[Facility], first: dt.date, last: dt.date) -> None:
    closures = opening_of(facilities, first, last).closures
    term = registry.term_days(facilities, first, last)
    for year in range(first.year, last.year + 1):
        for special in calendar_year(year).days:
            if special.date in days:
                days[special.date].special = special
    for day in days.values():
        for facility in facilities:
            if found := next((one for one in closures if shuts(one, facility, day.date)), None):
                day.closures.append((facility, found))
            if day.date in term.get(facility.pk, ()):
                day.terms.append(facility)
