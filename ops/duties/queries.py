"""What is to be done, by whom, until when; and what a plan will ask for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.duties import registry
from ops.duties.models import Duty, DutyPlan, EscalationStep
from ops.duties.occurrences import Occurrence, expand
from ops.duties.responsible import name_responsible, with_responsible
from ops.duties.sweeping import HEARTBEAT, levels_of
from ops.facilities.models import Facility
from ops.organization.models import Membership, User
from ops.organization.roles import IN_FIELD

PREVIEWED = 30


def todays_duties(access_or_facility: Any, day: dt.date) -> QuerySet[Duty]:
    """The duties of a day, and those of the week before that can still be done late, by due time.

    Of one facility, of several (a list), or of all that the reader's access reaches.
    """
    duties = Duty.objects.select_related("plan", "facility", "closure", "policy", "done_by")
    if isinstance(access_or_facility, Facility):
        duties = duties.filter(facility=access_or_facility)
    elif isinstance(access_or_facility, Sequence):
        duties = duties.filter(facility__in=access_or_facility)
    else:
        duties = duties.visible_to(access_or_facility)
    week = (day - dt.timedelta(days=7), day - dt.timedelta(days=1))
    return duties.filter(Q(day=day) | Q(day__range=week, state=Duty.State.OVERDUE)).order_by("due_at", "pk")


def parted(duties: QuerySet[Duty], person: Any, *, overseeing: bool) -> tuple[list[Duty], list[Duty]]:
    """The reader's duties, and those in the hands of a colleague by name; who oversees has all of them.

    Each has `responsible`. Two statements, one where nobody is named.
    """
    found = list(with_responsible(duties, timezone.now()))
    name_responsible(found)
    if overseeing:
        return found, []
    own: list[Duty] = []
    theirs: list[Duty] = []
    for duty in found:
        (own if duty.responsible_id in (None, person) else theirs).append(duty)  # type: ignore[attr-defined]
    return own, theirs


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


def duties_of(facility: Facility, *, regime: str = "", state: str = "", day: dt.date | None = None) -> QuerySet[Duty]:
    """A facility's duties, narrowed; those still to come are left out unless a day or state is asked."""
    rows = Duty.objects.filter(facility=facility).select_related("plan", "closure", "done_by")
    if regime:
        rows = rows.filter(regime=regime)
    if state in Duty.State.values:
        rows = rows.filter(state=state)
    if day is not None:
        return rows.filter(day=day)
    return rows if state else rows.filter(day__lte=facility.today())


def waiting_by_facility(duties: Iterable[Duty]) -> dict[Any, int]:
    """How many duties are overdue, by facility."""
    return dict(Counter(duty.facility_id for duty in duties if duty.is_undone and duty.overdue_at <= timezone.now()))


def by_urgency(duties: Iterable[Duty], now: dt.datetime | None = None) -> DayPlan:
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


@dataclass
class Task:
    """A duty on the page of today: what completes it, who has been told, who is next."""

    duty: Duty
    way: Way | None
    told: list[Any]
    next: NextStep | None


@dataclass(frozen=True)
class Way:
    """Where a person goes to complete a duty, and how that is called."""

    url: str
    label: Any


def way_of(duty: Duty) -> Way | None:
    """What completes the duty; None when nothing can any more."""
    if not duty.is_undone or duty.closes_at <= timezone.now():
        return None
    By = DutyPlan.CompletedBy  # noqa: N806
    if duty.plan.completed_by == By.CHECKLIST:
        return Way(reverse("checklist-fill", args=[duty.pk]), _("Fill in the checklist"))
    known: Any = registry.triggers if duty.plan.completed_by == By.RECORD else registry.conditions
    entry = known.get(duty.trigger)
    return Way(entry.url(duty), entry.label) if entry else None


def tasks_of(plan: DayPlan, *, overseeing: bool) -> dict[str, list[Task]]:
    """The groups of a day with the way to complete each duty; for who oversees, with the reminders of what is wrong.

    Three statements, whatever the number of duties.
    """
    if overseeing:
        wrong = [*plan.overdue, *plan.missed]
        prefetch_related_objects(wrong, "reminders__recipient", "policy__steps")
    return {
        name: [_task(duty, overseeing and name in ("overdue", "missed")) for duty in getattr(plan, name)]
        for name in ("overdue", "now", "later", "done", "missed", "void")
    }


def _task(duty: Duty, with_reminders: bool) -> Task:
    told = told_of(duty) if with_reminders else []
    return Task(duty, way_of(duty), told, next_escalation(duty) if with_reminders else None)


def reminded(duty: Duty) -> list[tuple[Any, list[Any]]]:
    """Who was reminded of a duty: each person of each level once, with the reminder by each channel. One statement."""
    rows = duty.reminders.select_related("recipient", "point").order_by(
        "level", "recipient__name", "recipient", "point__label", "-channel"
    )
    return [(found[0], found) for _key, same in groupby(rows, _person_and_level) if (found := list(same))]


def answered(duty: Duty) -> QuerySet[Any]:
    """What the reminded answered: who is on it, who put it off until when and why. One statement."""
    return duty.reminder_answers.select_related("answered_by").order_by("answered_at")


def _person_and_level(reminder: Any) -> tuple[int, Any]:
    return reminder.level, reminder.recipient_id or reminder.point_id


def told_of(duty: Duty) -> list[Any]:
    """The reminders of a duty in the app, one a person and level: who has been told."""
    told = [reminder for reminder in duty.reminders.all() if reminder.channel == "in_app"]
    return sorted(told, key=lambda reminder: (reminder.level, reminder.created_at))


def preview(plan: DutyPlan, *, count: int = PREVIEWED) -> list[Occurrence]:
    """The next occurrences of a plan, saved or not, from now on; looked for within ten years."""
    first = max(plan.facility.today(), plan.first_day)
    found: list[Occurrence] = []
    now = timezone.now()
    for days in (60, 900, 3650):
        last = first + dt.timedelta(days=days)
        found = [one for _plan, one in expand([plan], first, last) if one.due_at > now][:count]
        if len(found) == count:
            break
    return found


def in_field_at(facility: Facility, *, named: User | None = None) -> QuerySet[User]:
    """Who works at the facility now, and may so be responsible by name; and who is already `named`."""
    held = Membership.objects.current().filter(facility=facility, role__in=IN_FIELD)
    here = Q(pk__in=held.values("user"), is_active=True)
    return User.objects.filter(here | Q(pk=named.pk) if named else here).order_by("name")


def seconds_since_sweep() -> float | None:
    """Age of the last finished sweep; None when there was none, or nobody knows."""
    last = cache.get(HEARTBEAT)
    return None if last is None else timezone.now().timestamp() - last
