"""Changes to unions, people and memberships."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ops.organization.models import TradeUnion
from ops.records.actor import Actor


@transaction.atomic
def add_union(*, below: TradeUnion | None, by: Actor, **fields: Any) -> TradeUnion:
    """Enter a union below another; the federation itself is below none."""
    union = TradeUnion(**fields).acted_by(by)
    if below is None:
        return TradeUnion.objects.add_root(instance=union)
    return TradeUnion.objects.add_child(below, instance=union)
