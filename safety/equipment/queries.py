"""What equipment a facility has, and what is due for inspection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ops.facilities.models import Facility
from safety.equipment.models import Equipment, EquipmentInspection


def due(facility: Facility, day: dt.date) -> list[Equipment]:
    """Equipment whose inspection is due on that day or overdue; what is broken waits for its repair instead."""
    rows = Equipment.objects.filter(facility=facility, state=Equipment.State.IN_USE, voided_at=None, next_due__lte=day)
    return list(rows.order_by("next_due", "name"))


@dataclass(frozen=True)
class Item:
    """One line of the register as seen on a day."""

    equipment: Equipment
    days_left: int | None

    @property
    def is_due(self) -> bool:
        """Whether it must be inspected now."""
        return self.equipment.state == Equipment.State.IN_USE and self.days_left is not None and self.days_left <= 0


@dataclass(frozen=True)
class EquipmentRegister:
    """A facility's equipment by what it asks of people: broken, due, fine, retired."""

    broken: list[Item]
    due: list[Item]
    fine: list[Item]
    retired: list[Item]

    @property
    def in_service(self) -> int:
        """Pieces that are not retired."""
        return len(self.broken) + len(self.due) + len(self.fine)


def register_of(facility: Facility, day: dt.date) -> EquipmentRegister:
    """The whole register of a facility on a day, in one query."""
    rows = Equipment.objects.filter(facility=facility, voided_at=None).order_by("next_due", "name")
    found: dict[str, list[Item]] = {"broken": [], "due": [], "fine": [], "retired": []}
    for row in rows:
        item = Item(row, row.days_left(day))
        if row.state == Equipment.State.IN_USE:
            found["due" if item.is_due else "fine"].append(item)
        else:
            found["broken" if row.state == Equipment.State.BROKEN else "retired"].append(item)
    return EquipmentRegister(**found)


def inspections_of(equipment: Equipment) -> list[EquipmentInspection]:
    """The last hundred inspections of a piece, the newest first, voided ones among them; one query."""
    rows = equipment.inspections.select_related("inspected_by", "photo").order_by("-occurred_at", "-id")
    return list(rows[:100])


def as_entered(equipment: Equipment) -> dict[str, Any]:
    """What an editor starts from, with the version that was read."""
    fields = ("version", "name", "kind", "location", "quantity", "interval_days", "serial", "bought_on")
    return {name: getattr(equipment, name) for name in fields}
