"""The escalation policies that every installation has."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actor import Actor
from ops.records.errors import RuleBroken

CHILD_SAFETY = "child_safety"
ROUTINE = "routine"
# By the severity of a corrective action; their plans are the deadlines (ops.rectification).
CORRECTIVE = {"minor": "corrective-minor", "serious": "corrective-serious", "critical": "corrective-critical"}
Reach = EscalationStep.Reach
_OF_ACTIONS = {"concerns": EscalationPolicy.Concerns.CORRECTIVE}

# Only child safety escalates fast. A routine duty reaches the union by the next morning: 16 hours after what was due at
# 17:00 it is 9:00; what falls into the night waits for the morning.
_POLICIES: dict[str, dict[str, Any]] = {
    CHILD_SAFETY: {"name": "儿童安全", "name_en": "Child safety", "urgent": True},
    ROUTINE: {"name": "日常工作", "name_en": "Routine"},
    CORRECTIVE["minor"]: {
        **_OF_ACTIONS,
        "name": "整改：一般",
        "name_en": "Corrective actions, minor",
        "before_minutes": 24 * 60,
    },
    CORRECTIVE["serious"]: {
        **_OF_ACTIONS,
        "name": "整改：较重",
        "name_en": "Corrective actions, serious",
        "before_minutes": 12 * 60,
    },
    CORRECTIVE["critical"]: {
        **_OF_ACTIONS,
        "name": "整改：严重",
        "name_en": "Corrective actions, critical",
        "before_minutes": 4 * 60,
    },
}
# What the program goes by where nothing else is named.
READY = frozenset(_POLICIES)
_AT_ONCE = [(1, 0, Reach.FACILITY, ""), (1, 0, Reach.FACILITY, Role.FACILITY_MANAGER)]
_STEPS: dict[str, list[tuple[int, int, Reach, str]]] = {
    CHILD_SAFETY: [
        *_AT_ONCE,
        (2, 30, Reach.UNION, Role.UNION_OFFICER),
        (3, 120, Reach.CITY, Role.UNION_OFFICER),
    ],
    ROUTINE: [
        *_AT_ONCE,
        (2, 16 * 60, Reach.UNION, Role.UNION_OFFICER),
    ],
    CORRECTIVE["minor"]: [*_AT_ONCE, (2, 2 * 24 * 60, Reach.UNION, Role.UNION_OFFICER)],
    CORRECTIVE["serious"]: [
        *_AT_ONCE,
        (2, 24 * 60, Reach.UNION, Role.UNION_OFFICER),
        (3, 4 * 24 * 60, Reach.CITY, Role.UNION_OFFICER),
    ],
    CORRECTIVE["critical"]: [
        *_AT_ONCE,
        (2, 120, Reach.UNION, Role.UNION_OFFICER),
        (3, 24 * 60, Reach.CITY, Role.UNION_OFFICER),
    ],
}


@transaction.atomic
def publish_policies(*, by: Actor) -> dict[str, EscalationPolicy]:
    """Make the ready escalation policies that are not there yet; returns all of them by key. Idempotent."""
    standing = set(EscalationPolicy.objects.values_list("key", flat=True))
    missing = [EscalationPolicy(key=key, **fields) for key, fields in _POLICIES.items() if key not in standing]
    added = set(bulk.insert(EscalationPolicy, missing, by=by))
    steps = [_step(policy, *step) for policy in missing if policy.pk in added for step in _STEPS[policy.key]]
    bulk.insert(EscalationStep, steps, by=by)
    return {policy.key: policy for policy in EscalationPolicy.objects.all()}


def policy_for(regime: str, *, by: Actor) -> EscalationPolicy:
    """The policy of a regime's plans unless they say otherwise."""
    entry = registry.regimes.get(regime)
    key = CHILD_SAFETY if entry is not None and entry.child_safety else ROUTINE
    found = EscalationPolicy.objects.filter(key=key).first()
    return found or publish_policies(by=by)[key]


def require_offered(policy: EscalationPolicy | None, *, named: Any = None) -> None:
    """Raise RuleBroken where a plan would come to name a policy that is retired or not for duties; `named` is the id of
    the one that it names already."""
    if policy is None or policy.pk == named:
        return
    if policy.concerns != EscalationPolicy.Concerns.DUTIES:
        raise RuleBroken("policy", _("This policy is for corrective actions. Choose another."))
    if policy.retired_at is not None:
        raise RuleBroken("policy", _("This policy is retired. Choose another."))


def _step(policy: EscalationPolicy, level: int, after: int, reach: Reach, role: str) -> EscalationStep:
    return EscalationStep(policy=policy, level=level, after_minutes=after, reach=reach, role=role)
