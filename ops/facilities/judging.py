"""What would become of the lines of a spreadsheet: each new, changed, the same or wrong, with what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from ops.facilities import queries
from ops.facilities.forms import PLAIN_FIELDS
from ops.facilities.models import Facility, FacilityImport
from ops.facilities.registry import kinds
from ops.facilities.rows import FacilityRowForm, UnionRowForm
from ops.facilities.workbook import Line, column_of
from ops.organization.access import Access
from ops.organization.models import TradeUnion

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
# So many lines of a check are shown.
SHOWN = 100


@dataclass
class Judged:
    """What will become of a line: new, changed, same or wrong, with what is wrong as (column, message)."""

    number: int
    name: str
    verdict: str = NEW
    errors: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def wrong(self, column: Any, message: Any) -> None:
        """Mark what is wrong with it."""
        self.verdict = WRONG
        self.errors.append((str(column), str(message)))


@dataclass
class Row(Judged):
    """A line of a union or a facility."""

    details: dict[str, Any] | None = None
    standing: Facility | None = None
    union_name: str = ""


@dataclass
class Check:
    """The outcome of a dry run."""

    unions: list[Row]
    facilities: list[Row]

    @property
    def wrong(self) -> list[tuple[str, Row]]:
        """Lines that must be mended first, with the sheet that they stand in."""
        sheets = ((_("Unions"), self.unions), (_("Stations and rooms"), self.facilities))
        return [(sheet, row) for sheet, rows in sheets for row in rows if row.verdict == WRONG]

    def counts(self) -> dict[str, int]:
        """How many facilities are new, changed, the same or wrong, and how many unions are new."""
        found = Counter(row.verdict for row in self.facilities)
        new_unions = sum(row.verdict == NEW for row in self.unions)
        return {NEW: found[NEW], CHANGED: found[CHANGED], SAME: found[SAME], "unions": new_unions}


def check(
    draft: FacilityImport, access: Access, report: Callable[[int, int], None] = lambda done, total: None
) -> Check:
    """What would become of each line now; a constant number of statements."""
    book, found = _Book(access), Check([], [])
    unions, places = draft.lines["unions"], draft.lines["places"]
    for number, line in enumerate(unions + places, 1):
        if number <= len(unions):
            found.unions.append(book.union_row(Line(*line)))
        else:
            found.facilities.append(book.facility_row(Line(*line)))
        report(number, len(unions) + len(places))
    return found


def as_data(checked: Check) -> dict[str, Any]:
    """The check as it is kept for the page and the API: counts, the first wrong lines, and the first of the others."""
    wrong = checked.wrong
    coming = [row for row in checked.unions if row.verdict == NEW]
    return {
        "counts": checked.counts(),
        "wrong_total": len(wrong),
        "wrong": [
            {"sheet": sheet, "number": row.number, "name": row.name, "errors": row.errors}
            for sheet, row in wrong[:SHOWN]
        ],
        "total": len(checked.facilities),
        "rows": [
            {"number": row.number, "name": row.name, "union": row.union_name, "verdict": row.verdict}
            for row in checked.facilities[:SHOWN]
        ],
        "unions": [{"name": row.name, "above": row.values.get("above", "")} for row in coming[:SHOWN]],
    }


def unions_by_name(unions: Iterable[TradeUnion]) -> dict[str, list[TradeUnion]]:
    """Unions by name, English name, and `upper/name`."""
    found: dict[str, list[TradeUnion]] = {}
    by_path: dict[str, TradeUnion] = {}
    for union in unions:
        by_path[union.path] = union
        upper = by_path.get(union.path[: -TradeUnion.steplen])
        names = {union.name, union.name_en, union.short_name, f"{upper.name}/{union.name}" if upper else ""}
        for name in names - {""}:
            found.setdefault(name, []).append(union)
    return found


class _Book:
    """What stands in the database, read once, and what the lines so far add to it."""

    def __init__(self, access: Access):
        unions = list(queries.unions_run(access))
        self.unions = unions_by_name(unions)
        self.coming: set[str] = set()
        rows = Facility.objects.filter(union__in=[union.pk for union in unions]).select_related("union")
        self.by_name = {(one.union_id, one.kind, one.name): one for one in rows}
        self.by_code = {one.code: one for one in self.by_name.values()}
        self.seen: set[Any] = set()
        self.cells: dict[type[Any], dict[str, Cell]] = {}

    def _form(self, form_class: type[Any], line: Line) -> Any:
        if form_class not in self.cells:
            self.cells[form_class] = cells_of(form_class)
        return filled_form(form_class, line, self.cells[form_class])

    def union_row(self, line: Line) -> Row:
        """A union is new, or stands already under the same upper one."""
        form, row = self._form(UnionRowForm, line), Row(line.number, "")
        values = cleaned(form, row)
        row.name, row.values = values.get("name", ""), values
        above = values.get("above", "")
        if above and above not in self.coming and not self._one(above, form.fields["above"].label, row):
            return row
        if row.name in self.coming:
            row.wrong(form.fields["name"].label, _("This line is in the file twice."))
        uppers = [union.path for union in self.unions.get(above, [])]
        standing = [one for one in self.unions.get(row.name, []) if one.path[: -TradeUnion.steplen] in uppers]
        if row.verdict == NEW and standing:
            row.verdict = SAME
        if row.verdict == NEW:
            self.coming.add(row.name)
        return row

    def facility_row(self, line: Line) -> Row:
        """A facility is new, or stands under the same code, or under the same union, kind and name."""
        form, row = self._form(FacilityRowForm, line), Row(line.number, "")
        values = cleaned(form, row)
        row.name, row.values, row.union_name = values.get("name", ""), values, values.get("union_name", "")
        self._details(line, row)
        union = None
        if row.union_name and row.union_name not in self.coming:
            union = self._one(row.union_name, form.fields["union_name"].label, row)
        row.values["union"] = union
        self._standing(row, union, form)
        key = row.standing.pk if row.standing else (row.union_name, values.get("kind"), row.name)
        if key in self.seen:
            row.wrong(form.fields["name"].label, _("This line is in the file twice."))
        self.seen.add(key)
        return row

    def _standing(self, row: Row, union: TradeUnion | None, form: forms.Form) -> None:
        code = row.values.get("code", "")
        if code:
            row.standing = self.by_code.get(code)
            if row.standing is None:
                row.wrong(form.fields["code"].label, _("No station or room of yours has this code."))
            elif row.standing.kind != row.values.get("kind", row.standing.kind):
                row.wrong(form.fields["kind"].label, _("A station does not become a room, nor the other way."))
        elif union is not None:
            row.standing = self.by_name.get((union.pk, row.values.get("kind", ""), row.name))
        if row.verdict == NEW and row.standing is not None:
            standing = row.standing
            differs = any(getattr(standing, name) != row.values[name] for name in PLAIN_FIELDS)
            row.verdict = CHANGED if differs or row.details != _details_standing(standing) else SAME

    def _details(self, line: Line, row: Row) -> None:
        """What the kind asks beside, from its own columns."""
        kind = kinds.get(row.values.get("kind", ""))
        if kind is not None and kind.details is not None:
            row.details = cleaned(self._form(kind.details.form, line), row)

    def _one(self, name: str, column: Any, row: Row) -> TradeUnion | None:
        found = self.unions.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            row.wrong(column, _("Several unions have this name: write the upper one and a slash before it."))
        else:
            row.wrong(column, _("No union of yours has this name. Enter it first, or on the sheet of unions."))
        return None


def _details_standing(facility: Facility) -> dict[str, Any] | None:
    kind = kinds.get(facility.kind)
    return kind.details.load(facility) if kind and kind.details else None


@dataclass(frozen=True)
class Cell:
    """How a field is filled from its column: the column's name, and its choices by every word for them."""

    column: str
    words: dict[str, str]
    many: bool


