"""What a checklist costs those who fill it in, so that nobody orders an hour a week unaware."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ops.checklists.models import ChecklistItem, ItemKind
from ops.organization.models import TradeUnion
from ops.policy.queries import numbers_in_force

CAP = "checklist_minutes_week"
# Seconds that one item takes a practised person when all is fine.
SECONDS = {
    ItemKind.YES_NO: 6,
    ItemKind.CHOICE: 6,
    ItemKind.NUMBER: 15,
    ItemKind.TEMPERATURE: 15,
    ItemKind.TEXT: 30,
    ItemKind.PHOTO: 20,
    ItemKind.SIGNATURE: 10,
}


@dataclass(frozen=True)
class Cost:
    """Seconds of one filling, and minutes a week; `cap` is the most minutes a week that are thought bearable."""

    seconds: int
    a_month: int
    cap: Decimal

    @property
    def minutes(self) -> int:
        """Minutes of one filling, rounded up."""
        return max(1, -(-self.seconds // 60))

    @property
    def week(self) -> int:
        """Minutes a week, rounded up."""
        return max(1, -(-self.seconds * self.a_month // 240))

    @property
    def over(self) -> bool:
        """Whether it costs more than is thought bearable."""
        return self.week > self.cap


def cost_of(items: Iterable[ChecklistItem], a_month: int, union: TradeUnion | None, cap: Decimal | None = None) -> Cost:
    """The cost of what is always asked; at most one query, none with the cap given."""
    seconds = sum(SECONDS[ItemKind(item.kind)] for item in items if not item.condition)
    return Cost(seconds, a_month, cap_for(union) if cap is None else cap)


def cap_for(union: TradeUnion | None) -> Decimal:
    """The most minutes a week for one checklist, by the rule in force today."""
    path = union.path if union else ""
    return numbers_in_force((CAP,), path, dt.datetime.now(dt.UTC).date())[CAP]
