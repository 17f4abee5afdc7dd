"""What duties can be about, and what can complete them, as the capabilities register it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from ops.records.bulk import Then
from ops.records.registry import Registry


@dataclass(frozen=True)
class Regime:
    """A regime (制度) of the mandate: duties, records and compliance are counted by it."""

    key: str
    label: Any
    facility_kinds: frozenset[str]
    clause: str
    # Only child safety escalates fast; lesser lapses wait for the weekly summary.
    child_safety: bool = False


@dataclass(frozen=True)
class Trigger:
    """A kind of domain record that completes a duty. `url` leads to the page where a person makes that record."""

    key: str
    label: Any
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Condition:
    """A state of affairs that completes a duty once it is true. `is_met` is asked with the duty.

    `are_met`, where there is one, answers for many duties at once (the ids of those that are met): the sweep asks it
    before it calls duties overdue, so that a day on which nobody was expected alarms nobody.

    `stands`, where there is one, is a database expression over duties: while it holds, no closure excuses them.
    """

    key: str
    label: Any
    is_met: Callable[[Any], bool]
    url: Callable[[Any], str]
    are_met: Callable[[Sequence[Any]], set[UUID]] | None = None
    stands: Callable[[], Any] | None = None

    def met(self, duties: Sequence[Any]) -> set[UUID]:
        """The ids of the duties for which it is true."""
        if self.are_met is not None:
            return self.are_met(duties)
        return {duty.pk for duty in duties if self.is_met(duty)}


@dataclass(frozen=True)
class StandardPlan:
    """A plan that every facility of a kind starts with, so that each regime of the mandate runs from the first day.

    `applies` may leave a facility out (a station without a kitchen has no fridge to read). Times are the facility's.
    """

    key: str
    facility_kind: str
    regime: str
    name: str
    name_en: str
    opens: dt.time
    due: dt.time
    role: str
    policy: str
    calendar: str = "opening_days"
    rrule: str = "FREQ=DAILY"
    grace_minutes: int = 0
    late_minutes: int = 720
    completed_by: str = "checklist"
    checklist: str = ""
    trigger: str = ""
    applies: Callable[[Any], bool] = lambda facility: True


regimes: Registry[Regime] = Registry("regime")
triggers: Registry[Trigger] = Registry("trigger")
conditions: Registry[Condition] = Registry("condition")
standard_plans: Registry[StandardPlan] = Registry("standard plan")


class Event(StrEnum):
    """What happened to duties."""

    GENERATED = "generated"
    NEAR = "near"  # due soon
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    MISSED = "missed"
    DONE = "done"
    VOID = "void"
    REOPENED = "reopened"  # open again: a completion was withdrawn, a closure lifted, a plan rewritten


@dataclass(frozen=True)
class DutyChange:
    """One change of many duties at once. `policy` and `level` are told where the change reminds somebody."""

    event: Event
    at: dt.datetime
    policy: Any = None
    level: int | None = None


@dataclass(frozen=True)
class Follower:
    """What another capability writes in the same statement as a change of duties (reminders, compliance).

    `follow` gives the SQL that reads the changed duties from `written` (see ops.records.bulk.Then), or None when the
    change is none of its business.
    """

    key: str
    follow: Callable[[DutyChange], Then | None]


followers: Registry[Follower] = Registry("follower of duties")


@dataclass(frozen=True)
class ReminderChannel:
    """A way in which reminders travel, which a step of an escalation policy may ask for."""

    key: str
    label: Any


channels: Registry[ReminderChannel] = Registry("channel of reminders")


@dataclass(frozen=True)
class DayNotice:
    """What a later capability says on top of today's duties: `load(access)` gives its template's context, or None."""

    key: str
    template: str
    load: Callable[[Any], dict[str, Any] | None]


day_notices: Registry[DayNotice] = Registry("notice of the day")

# (facilities, first, last) → the days of their terms, by facility id. Registered by whoever knows terms.
TermDays = Callable[[Sequence[Any], dt.date, dt.date], dict[UUID, set[dt.date]]]
_term_days: list[TermDays] = []


def register_term_days(source: TermDays) -> None:
    """Say which days lie in a term (期); several sources add up. The order of registration does not matter."""
    _term_days.append(source)


def term_days(facilities: Sequence[Any], first: dt.date, last: dt.date) -> dict[UUID, set[dt.date]]:
    """The term days of these facilities from `first` to `last`."""
    found: dict[UUID, set[dt.date]] = {}
    for source in _term_days:
        for facility_id, days in source(facilities, first, last).items():
            found.setdefault(facility_id, set()).update(days)
    return found
