"""What differs between two versions of a checklist, question by question."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ops.checklists.editing import plain
from ops.checklists.models import ChecklistItem


@dataclass
class Change:
    """One question that differs: `kind` is added, removed, changed or moved; `fields` are (label, before, after)."""

    kind: str
    item: ChecklistItem
    fields: list[tuple[str, str, str]] = field(default_factory=list)


_NOT_CONTENT = {"id", "version", "checklist", "position", "key"}


def differences(before: list[ChecklistItem], after: list[ChecklistItem]) -> list[Change]:
    """What the later version asks otherwise, in its order; what it no longer asks comes last."""
    old = {item.key: item for item in before}
    new = {item.key for item in after}
    stayed = [item.key for item in before if item.key in new]
    order = {key: place for place, key in enumerate(stayed)}
    furthest, changes = -1, []
    for item in after:
        was = old.get(item.key)
        if was is None:
            changes.append(Change("added", item))
            continue
        moved = order[item.key] < furthest
        furthest = max(furthest, order[item.key])
        if fields := _fields(was, item):
            changes.append(Change("changed", item, fields))
        elif moved:
            changes.append(Change("moved", item))
    return [*changes, *(Change("removed", item) for item in before if item.key not in new)]


def _fields(was: ChecklistItem, now: ChecklistItem) -> list[tuple[str, str, str]]:
    found = []
    for column in ChecklistItem._meta.concrete_fields:
        if column.name in _NOT_CONTENT:
            continue
        before, after = getattr(was, column.name), getattr(now, column.name)
        if before != after:
            found.append((str(column.verbose_name), _shown(was, column, before), _shown(now, column, after)))
    return found


def _shown(item: ChecklistItem, column: Any, value: Any) -> str:
    if column.name == "kind":
        return str(item.get_kind_display())
    if column.name == "choices":
        return "、".join(str(choice.get("zh")) for choice in value) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else "—"
    return str(value) if value not in (None, "") else "—"
