"""How an overdue corrective action is passed on: by the escalation policy (提醒规则) of its severity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from ops.duties.escalation_queries import whom
from ops.duties.library import CORRECTIVE, publish_policies
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.duties.sweeping import Level, levels_of
from ops.records.actor import Actor
from ops.rectification.models import CorrectiveAction, Severity

# What `told` says: nobody, the owner beforehand, and from `FIRST` on the levels of the policy in their order.
NOBODY, NEAR, FIRST = 0, 1, 2
ZERO = dt.timedelta()


@dataclass
class Course:
    """The levels by which the actions of one severity are passed on."""

    policy: EscalationPolicy

    @cached_property
    def levels(self) -> list[Level]:
        """The policy's levels in their order."""
        return levels_of(self.policy)

    def following(self, action: CorrectiveAction, now: dt.datetime) -> int:
        """The level whose turn is next; who would be told beforehand is passed over once it is overdue."""
        if action.told == NOBODY and self.policy.before is not None and action.due_at > now:
            return NEAR
        return max(action.told + 1, FIRST)

    def turn(self, action: CorrectiveAction, level: int, now: dt.datetime) -> dt.datetime | None:
        """When a level's turn is, as the one below it is told `now`; None where the policy has no such level.

        So each waits its full time after the one below was really told, even if the sweep was down.
        """
        if level == NEAR:
            return None if self.policy.before is None else action.due_at - self.policy.before
        place = level - FIRST
        if place >= len(self.levels):
            return None
        return action.due_at + self.levels[0].after if place == 0 else now + (self.levels[place - 1].wait or ZERO)

    def steps(self, told: int) -> list[EscalationStep]:
        """Whom a level tells."""
        if not FIRST <= told < FIRST + len(self.levels):
            return []
        number = self.levels[told - FIRST].number
        return [step for step in self.policy.steps.all() if step.level == number]


def courses(*, by: Actor) -> dict[Severity, Course]:
    """The course of each severity; two statements, once the policies are there."""
    found = _standing()
    if len(found) < len(CORRECTIVE):
        publish_policies(by=by)
        found = _standing()
    return found


def _standing() -> dict[Severity, Course]:
    severities = {key: Severity(severity) for severity, key in CORRECTIVE.items()}
    policies = EscalationPolicy.objects.filter(key__in=severities).prefetch_related("steps")
    return {severities[policy.key]: Course(policy) for policy in policies}


def next_told(action: CorrectiveAction) -> tuple[dt.datetime, list[str]] | None:
    """When somebody hears next of an open action, and who, in words; two statements."""
    now = timezone.now()
    course = _standing().get(Severity(action.severity))
    if course is None:
        return None
    level = course.following(action, now)
    moment = action.tell_at if action.told else course.turn(action, level, now)
    responsible = [whom(EscalationStep.Reach.FACILITY, "")]
    people = responsible if level == NEAR else [whom(step.reach, step.role) for step in course.steps(level)]
    return (moment, people) if moment and people else None
