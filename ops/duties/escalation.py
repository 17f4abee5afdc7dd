"""Changing who is told of overdue duties, when, and by which channels: the escalation policies are data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.library import READY
from ops.duties.models import Duty, EscalationPolicy, EscalationStep
from ops.duties.sweeping import levels_of
from ops.organization.access import access_of
from ops.organization.roles import AT_UNION, IN_FIELD, Role
from ops.records import bulk
from ops.records.actions import amend, create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken

EDITING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
# Later than this nobody is helped by a reminder: four weeks.
LATEST = 28 * 24 * 60
State = Duty.State
Reach = EscalationStep.Reach


@dataclass(frozen=True, order=True)
class Step:
    """One step as it is asked for: so many minutes after a duty is overdue, whom, by which channels (none: theirs)."""

    level: int
    after_minutes: int
    reach: str
    role: str = ""
    channels: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, row: Any) -> Step:
        """A standing step, or a row of its history."""
        return cls(row.level, row.after_minutes, row.reach, row.role, tuple(row.channels))

    @property
    def whom(self) -> tuple[int, str, str]:
        """What tells steps of one policy apart."""
        return self.level, self.reach, self.role


def may_edit(access: Any) -> bool:
    """Whether the reader may change what all unions share: an officer or administrator of the federation itself."""
    return bool(access.may_for_all(*EDITING))


def require_editing(access: Any) -> None:
    """Raise NotAllowed unless the reader may; None stands for the program itself."""
    if access is not None and not may_edit(access):
        raise NotAllowed()


@transaction.atomic
def add_policy(*, by: Actor, reason: str, steps: Sequence[Step], **fields: Any) -> EscalationPolicy:
    """A further escalation policy, for plans to choose. Raises NotAllowed, or RuleBroken at the field that is wrong."""
    require_editing(access_of(by))
    require_reason(reason)
    policy = EscalationPolicy(**fields)
    policy.key = f"own-{policy.pk.hex[-12:]}"
    _check_policy(policy)
    check_steps(steps)
    create(policy, by=by, reason=reason)
    _write_steps(policy, steps, by=by, reason=reason)
    return policy


@transaction.atomic
def change_policy(
    *, policy: EscalationPolicy, version: int | None, by: Actor, reason: str, steps: Sequence[Step], **changes: Any
) -> EscalationPolicy:
    """Change a policy and all its steps at once, with a reason; nothing is written when nothing differs.

    Duties under way keep the level that was reached and what was sent. Their next level comes by the new delays,
    counted from when each became overdue: at once, where that moment has passed. What is not yet due is reminded of
    beforehand by the new lead. Raises NotAllowed, Stale, or RuleBroken at the field that is wrong.
    """
    require_editing(access_of(by))
    require_reason(reason)
    fresh = lock(policy, version=version)
    before = fresh.before_minutes
    changed = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    for name, value in changed.items():
        setattr(fresh, name, value)
    _check_policy(fresh)
    check_steps(steps)
    if not changed and {*steps} == {Step.of(row) for row in fresh.steps.all()}:
        return fresh
    save(fresh, by=by, reason=reason)
    _write_steps(fresh, steps, by=by, reason=reason)
    _next_levels(fresh, by=by, reason=reason)
    if fresh.before_minutes != before:
        _next_reminders(fresh, by=by, reason=reason)
    return fresh


@transaction.atomic
def retire_policy(*, policy: EscalationPolicy, version: int | None, by: Actor, reason: str) -> EscalationPolicy:
    """Offer a policy no more: what names it goes on by it, nothing else comes to name it. Twice changes nothing.

    Raises NotAllowed, Stale, Conflict for those that the program goes by itself, RuleBroken without a reason.
    """
    require_editing(access_of(by))
    if policy.key in READY:
        raise Conflict(_("The program goes by this policy itself: change it instead."))
    fresh = lock(policy, version=None)
    if fresh.retired_at is not None:
        return fresh
    return amend(fresh, by=by, version=version, reason=reason, retired_at=timezone.now())


@transaction.atomic
def bring_back_policy(*, policy: EscalationPolicy, version: int | None, by: Actor, reason: str) -> EscalationPolicy:
    """Offer a retired policy again. Twice changes nothing. Raises NotAllowed, Stale, RuleBroken without a reason."""
    require_editing(access_of(by))
    return amend(policy, by=by, version=version, reason=reason, retired_at=None)


def check_steps(steps: Sequence[Step]) -> None:
    """Raise RuleBroken at `steps`, or at `steps.<n>.<field>` of the first step that makes no sense."""
    if not steps:
        raise RuleBroken("steps", _("Give at least one step: somebody has to be told."))
    seen: set[tuple[int, str, str]] = set()
    earlier: Step | None = None
    for number, step in enumerate(steps):
        place = f"steps.{number}"
        _check_order(step, earlier, place)
        _check_recipient(step, place)
        if step.whom in seen:
            raise RuleBroken(f"{place}.role", _("This level tells the same people twice."))
        seen.add(step.whom)
        earlier = step


def _check_policy(policy: EscalationPolicy) -> None:
    if not policy.name.strip():
        raise RuleBroken("name", _("Give the policy a name."))
    if policy.before_minutes is not None and not 1 <= policy.before_minutes <= LATEST:
        raise RuleBroken("before_minutes", _("From 1 minute to 28 days; leave it empty for no reminder beforehand."))


def _check_order(step: Step, earlier: Step | None, place: str) -> None:
    if not 0 <= step.after_minutes <= LATEST:
        raise RuleBroken(f"{place}.after_minutes", _("From 0 minutes to 28 days."))
    if earlier is None:
        if step.level != 1:
            raise RuleBroken(f"{place}.level", _("The first step is of level 1."))
        return
    if step.level not in (earlier.level, earlier.level + 1):
        raise RuleBroken(f"{place}.level", _("Levels rise one by one: the same as above, or one more."))
    if step.level == earlier.level and step.after_minutes != earlier.after_minutes:
        raise RuleBroken(f"{place}.after_minutes", _("Steps of one level come at the same time."))
    if step.level > earlier.level and step.after_minutes <= earlier.after_minutes:
        raise RuleBroken(f"{place}.after_minutes", _("A higher level comes later than the one below it."))


def _check_recipient(step: Step, place: str) -> None:
    if step.reach not in Reach.values:
        raise RuleBroken(f"{place}.reach", _("Choose whose role counts."))
    fitting = ("", *IN_FIELD) if step.reach == Reach.FACILITY else AT_UNION
    if step.role not in fitting:
        raise RuleBroken(f"{place}.role", _("Choose a role that is held there."))
    if not set(step.channels) <= {channel.key for channel in registry.channels}:
        raise RuleBroken(f"{place}.channels", _("Choose among the channels that this installation has."))


def _write_steps(policy: EscalationPolicy, steps: Iterable[Step], *, by: Actor, reason: str) -> None:
    """The steps that are asked for, and no others: those that stand change in place, the rest is withdrawn."""
    standing = {Step.of(row).whom: row for row in policy.steps.all()}
    for asked in steps:
        row = standing.pop(asked.whom, None)
        delay, channels = asked.after_minutes, list(asked.channels)
        if row is None:
            row = EscalationStep(policy=policy, level=asked.level, reach=asked.reach, role=asked.role)
            row.after_minutes, row.channels = delay, channels
            create(row, by=by, reason=reason)
        elif (row.after_minutes, row.channels) != (delay, channels):
            row.after_minutes, row.channels = delay, channels
            save(row, by=by, reason=reason)
    for row in standing.values():
        row.withdrawn_at = timezone.now()
        save(row, by=by, reason=reason)


def _next_levels(policy: EscalationPolicy, *, by: Actor, reason: str) -> None:
    """When each duty under way goes a level up, by the delays as they now are; one statement a level reached."""
    under_way = waiting_duties([policy.pk])
    levels = levels_of(policy)
    for reached in set(under_way.order_by().values_list("escalated_to", flat=True)):
        following = next((level.after for level in levels if level.number > reached), None)
        at = None if following is None else F("overdue_at") + Value(following)
        rows = under_way.filter(escalated_to=reached)
        bulk.update(rows.exclude(escalate_at=at), by=by, reason=reason, escalate_at=at)


def _next_reminders(policy: EscalationPolicy, *, by: Actor, reason: str) -> None:
    coming = Duty.objects.filter(policy=policy, state=State.OPEN, due_at__gt=timezone.now())
    lead = policy.before_minutes
    at = None if lead is None else F("due_at") - Value(dt.timedelta(minutes=lead))
    bulk.update(coming, by=by, reason=reason, escalate_at=at)


def waiting_duties(policies: Iterable[UUID]) -> Any:
    """Duties under way: overdue, or missed with a level still to come."""
    still = Q(state=State.OVERDUE) | Q(state=State.MISSED, escalate_at__isnull=False)
    return Duty.objects.filter(still, policy__in=list(policies))
