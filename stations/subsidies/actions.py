"""Setting, changing and withdrawing the rule of a subsidy campaign."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ops.organization.models import TradeUnion
from ops.records.actions import amend, create, lock, withdraw
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.subsidies.models import SubsidyRule

DEMANDS = ("name", "first_day", "last_day", "children_min", "days_min", "attendance_min", "running_mode", "source_text")


@transaction.atomic
def set_rule(*, id: UUID, union: TradeUnion, by: Actor, **demands: Any) -> tuple[SubsidyRule, bool]:
    """Announce what a campaign asks for, for a union and all below it; returns the rule and whether it is new.

    The same `id` with the same content again returns what stands. Raises RuleBroken at a field, Conflict where the id
    names another rule.
    """
    rule = SubsidyRule(id=id, union=union, **demands)
    standing = SubsidyRule.objects.filter(pk=id).first()
    if standing is not None:
        if any(getattr(standing, name) != getattr(rule, name) for name in ("union_id", *DEMANDS)):
            raise Conflict(_("This id names another rule."))
        return standing, False
    _require_sound(rule)
    return create(rule, by=by), True


@transaction.atomic
def amend_rule(*, rule: SubsidyRule, version: int | None, reason: str, by: Actor, **changes: Any) -> SubsidyRule:
    """Change what it asks for; what it asked before stays in history.

    Raises RuleBroken at a field or without a reason, Conflict where it was withdrawn, Stale if somebody was faster.
    """
    fresh = lock(rule, version=version)
    if fresh.withdrawn_at is not None:
        raise Conflict(_("This rule was withdrawn. Set a new one instead."))
    for name, value in changes.items():
        setattr(fresh, name, value)
    _require_sound(fresh)
    return amend(rule, by=by, version=version, reason=reason, **changes)


def withdraw_rule(*, rule: SubsidyRule, version: int | None, reason: str, by: Actor) -> SubsidyRule:
    """It asks for nothing any more; it stays readable. Twice changes nothing."""
    return withdraw(rule, by=by, reason=reason, version=version)


def _require_sound(rule: SubsidyRule) -> None:
    if rule.last_day < rule.first_day:
        raise RuleBroken("last_day", _("The last day lies before the first."))
    try:
        rule.clean_fields(exclude=["id", "union"])
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise RuleBroken(field, problems[0]) from error
