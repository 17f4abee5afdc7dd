"""What is to be done, by whom, until when; and what a plan will ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from ops.duties.generation import AHEAD_DAYS
from ops.duties.models import Duty, DutyPlan, DutyQuerySet, EscalationStep
from ops.duties.occurrences import Occurrence, expand
from ops.duties.sweeping import HEARTBEAT, levels_of
from ops.facilities.models import Facility

PREVIEWED = 30


def todays_duties(access_or_facility: Any, day: dt.date) -> DutyQuerySet:
    """The duties of a day, and those of earlier days that can still be done late; overdue first, then by due time.

    Of one facility, or of all that the reader's access reaches.
    """
    duties = Duty.objects.select_related("plan", "facility", "closure")
    if isinstance(access_or_facility, Facility):
        duties = duties.filter(facility=access_or_facility)
    else:
        duties = duties.visible_to(access_or_facility)
    earlier = duties.filter(
        day__range=(day - dt.timedelta(days=7), day - dt.timedelta(days=1)), state=Duty.State.OVERDUE
    )
    return (duties.filter(day=day) | earlier).order_by("due_at", "pk")


@dataclass
class DayPlan:
    """The duties of a day as a person works through them."""

    overdue: list[Duty]
    now: list[Duty]
    later: list[Duty]
    done: list[Duty]
    missed: list[Duty]
    void: list[Duty]

    @property
    def expected(self) -> int:
        """How many were asked for; what is not required does not count."""
        return len(self.overdue) + len(self.now) + len(self.later) + len(self.done) + len(self.missed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on the day."""
        return not (self.expected or self.void)


def by_urgency(duties: QuerySet[Duty], now: dt.datetime | None = None) -> DayPlan:
    """The duties in the groups of the page of today. What is past its time is overdue before the sweep says so."""
    now = now or timezone.now()
    plan = DayPlan([], [], [], [], [], [])
    for duty in duties:
        _group_of(duty, plan, now).append(duty)
    return plan


def _group_of(duty: Duty, plan: DayPlan, now: dt.datetime) -> list[Duty]:
    State = Duty.State  # noqa: N806
    if duty.state in (State.DONE, State.DONE_LATE):
        return plan.done
    if duty.state == State.VOID:
        return plan.void
    if duty.state == State.MISSED or duty.closes_at <= now:
        return plan.missed
    if duty.state == State.OVERDUE or duty.overdue_at <= now:
        return plan.overdue
    return plan.now if duty.opens_at <= now else plan.later


@dataclass(frozen=True)
class NextStep:
    """Who will be reminded next of an undone duty, and when."""

    at: dt.datetime
    steps: list[EscalationStep]


def next_escalation(duty: Duty) -> NextStep | None:
    """The next level of the duty's policy; None when nobody further will be reminded. Two queries."""
    if duty.state == Duty.State.OPEN:
        levels = levels_of(duty.policy)
        level, at = (levels[0], duty.overdue_at + levels[0].after) if levels else (None, None)
    else:
        levels = [level for level in levels_of(duty.policy) if level.number > duty.escalated_to]
        level, at = (levels[0] if levels else None), duty.escalate_at
    if level is None or at is None or duty.state in (Duty.State.DONE, Duty.State.DONE_LATE, Duty.State.VOID):
        return None
    return NextStep(at, [step for step in duty.policy.steps.all() if step.level == level.number])


def preview(plan: DutyPlan, *, count: int = PREVIEWED) -> list[Occurrence]:
    """The next occurrences of a plan, saved or not, from now on; looked for within two years."""
    first = max(plan.facility.today(), plan.first_day)
    found: list[Occurrence] = []
    now = timezone.now()
    for days in (60, 730):
        last = first + dt.timedelta(days=days)
        found = [one for _plan, one in expand([plan], first, last) if one.due_at > now][:count]
        if len(found) == count:
            break
    return found


def days_ahead() -> tuple[dt.date, dt.date]:
    """The days whose duties stand ready, wherever on earth a facility lies: from yesterday (UTC) to a week ahead."""
    today = timezone.now().astimezone(dt.UTC).date()
    return today - dt.timedelta(days=1), today + dt.timedelta(days=AHEAD_DAYS + 1)


def seconds_since_sweep() -> float | None:
    """Age of the last finished sweep; None when there was none, or nobody knows."""
    last = cache.get(HEARTBEAT)
    return None if last is None else timezone.now().timestamp() - last
