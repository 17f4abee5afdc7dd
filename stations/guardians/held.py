"""What the system holds about a child, in plain words, for its guardian (PIPL Art. 45)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ops.audit.registry import timeline
from ops.audit.values import human
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.web.text import NOTHING, masked_name
from stations.enrolment.allergens import labels
from stations.enrolment.models import Child, Guardian, PickupPerson
from stations.guardians.around import tables
from stations.meals.models import MealRecord, Portion

# Of others, or of no use to a guardian: who must not collect and why, what staff wrote about a release.
LEFT_OUT = frozenset(
    {"child", "phone", "photo", "signature", "override_reason", "barred", "barred_note", "clock_skew", "name_en"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: when it happened (where it has a time), and its fields as label and text."""

    key: str
    at: Any
    facts: list[tuple[str, str]]
    versions: int


@dataclass(frozen=True, slots=True)
class Section:
    """All records of one kind."""

    key: str
    label: Any
    entries: list[Entry]


def held_about(child: Child, reader: Guardian) -> list[Section]:
    """Everything that is kept under the child's key, newest first; two queries a table, whatever its rows.

    Names of other guardians are masked, phone numbers too; who must not collect the child is left out altogether.
    """
    whole = Child.objects.select_related("facility").get(pk=child.pk)
    sections = [Section("stations.child", _("The child"), [_entry(whole, whole.facility, reader, {})])]
    for table in tables():
        rows = table.of(child).select_related(*_names(table.model)).order_by("-pk")
        rows = rows.exclude(**_barred(table.model))
        counted = _versions(table.model, rows)
        entries = [_entry(row, child.facility, reader, counted) for row in rows]
        if entries:
            sections.append(Section(table.model._meta.label_lower, table.model._meta.verbose_name_plural, entries))
    if meals := _meals(child):
        sections.append(Section("stations.mealrecord", _("Noted at meals"), meals))
    return sections


def _barred(model: Any) -> dict[str, Any]:
    """Who must not collect, and what hangs on them."""
    if model is PickupPerson:
        return {"barred": True}
    return {"person__barred": True} if _points_at(model, "person", PickupPerson) else {"pk__in": ()}


def _points_at(model: Any, name: str, target: Any) -> bool:
    return any(field.name == name and field.related_model is target for field in model._meta.concrete_fields)


def _names(model: Any) -> list[str]:
    """Foreign keys that are shown by name."""
    return [field.name for field in _fields(model) if field.is_relation]


def _fields(model: Any) -> list[models.Field[Any, Any]]:
    """The fields of the timeline, without what is another's or nobody's business."""
    entry = timeline[model._meta.label_lower]
    fields = [model._meta.get_field(name) for name in entry.fields if name not in LEFT_OUT]
    return [field for field in fields if field.concrete and field.related_model is not User]


def _versions(model: Any, rows: Any) -> dict[Any, int]:
    history = model.history.model._base_manager.filter(id__in=rows.order_by().values("pk")).order_by()
    return dict(history.values_list("id").annotate(number=models.Count("pk")))


def _entry(row: Any, facility: Facility, reader: Guardian, counted: dict[Any, int]) -> Entry:
    facts = [(str(field.verbose_name), _text(row, field, facility, reader)) for field in _fields(type(row))]
    at = getattr(row, "occurred_at", None)
    return Entry(str(row.pk), at, [fact for fact in facts if fact[1] != NOTHING], counted.get(row.pk, 1))


def _text(row: Any, field: models.Field[Any, Any], facility: Facility, reader: Guardian) -> str:
    related = getattr(row, field.name) if field.is_relation else None
    if isinstance(related, Guardian):
        return related.name if related.pk == reader.pk else masked_name(related.name)
    if field.name in ("announced_by_name", "given_by", "guardian_name", "signed_by", "whose"):
        value = getattr(row, field.name)
        return (value if value == reader.name else masked_name(value)) or NOTHING
    if field.name == "allergens":
        return "、".join(labels(row.allergens)) or NOTHING
    if isinstance(field, models.JSONField):
        return ", ".join(str(part) for part in getattr(row, field.name) or ()) or NOTHING
    return human(row, field, facility)


def _meals(child: Child) -> list[Entry]:
    """What was noted of the child at meals before each plate had its own record."""
    rows = MealRecord.objects.filter(facility=child.facility, exceptions__has_key=str(child.pk)).order_by("-pk")
    entries = []
    for meal in rows:
        noted = meal.exceptions[str(child.pk)]
        kind = str(Portion(noted["kind"]).label) if noted.get("kind") else ""
        facts = [(str(meal.get_kind_display()), kind), (_("Note"), noted.get("note", ""))]
        entries.append(Entry(str(meal.pk), meal.occurred_at, [fact for fact in facts if fact[1]], 1))
    return entries
