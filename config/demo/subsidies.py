"""What the federation's summer campaign and one joint-run campaign of a district ask of their stations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from config.demo.world import World, identity
from ops.organization.models import TradeUnion, User
from stations.subsidies.actions import amend_rule, set_rule


def build_subsidies(world: World) -> None:
    """The federation's summer campaign, eased once, and a district's for jointly run stations."""
    span = {"first_day": world.first_day, "last_day": world.today + dt.timedelta(days=10)}
    rule = _set(
        world,
        "city",
        world.city,
        name="暑期爱心托管奖补",
        children_min=20,
        days_min=25,
        attendance_min=Decimal(70),
        source_text="市总工会 2026 年第 8 号通知",
        **span,
    )
    if rule is not None:
        city = world.acting(User.objects.get(username="city"))
        amend_rule(rule=rule, version=None, reason="第 11 号通知：受台风影响，开班天数放宽", by=city, days_min=20)
    joint = {"running_mode": "joint", "children_min": 10, "days_min": 15, "attendance_min": Decimal(80)}
    _set(world, "officer", world.supervising[0], name="联合办驿站补贴", **joint, **span)


def _set(world: World, username: str, union: TradeUnion, **demands: Any) -> Any:
    by = world.acting(User.objects.get(username=username))
    rule, new = set_rule(
        id=identity("subsidy", demands["name"]),
        union=union,
        by=by,
        **{"running_mode": "", "source_text": "", **demands},
    )
    return rule if new else None
