"""Taking over unions and facilities from a spreadsheet: a dry run line by line, then all or nothing; both as jobs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
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
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Failed, Result
from ops.jobs.running import Report
from ops.organization.access import Access
from ops.organization.actions import add_union
from ops.organization.models import TradeUnion
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.errors import Conflict

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
# The two kinds of jobs.
CHECK, TAKE_OVER = "facility-check", "facility-import"
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


# --- The three steps of a person: send the file, see the check, confirm ---


@transaction.atomic
def take_file(*, file: Any, by: Actor) -> FacilityImport:
    """Read an uploaded spreadsheet, keep its lines until they are confirmed, and let them be checked.

    Raises RuleBroken at `file`.
    """
    unions, places = read(file)
    lines = {
        "unions": [[line.number, line.cells] for line in unions],
        "places": [[line.number, line.cells] for line in places],
    }
    # Lines that nobody confirmed are not kept on.
    FacilityImport.objects.filter(made_by=by.user, confirmed=False).update(lines={}, checked=None)
    draft = create(FacilityImport(made_by=by.user, file_name=file.name[:120], lines=lines), by=by)
    check_again(draft=draft, by=by)
    return draft


@transaction.atomic
def check_again(*, draft: FacilityImport, by: Actor) -> Job:
    """Let the lines be checked, as the unions and places stand then. Raises Conflict when it is too late for that."""
    _require_open(draft)
    FacilityImport.objects.filter(pk=draft.pk).update(checked=None)
    return jobs.start(kind=CHECK, by=by, object_id=draft.pk, title=draft.file_name)


@transaction.atomic
def confirm(*, draft: FacilityImport, by: Actor) -> Job:
    """Let everything be entered and updated, or nothing. Raises Conflict unless the check found all in order."""
    fresh = _require_open(draft)
    if fresh.checked is None or fresh.checked["wrong_total"]:
        raise Conflict(_("Lines must be mended first. Look at the check."))
    return jobs.start(kind=TAKE_OVER, by=by, object_id=draft.pk, title=draft.file_name)


def _require_open(draft: FacilityImport) -> FacilityImport:
    fresh = FacilityImport.objects.select_for_update().get(pk=draft.pk)
    if fresh.confirmed:
        raise Conflict(_("This file has already been taken over."))
    if not fresh.lines:
        raise Conflict(_("A newer file has taken its place. Send this one again."))
    return fresh


# --- The same steps as a worker does them ---


def run_check(job: Job, by: Actor, report: Report) -> Result:
    """Find out what would become of each line, and note it with the draft."""
    draft = FacilityImport.objects.get(pk=job.about)
    found = as_data(check(draft, Access(by.user), report))
    FacilityImport.objects.filter(pk=draft.pk, confirmed=False).update(checked=found)
    return Result({"wrong": found["wrong_total"], **found["counts"]})


def run_take_over(job: Job, by: Actor, report: Report) -> Result:
    """Enter and update everything: in one transaction with the mark that it is done.

    Raises Failed when it was taken over before, or when a line has become wrong since the check.
    """
    draft = _require_open(FacilityImport(pk=job.about))
    access = Access(by.user)
    checked = check(draft, access, report)
    if checked.wrong:
        lines = [
            (f"{sheet} {row.number}", f"{column}: {message}")
            for sheet, row in checked.wrong
            for column, message in row.errors
        ]
        raise Failed(_("A line has become wrong since the check. Nothing was taken over."), lines)
    counts = checked.counts()
    _enter(checked, draft, access, by.importing(), report)
    draft.confirmed, draft.lines, draft.checked = True, {"unions": [], "places": []}, None
    draft.unions, draft.entered, draft.updated = counts["unions"], counts[NEW], counts[CHANGED]
    save(draft, by=by)
    return Result({"unions": draft.unions, "entered": draft.entered, "updated": draft.updated})


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


def _enter(checked: Check, draft: FacilityImport, access: Access, by: Actor, report: Report) -> None:
    reason = _("From the file %(name)s") % {"name": draft.file_name}
    names = _unions_by_name(queries.unions_run(access))
    made: dict[str, TradeUnion] = {}
    for row in checked.unions:
        if row.verdict == NEW:
            made[row.name] = _enter_union(row, names, made, by)
    rows = [row for row in checked.facilities if row.verdict != SAME]
    new = []
    for number, row in enumerate(rows, 1):
        facility, is_new = _keep(row, access, made, by, reason)
        if is_new:
            new.append(facility)
        report(number, len(rows))
    actions.announce_beginning(new, by=by)


def _enter_union(row: Row, names: dict[str, list[TradeUnion]], made: dict[str, TradeUnion], by: Actor) -> TradeUnion:
    above = row.values["above"]
    fields = {name: row.values[name] for name in ("name", "name_en", "short_name", "level")}
    return add_union(below=made.get(above) or names[above][0], by=by, **fields)


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
        words = {word.lower(): key for key, zh, en in column.choices for word in (zh, en, key)}
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
