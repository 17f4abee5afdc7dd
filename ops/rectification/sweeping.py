"""The sweep: what is near or overdue, and whom it now concerns. It may run twice, at once, or be killed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from ops.facilities.models import Facility
from ops.records.actor import Actor
from ops.rectification import telling
from ops.rectification.escalation import FIRST, Course, courses
from ops.rectification.models import CorrectiveAction, Severity, State
from ops.rectification.telling import Told

BATCH = 200
# A suspended or closed facility is not chased: nobody is there.
_AT_REST = (Facility.State.SUSPENDED, Facility.State.CLOSED)


def sweep(*, by: Actor, now: dt.datetime | None = None, batch: int = BATCH) -> int:
    """Tell of what is near or overdue whom the escalation policy of its severity names; returns how many were told of.

    Each batch is one transaction that holds the new level and its reminders, and skips what another sweep holds. The
    outbox's unique key keeps each person to one message a level, even if the same level were told twice.
    """
    now = now or timezone.now()
    told, taken = 0, batch
    while taken == batch:
        taken, some = _take(by, now, batch)
        told += some
    return told


@transaction.atomic
def _take(by: Actor, now: dt.datetime, batch: int) -> tuple[int, int]:
    """How many actions were looked at, and of how many somebody was told."""
    waiting = CorrectiveAction.objects.filter(state=State.OPEN, tell_at__lte=now).exclude(facility__state__in=_AT_REST)
    waiting = waiting.select_related("facility").order_by("tell_at")
    actions = list(waiting.select_for_update(skip_locked=True, of=("self",))[:batch])
    if not actions:
        return 0, 0
    by_severity = courses(by=by)
    due: list[tuple[CorrectiveAction, int, Course]] = []
    groups: dict[tuple[int, dt.datetime | None], list[Any]] = defaultdict(list)
    for action in actions:
        course = by_severity[Severity(action.severity)]
        level = course.following(action, now)
        turn = course.turn(action, level, now) if level <= FIRST else now
        if turn is not None and turn <= now:
            due.append((action, level, course))
            groups[level, course.turn(action, level + 1, now)].append(action.pk)
        else:
            groups[action.told, turn].append(action.pk)
    telling.tell_levels(_whom(due, now), by=by)
    for (level, tell_at), ids in groups.items():
        CorrectiveAction.objects.filter(pk__in=ids).update(told=level, tell_at=tell_at)
    return len(actions), len(due)


def _whom(due: list[tuple[CorrectiveAction, int, Course]], now: dt.datetime) -> list[Told]:
    """The messages of these levels: one for each action and step."""
    people = telling.People([action for action, _level, _course in due], now)
    told = []
    for action, level, course in due:
        if level < FIRST:
            told.append(Told(action, level, people.responsible(action), policy=course.policy))
        for step in course.steps(level):
            told.append(
                Told(action, level, people.of(action, step.reach, step.role), tuple(step.channels), course.policy)
            )
    return told
