"""The sweep: what became overdue, whom it now concerns, what can no longer be done (decision 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from ops.duties import registry
from ops.duties.changes import change_duties
from ops.duties.completion import complete_met
from ops.duties.models import Duty, EscalationPolicy
from ops.duties.registry import Event
from ops.facilities.models import Facility
from ops.records.actor import Actor

BATCH = 1000
FIRST_BATCH = 200
HEARTBEAT = "duties:last-sweep"
State = Duty.State
_AT_REST = (Facility.State.SUSPENDED, Facility.State.CLOSED)


@dataclass
class Swept:
    """What one sweep did, in numbers of duties."""

    near: int = 0
    overdue: int = 0
    escalated: int = 0
    missed: int = 0
    done: int = 0
    void: int = 0

    @property
    def reminded(self) -> bool:
        """Whether somebody may have been reminded."""
        return bool(self.near or self.overdue or self.escalated)


@dataclass(frozen=True)
class Level:
    """One level of a policy, and the wait until the next (None after the last)."""

    number: int
    after: dt.timedelta
    wait: dt.timedelta | None


def sweep(*, by: Actor, now: dt.datetime | None = None, batch: int = BATCH) -> Swept:
    """Open duties whose time is over become overdue, with the first reminders; unheeded ones go a level up; those whose
    window has closed become missed.

    Each batch is one transaction (on PostgreSQL one statement) that holds the change, its history and its reminders,
    and skips what another sweep holds. So it may run twice, at once, or be killed at any point: what was not committed
    is found again, what was committed is not. Urgent policies come first. A level waits its full time after the
    level below was really told, even when the sweep itself was down. Suspended facilities are excused.
    """
    now = now or timezone.now()
    swept = Swept()
    for policy in EscalationPolicy.objects.of_duties().order_by("-urgent", "key").prefetch_related("steps"):
        _Sweep(policy, by, now, batch, swept).run()
    missed = Duty.objects.filter(state=State.OVERDUE, closes_at__lte=now).order_by("closes_at")
    swept.missed = _drain(
        lambda size: change_duties(missed, Event.MISSED, by=by, at=now, limit=size, state=State.MISSED), batch
    )
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=None)
    return swept


def levels_of(policy: EscalationPolicy) -> list[Level]:
    """The policy's levels in order; those of one level share the earliest of their delays."""
    steps = sorted(policy.steps.all(), key=lambda step: (step.level, step.after_minutes))
    delays = [(number, dt.timedelta(minutes=next(same).after_minutes)) for number, same in groupby(steps, _level)]
    following = [*(after for _number, after in delays[1:]), None][: len(delays)]
    return [
        Level(number, after, None if later is None else max(later - after, dt.timedelta(minutes=1)))
        for (number, after), later in zip(delays, following, strict=True)
    ]


def _level(step: Any) -> int:
    return step.level


def _drain(take: Callable[[int], list[UUID]], batch: int) -> int:
    """Take batches until one is not full; how many rows that were. Each is committed before the next is begun.

    The first is small, so that the first reminders are out at once however many follow.
    """
    total, size = 0, min(FIRST_BATCH, batch)
    while taken := take(size):
        total += len(taken)
        if len(taken) < size:
            break
        size = batch
    return total


class _Sweep:
    """The sweep of one policy's duties."""

    def __init__(self, policy: EscalationPolicy, by: Actor, now: dt.datetime, batch: int, swept: Swept):
        self.policy = policy
        self.levels = levels_of(policy)
        self.by = by
        self.now = now
        self.batch = batch
        self.swept = swept
        self.duties = Duty.objects.filter(policy=policy)
        self.conditions = [condition.key for condition in registry.conditions]

    @property
    def _tells_at_once(self) -> bool:
        """Whether the first level is told with the change itself."""
        return bool(self.levels) and self.levels[0].after <= dt.timedelta()

    def run(self) -> None:
        """Overdue first, since it is what people wait for."""
        due = self.duties.filter(state=State.OPEN, overdue_at__lte=self.now).order_by("overdue_at")
        plain = due.exclude(facility__state__in=_AT_REST).exclude(trigger__in=self.conditions)
        self.swept.overdue += _drain(partial(self._call_overdue, plain), self.batch)
        self._judge_the_rest(due)
        self._escalate()
        if self.policy.before_minutes is not None:
            self._remind_of_what_is_near()

    def _call_overdue(self, chosen: Any, limit: int | None = None) -> list[UUID]:
        columns: dict[str, Any] = {"state": State.OVERDUE, "escalated_to": 0, "escalate_at": None}
        if not self.levels:
            return self._change(chosen, Event.OVERDUE, None, columns, limit)
        first = self.levels[0]
        if not self._tells_at_once:
            columns["escalate_at"] = F("overdue_at") + first.after
            return self._change(chosen, Event.OVERDUE, None, columns, limit)
        columns |= {"escalated_to": first.number, "escalate_at": first.wait and self.now + first.wait}
        return self._change(chosen, Event.OVERDUE, first.number, columns, limit)

    def _judge_the_rest(self, due: Any) -> None:
        """What is due and still open: excused by a suspension, or waiting for a condition that is asked once more."""
        while duties := list(due.select_related("facility")[: self.batch]):
            if not self._judge(duties):
                return  # what is left is in the hands of another sweep

    def _judge(self, duties: list[Duty]) -> bool:
        excused = {duty.pk for duty in duties if duty.facility.state in _AT_REST}
        if excused:
            excused = set(self.duties.filter(pk__in=excused).excusable(self.now).values_list("pk", flat=True))
        if excused:
            columns = {"state": State.VOID, "void_reason": "suspended", "escalate_at": None}
            self.swept.void += len(self._change(self._among(excused), Event.VOID, None, columns))
        asked = [duty for duty in duties if duty.pk not in excused and duty.trigger in self.conditions]
        met = complete_met(asked, by=self.by, at=self.now) if asked else set()
        self.swept.done += len(met)
        unmet = [duty.pk for duty in asked if duty.pk not in met]
        if unmet:
            self.swept.overdue += len(self._call_overdue(self._among(unmet)))
        return bool(excused or asked)

    def _among(self, ids: Iterable[UUID]) -> Any:
        return self.duties.filter(pk__in=list(ids), state=State.OPEN)

    def _escalate(self) -> None:
        for number, level in reversed(list(enumerate(self.levels))):
            if number == 0 and self._tells_at_once:
                continue
            below = self.levels[number - 1].number if number else 0
            waiting = self.duties.filter(
                state__in=[State.OVERDUE, State.MISSED],
                escalate_at__lte=self.now,
                escalated_to__gte=below,
                escalated_to__lt=level.number,
            ).order_by("escalate_at")
            columns = {"escalated_to": level.number, "escalate_at": level.wait and self.now + level.wait}
            self.swept.escalated += _drain(
                partial(self._change, waiting, Event.ESCALATED, level.number, columns),
                self.batch,
            )

    def _remind_of_what_is_near(self) -> None:
        near = self.duties.filter(state=State.OPEN, escalate_at__lte=self.now).order_by("escalate_at")
        self.swept.near += _drain(partial(self._change, near, Event.NEAR, 0, {"escalate_at": None}), self.batch)

    def _change(
        self, chosen: Any, event: Event, level: int | None, columns: dict[str, Any], limit: int | None = None
    ) -> list[UUID]:
        return change_duties(
            chosen, event, by=self.by, at=self.now, policy=self.policy, level=level, limit=limit, **columns
        )
