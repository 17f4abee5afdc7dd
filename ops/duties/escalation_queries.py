"""Escalation policies as they stand, who uses them, and how they came to be so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.escalation import Step, waiting_duties
from ops.duties.models import DutyPlan, EscalationPolicy, EscalationStep
from ops.organization.roles import Role

SHOWN = ("name", "name_en", "urgent", "before_minutes", "quiet_from", "quiet_until", "retired_at")


@dataclass(frozen=True)
class Usage:
    """How many plans, at how many facilities, name a policy, and how many overdue duties are under way by it."""

    plans: int = 0
    facilities: int = 0
    overdue: int = 0


def policies() -> QuerySet[EscalationPolicy]:
    """All of them, those of duties and urgent ones first, the retired last; the whole federation shares them."""
    found = EscalationPolicy.objects.order_by(
        F("retired_at").asc(nulls_first=True), F("concerns").desc(), "-urgent", "name", "pk"
    )
    return found.prefetch_related("steps")


def usage(ids: Sequence[UUID]) -> dict[UUID, Usage]:
    """Who uses these policies; two statements."""
    named = DutyPlan.objects.filter(policy__in=ids).order_by().values("policy")
    plans = {row["policy"]: row for row in named.annotate(plans=Count("pk"), places=Count("facility", distinct=True))}
    waiting = waiting_duties(ids).order_by().values_list("policy").annotate(Count("pk"))
    overdue = dict(waiting)
    none: dict[str, int] = {"plans": 0, "places": 0}
    return {pk: Usage(plans.get(pk, none)["plans"], plans.get(pk, none)["places"], overdue.get(pk, 0)) for pk in ids}


@dataclass(frozen=True)
class Level:
    """The steps of one level as a reader takes them in."""

    number: int
    after: dt.timedelta
    steps: list[EscalationStep]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Whom each step tells, and by which channels where it says so."""
        return [(whom(step.reach, step.role), ways(step.channels) if step.channels else "") for step in self.steps]


def levels(policy: EscalationPolicy) -> list[Level]:
    """The standing steps by level."""
    by_level: dict[int, list[EscalationStep]] = defaultdict(list)
    for step in policy.steps.all():
        by_level[step.level].append(step)
    return [
        Level(number, dt.timedelta(minutes=min(step.after_minutes for step in steps)), steps)
        for number, steps in sorted(by_level.items())
    ]


def whom(reach: str, role: str) -> str:
    """Whom a step tells, in words."""
    if reach == EscalationStep.Reach.FACILITY:
        return str(Role(role).label) if role else _("who is in charge")
    return f"{EscalationStep.Reach(reach).label}{_(': ')}{Role(role).label if role else _('everybody')}"


def ways(keys: Sequence[str]) -> str:
    """Channels in words; those that are no longer known by their key."""
    if not keys:
        return _("as each has chosen")
    return _(", ").join(str(found.label) if (found := registry.channels.get(key)) else key for key in keys)


@dataclass(frozen=True)
class Change:
    """One change of a policy: when, by whom, why, and what differed."""

    at: dt.datetime
    by: str
    reason: str
    differences: list[tuple[Any, Any, Any]]
    is_first: bool


def changes(policy: EscalationPolicy) -> list[Change]:
    """All changes of a policy and its steps, the newest first; two statements."""
    rows = list(policy.history.select_related("history_user").order_by("history_date", "history_id"))
    written = EscalationStep.history.filter(policy=policy.pk).order_by("history_date", "history_id")
    ends = [*(row.history_date for row in rows[1:]), None]
    told = [_steps_until(list(written), end) for end in ends]
    found = [_change(None, rows[0], "", told[0])] if rows else []
    found += [
        _change(old, new, before, after)
        for (old, new), (before, after) in zip(pairwise(rows), pairwise(told), strict=True)
    ]
    return found[::-1]


def _steps_until(written: Sequence[Any], end: dt.datetime | None) -> str:
    """The steps that stood before a moment, one a line."""
    standing: dict[UUID, Any] = {}
    for row in written:
        if end is None or row.history_date < end:
            standing[row.id] = row
    steps = sorted(Step.of(row) for row in standing.values() if row.withdrawn_at is None)
    return "\n".join(_line(step) for step in steps)


def _line(step: Step) -> str:
    line = _("Level {level}, after {minutes} min: {whom}").format(
        level=step.level, minutes=step.after_minutes, whom=whom(step.reach, step.role)
    )
    return f"{line}{_(', ')}{ways(step.channels)}" if step.channels else line


def _change(old: Any, new: Any, before: str, after: str) -> Change:
    differences: list[tuple[Any, Any, Any]] = []
    for name in SHOWN:
        was, now = (getattr(row, name) if row is not None else None for row in (old, new))
        if was != now and (old is not None or now):
            label = getattr(EscalationPolicy._meta.get_field(name), "verbose_name", name)
            differences.append((label, _plain(was), _plain(now)))
    if before != after:
        differences.append((EscalationStep._meta.verbose_name_plural, before, after))
    who = str(new.history_user or new.actor_name or "")
    return Change(new.history_date, who, new.history_change_reason or "", differences, old is None)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, dt.time) else value
