"""The sweep: what is near or overdue, and whom it now concerns. It may run twice, at once, or be killed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ops.facilities.models import Facility
from ops.records.actor import Actor
from ops.rectification import rules, telling
from ops.rectification.models import CorrectiveAction, Severity, State
from ops.rectification.telling import NEAR, OVERDUE, UNION

BATCH = 200
LEVELS = (NEAR, OVERDUE, UNION)
# A suspended or closed facility is not chased: nobody is there.
_AT_REST = (Facility.State.SUSPENDED, Facility.State.CLOSED)


def sweep(*, by: Actor, now: dt.datetime | None = None, batch: int = BATCH) -> int:
    """Tell the owner of what is near, the manager of what is overdue, then the union; returns how many were told of.

    Each batch is one transaction that holds the new level and its reminders, and skips what another sweep holds. The
    outbox's unique key keeps each person to one message a level, even if the same level were told twice.
    """
    now = now or timezone.now()
    told = 0
    while found := _take(by, now, batch):
        told += found
        if found < batch:
            break
    return told


@transaction.atomic
def _take(by: Actor, now: dt.datetime, batch: int) -> int:
    waiting = CorrectiveAction.objects.filter(state=State.OPEN, tell_at__lte=now).exclude(facility__state__in=_AT_REST)
    waiting = waiting.select_related("facility").order_by("tell_at")
    actions = list(waiting.select_for_update(skip_locked=True, of=("self",))[:batch])
    if not actions:
        return 0
    owners, managers, officers = telling.owners(actions), telling.managers(actions), telling.officers(actions)
    groups: dict[tuple[int, dt.datetime | None], list[CorrectiveAction]] = {}
    told = []
    for action in actions:
        level = _level(action, now)
        groups.setdefault((level, _next(action, level)), []).append(action)
        people = list(owners[action.pk])
        if level >= OVERDUE:
            people += managers.get(action.facility_id, [])
        if level == UNION:
            people = officers.get(action.facility.union_path, [])
        told.append((action, level, people))
    telling.tell_levels(told, by=by)
    for (level, tell_at), some in groups.items():
        CorrectiveAction.objects.filter(pk__in=[one.pk for one in some]).update(told=level, tell_at=tell_at)
    return len(actions)


def _level(action: CorrectiveAction, now: dt.datetime) -> int:
    """The next level; near is passed over once it is overdue. The union hears only after the manager had their time."""
    following = action.told + 1
    return OVERDUE if following == NEAR and action.due_at <= now else min(following, UNION)


def _next(action: CorrectiveAction, level: int) -> dt.datetime | None:
    if level == NEAR:
        return action.due_at
    if level == OVERDUE:
        return max(action.due_at, timezone.now()) + rules.UNION_AFTER[Severity(action.severity)]
    return None
