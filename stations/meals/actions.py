"""The record of a meal: what it was, who ate along, and its withdrawal. What each child had is in `serving`."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ops.duties import actions as duties
from ops.records.actions import amend, lock, require_reason, void
from ops.records.actor import Actor
from ops.records.errors import Conflict
from stations.meals.conditions import condition_of
from stations.meals.models import MealRecord


@transaction.atomic
def amend_meal(*, meal: MealRecord, version: int | None, reason: str, by: Actor, **changes: Any) -> MealRecord:
    """Correct what there was; the old values stay in history. Raises Stale, Conflict if voided."""
    require_reason(reason)
    if unknown := changes.keys() - {"menu"}:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    fresh = lock(meal, version=version)
    if fresh.is_void:
        raise Conflict(_("This record was voided. Enter a new one instead."))
    return amend(fresh, by=by, version=None, reason=reason, **changes)


@transaction.atomic
def void_meal(*, meal: MealRecord, version: int | None, reason: str, by: Actor) -> MealRecord:
    """Withdraw a meal that was recorded wrongly; it stays readable, and its duty is undone again."""
    voided = void(meal, by=by, reason=reason, version=version)
    duties.condition_changed(facility=voided.facility, condition=condition_of(voided.kind), by=by)
    return voided
