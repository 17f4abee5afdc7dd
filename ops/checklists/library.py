"""The ready checklists for every regime of the mandate. To add one, add a file to `ready/`.

A file has `key`, `name`, `name_en`, `regime`, `a_month` (times in four weeks) and `items`; an item has the columns of
ChecklistItem that differ from their defaults. Numbers that the law sets name their policy parameter; the number beside
it holds until one is set.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from ops.checklists.models import ChecklistItem, ChecklistTemplate
from ops.checklists.publishing import add_common_template, new_common_version
from ops.records.actions import save
from ops.records.actor import Actor

FOLDER = Path(__file__).parent / "ready"
# Long enough ago for records taken over from before this program.
SINCE = dt.date(2020, 1, 1)
_NUMBERS = ("low", "high")


@lru_cache(maxsize=1)
def ready() -> dict[str, dict[str, Any]]:
    """The ready checklists by key, as they stand in their files."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json")))
    return {entry["key"]: entry for entry in read}


@transaction.atomic
def publish(by: Actor) -> dict[str, ChecklistTemplate]:
    """Enter all ready checklists; one whose file says something else than its newest version gets a new version.

    Running it again changes nothing. The first version counts from 2020, later ones from today (UTC).
    """
    standing = {template.key: template for template in ChecklistTemplate.objects.filter(key__in=ready())}
    for key, entry in ready().items():
        template = standing.get(key)
        if template is None:
            template = standing[key] = add_common_template(
                key=key,
                name=entry["name"],
                name_en=entry["name_en"],
                regime=entry["regime"],
                a_month=entry["a_month"],
                by=by,
            )
        elif template.a_month != entry["a_month"]:
            template.a_month = entry["a_month"]
            save(template, by=by, fields=["a_month"])
        newest = template.versions.order_by("-number").prefetch_related("items").first()
        if newest and _said(newest.items.all()) == _said(items_of(entry)):
            continue
        since = dt.datetime.now(dt.UTC).date() if newest else SINCE
        new_common_version(template=template, items=items_of(entry), valid_from=since, by=by)
    return standing


def items_of(entry: dict[str, Any]) -> list[ChecklistItem]:
    """Unsaved items of a ready checklist, in order."""
    numbers = [{name: Decimal(item[name]) for name in _NUMBERS if name in item} for item in entry["items"]]
    return [ChecklistItem(**{**item, **found}) for item, found in zip(entry["items"], numbers, strict=True)]


def _said(items: Any) -> list[tuple[Any, ...]]:
    names = [f.name for f in ChecklistItem._meta.concrete_fields if f.name not in _NOT_CONTENT]
    return [tuple(getattr(item, name) for name in names) for item in items]


_NOT_CONTENT = {"id", "version", "checklist", "position"}
