"""Taking over unions and facilities from a spreadsheet: a dry run line by line, then all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext as _

from ops.facilities import actions, queries
from ops.facilities.forms import PLAIN_FIELDS
from ops.facilities.models import Facility, FacilityImport
from ops.facilities.registry import kinds
from ops.facilities.rows import FacilityRowForm, UnionRowForm
from ops.facilities.workbook import Line, column_of, read
from ops.organization.access import Access
from ops.organization.actions import add_union
from ops.organization.models import TradeUnion
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.errors import Conflict

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass
class Row:
    """What will become of a line: new, changed, same or wrong, with what is wrong as (column, message)."""

    number: int
    name: str
    verdict: str = NEW
    errors: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] | None = None
    standing: Facility | None = None
    union_name: str = ""

    def wrong(self, column: Any, message: Any) -> None:
        """Mark what is wrong with it."""
        self.verdict = WRONG
        self.errors.append((str(column), str(message)))


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


# --- The three steps of a person: send the file, see the check, confirm ---


def take_file(*, file: Any, by: Actor) -> FacilityImport:
    """Read an uploaded spreadsheet and keep its lines until they are confirmed. Raises RuleBroken at `file`."""
    unions, places = read(file)
    lines = {
        "unions": [[line.number, line.cells] for line in unions],
        "places": [[line.number, line.cells] for line in places],
    }
    # Lines that nobody confirmed are not kept on.
    FacilityImport.objects.filter(made_by=by.user, confirmed=False).update(lines={})
    return create(FacilityImport(made_by=by.user, file_name=file.name[:120], lines=lines), by=by)


def check(draft: FacilityImport, access: Access) -> Check:
    """What would become of each line now; a constant number of statements."""
    book = _Book(access)
    unions = [book.union_row(Line(*line)) for line in draft.lines["unions"]]
    return Check(unions, [book.facility_row(Line(*line)) for line in draft.lines["places"]])


@transaction.atomic
def confirm(*, draft: FacilityImport, access: Access, by: Actor) -> FacilityImport:
    """Enter and update everything, or nothing.

    Raises Conflict when it was confirmed before, or when a line has become wrong since the check.
    """
    fresh = FacilityImport.objects.select_for_update().get(pk=draft.pk)
    if fresh.confirmed:
        raise Conflict(_("This file has already been taken over."))
    checked = check(fresh, access)
    if checked.wrong:
        raise Conflict(_("A line has become wrong since the check. Look at the check again."))
    importer = by.importing()
    reason = _("From the file %(name)s") % {"name": fresh.file_name}
    made = {row.name: _enter_union(row, access, importer) for row in checked.unions if row.verdict == NEW}
    entered = [_keep(row, access, made, importer, reason) for row in checked.facilities if row.verdict != SAME]
    actions.announce_beginning([facility for facility, new in entered if new], by=importer)
    counts = checked.counts()
    fresh.confirmed, fresh.lines = True, {"unions": [], "places": []}
    fresh.unions, fresh.entered, fresh.updated = counts["unions"], counts[NEW], counts[CHANGED]
    return save(fresh, by=by)


def _enter_union(row: Row, access: Access, by: Actor) -> TradeUnion:
    names = _unions_by_name(queries.unions_run(access))
    fields = {name: row.values[name] for name in ("name", "name_en", "short_name", "level")}
    return add_union(below=names[row.values["above"]][0], by=by, **fields)


def _keep(row: Row, access: Access, made: dict[str, TradeUnion], by: Actor, reason: str) -> tuple[Facility, bool]:
    values = {name: row.values[name] for name in PLAIN_FIELDS}
    if row.standing is not None:
        facility = row.standing
        actions.change_facility(facility=facility, version=None, by=by, reason=reason, details=row.details, **values)
        return facility, False
    union = row.values["union"] or made[row.union_name]
    facility = actions.enter_facility(
        kind=row.values["kind"],
        union=union,
        by=by,
        details=row.details,
        reason=reason,
        announce=False,
        **values,
    )
    return facility, True


# --- Judging lines ---


def _unions_by_name(unions: Iterable[TradeUnion]) -> dict[str, list[TradeUnion]]:
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
        self.unions = _unions_by_name(unions)
        self.coming: set[str] = set()
        rows = Facility.objects.filter(union__in=[union.pk for union in unions]).select_related("union")
        self.by_name = {(one.union_id, one.kind, one.name): one for one in rows}
        self.by_code = {one.code: one for one in self.by_name.values()}
        self.seen: set[Any] = set()

    def union_row(self, line: Line) -> Row:
        """A union is new, or stands already under the same upper one."""
        form, row = _filled_form(UnionRowForm, line), Row(line.number, "")
        values = _cleaned(form, row)
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
        form, row = _filled_form(FacilityRowForm, line), Row(line.number, "")
        values = _cleaned(form, row)
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
            row.details = _cleaned(_filled_form(kind.details.form, line), row)

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


def _filled_form(form_class: type[Any], line: Line) -> Any:
    """The form filled from a line; choices may be written as in either language."""
    blank = form_class()
    data: dict[str, Any] = {}
    for name, box in blank.fields.items():
        column = column_of(box)
        text = line.cells.get(column.zh, "")
        if column.choices:
            keys = {word.lower(): key for key, zh, en in column.choices for word in (zh, en, key)}
            many = isinstance(box, forms.MultipleChoiceField)
            parts = [part.strip() for part in text.replace("、", ",").replace("，", ",").split(",")] if many else [text]
            chosen = [keys.get(part.lower(), part) for part in parts if part]
            data[name] = chosen if many else (chosen[0] if chosen else _usual(box))
        else:
            data[name] = text or (_usual(box) if box.required else "")
    return form_class(data)


def _usual(box: forms.Field) -> Any:
    """An empty cell of what must be given means the usual, where there is one."""
    usual = box.initial() if callable(box.initial) else box.initial
    return usual if usual is not None else ""


def _cleaned(form: Any, row: Row) -> dict[str, Any]:
    """The cleaned values; what is wrong is noted with the row, under the column's name."""
    if not form.is_valid():
        for name in (*form.fields, NON_FIELD_ERRORS):
            label = form.fields[name].label if name in form.fields else ""
            for message in form.errors.get(name, ()):
                row.wrong(label, message)
    return dict(form.cleaned_data)