def cells_of(form_class: type[Any]) -> dict[str, Cell]:
    """By field; both languages are asked, which is too dear for every line."""
    cells = {}
    for name, box in form_class().fields.items():
        column = column_of(box)
        words = getattr(box, "also", {}) | {word.lower(): key for key, *both in column.choices for word in (*both, key)}
        cells[name] = Cell(column.zh, words, isinstance(box, forms.MultipleChoiceField))
    return cells


def filled_form(form_class: type[Any], line: Line, cells: dict[str, Cell]) -> Any:
    """The form filled from a line; choices may be written as in either language."""
    form = form_class({})
    for name, box in form.fields.items():
        cell = cells[name]
        text = line.cells.get(cell.column, "")
        if cell.words:
            parts = re.split("[,、，]", text) if cell.many else [text]
            chosen = [cell.words.get(part.strip().lower(), part.strip()) for part in parts if part.strip()]
            form.data[name] = chosen if cell.many else (chosen[0] if chosen else _usual(box))
        else:
            form.data[name] = text or (_usual(box) if box.required else "")
    return form


def _usual(box: forms.Field) -> Any:
    """An empty cell of what must be given means the usual, where there is one."""
    usual = box.initial() if callable(box.initial) else box.initial
    return usual if usual is not None else ""


def cleaned(form: Any, row: Judged) -> dict[str, Any]:
    """The cleaned values; what is wrong is noted with the row, under the column's name."""
    if not form.is_valid():
        for name in (*form.fields, NON_FIELD_ERRORS):
            label = form.fields[name].label if name in form.fields else ""
            for message in form.errors.get(name, ()):
                row.wrong(label, message)
    return dict(form.cleaned_data)
