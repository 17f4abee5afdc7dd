"""What would become of each line of a spreadsheet of children: new, changed, the same, or wrong and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from ops.facilities.judging import CHANGED, NEW, SAME, SHOWN, WRONG, Judged, cells_of, cleaned, filled_form
from ops.facilities.workbook import Line
from ops.records.encryption import lookup_hash
from ops.records.errors import RuleBroken
from stations.enrolment import actions, roster_rows
from stations.enrolment.identity import read_identity
from stations.enrolment.models import Child, Enrolment, Guardian
from stations.enrolment.persons import require_phone
from stations.enrolment.roster_models import RosterImport

# What a line says of the child itself.
COLUMNS = ("name", "sex", "birth_date", "grade", "school", "flag", "identity_number", "allergies", "health_note")


@dataclass
class Row(Judged):
    """A line of a child; `standing` is the same child, registered before."""

    standing: Child | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def check(draft: RosterImport, report: Callable[[int, int], None] = lambda done, total: None) -> list[Row]:
    """What would become of each line now; a constant number of statements."""
    lines = [Line(*line) for line in json.loads(draft.lines)]
    book, rows = _Book(draft, lines), []
    for number, line in enumerate(lines, 1):
        rows.append(book.row(line))
        report(number, len(lines))
    return rows


def as_data(rows: list[Row]) -> dict[str, Any]:
    """The check as it is kept for the page and the API: counts, the first wrong lines, and the first of the others."""
    wrong = [row for row in rows if row.verdict == WRONG]
    found = Counter(row.verdict for row in rows)
    return {
        "counts": {NEW: found[NEW], CHANGED: found[CHANGED], SAME: found[SAME]},
        "wrong_total": len(wrong),
        "wrong": [{"number": row.number, "name": row.name, "errors": row.errors} for row in wrong[:SHOWN]],
        "total": len(rows),
        "rows": [{"number": row.number, "name": row.name, "verdict": row.verdict} for row in rows[:SHOWN]],
    }


class _Book:
    """What stands in the database, read once, and what the lines so far add to it."""

    def __init__(self, draft: RosterImport, lines: list[Line]):
        self.facility, self.term = draft.facility, draft.term
        self.labels = {name: field.label for name, field in roster_rows.RosterRowForm.base_fields.items()}
        self.cells = cells_of(roster_rows.RosterRowForm)
        children = Child.objects.filter(facility=self.facility).prefetch_related("guardians", "emergency_contacts")
        self.children: list[Any] = list(children.prefetch_related("pickup_persons"))
        self.by_identity = {child.identity_hash: child for child in self.children if child.identity_hash}
        self.by_name = {(child.name, child.birth_date): child for child in self.children}
        guardians = Guardian.objects.filter(facility=self.facility).defer("phone")
        self.names = dict(guardians.values_list("phone_hash", "name"))
        column = self.cells["identity_number"].column
        numbers = {line.cells.get(column, "").upper() for line in lines} - {""}
        self.held = self._held({lookup_hash(number) for number in numbers}) if self.term else {}
        self.seen: set[Any] = set()

    def row(self, line: Line) -> Row:
        """A child is new, or stands by identity number, else by name, birth date and a guardian's phone."""
        row = Row(line.number, "")
        row.values = values = cleaned(filled_form(roster_rows.RosterRowForm, line, self.cells), row)
        row.name = values.get("name", "")
        self._identity(row)
        for name in ("guardian_phone", "second_phone", "contact_phone", "person_phone"):
            self._phone(row, name)
        for who in ("guardian", "second"):
            self._known_phone(row, who)
        if row.verdict == WRONG:
            return row
        self._standing(row)
        self._twice(row)
        self._place(row)
        if row.verdict == NEW and row.standing is not None:
            row.changes = _differences(row)
            row.verdict = CHANGED if row.changes else SAME
        return row

    def _identity(self, row: Row) -> None:
        """Sex and birth date may be left to the identity number; what is given must agree with it."""
        values = row.values
        number = values.get("identity_number", "").upper()
        if number:
            try:
                read = read_identity(number)
                values["sex"] = values.get("sex") or read.sex
                values["birth_date"] = values.get("birth_date") or read.birth_date
            except ValueError:
                pass
            try:
                actions.child_columns({name: values.get(name) for name in ("identity_number", "birth_date", "sex")})
            except RuleBroken as refused:
                row.wrong(self.labels[refused.field], refused.detail)
        for name in ("sex", "birth_date"):
            if not values.get(name) and not any(column == str(self.labels[name]) for column, _text in row.errors):
                row.wrong(self.labels[name], _("Fill this in, or the identity number."))

    def _phone(self, row: Row, name: str) -> None:
        if text := row.values.get(name):
            try:
                row.values[name] = require_phone(text, name)
            except RuleBroken as refused:
                row.wrong(self.labels[name], refused.detail)

    def _known_phone(self, row: Row, who: str) -> None:
        phone, name = row.values.get(f"{who}_phone"), row.values.get(f"{who}_name", "")
        if not phone or not name:
            return
        known = self.names.setdefault(lookup_hash(phone), name)
        if known != name:
            row.wrong(self.labels[f"{who}_name"], _("This phone number belongs to %(name)s.") % {"name": known})

    def _standing(self, row: Row) -> None:
        values = row.values
        if number := values["identity_number"]:
            row.standing = self.by_identity.get(lookup_hash(number.upper()))
        if row.standing is None:
            same = self.by_name.get((values["name"], values["birth_date"]))
            phone = lookup_hash(values["guardian_phone"])
            if same is not None and phone not in {guardian.phone_hash for guardian in same.guardians.all()}:
                message = _("A child of this name and birth date has other guardians here. Add this phone in its file.")
                row.wrong(self.labels["guardian_phone"], message)
                return
            row.standing = same

    def _twice(self, row: Row) -> None:
        values = row.values
        key: Any = row.standing.pk if row.standing else (values["name"], values["birth_date"])
        keys = {key, values["identity_number"].upper()} - {""}
        if not self.seen.isdisjoint(keys):
            row.wrong(self.labels["name"], _("This line is in the file twice."))
        self.seen |= keys

    def _place(self, row: Row) -> None:
        """One child holds one place at a time."""
        if self.term is None:
            return
        number = row.values["identity_number"].upper()
        keys = {row.standing.pk if row.standing else None, lookup_hash(number) if number else None} - {None}
        for key in keys:
            place = self.held.get(key)
            if place is None or place.term_id == self.term.pk and place.facility_id == self.facility.pk:
                continue
            where = str(place.term) if place.facility_id == self.facility.pk else _("another station")
            message = _("The child already has a place at the same time: %(where)s.") % {"where": where}
            row.wrong(self.labels["name"], message)
            return
        if row.standing is not None and not keys & self.held.keys():
            row.changes["place"] = True
            row.verdict = CHANGED

    def _held(self, identities: set[str]) -> dict[Any, Enrolment]:
        """Places at the hours of the term, by child and by identity: here, and elsewhere of children of the file."""
        term: Any = self.term
        rows: Any = Enrolment.objects.filter(
            Q(facility=self.facility) | Q(child__identity_hash__in=identities),
            state__in=Enrolment.HOLDING,
            term__first_day__lte=term.last_day,
            term__last_day__gte=term.first_day,
            term__opens__lt=term.closes,
            term__closes__gt=term.opens,
        )
        held: dict[Any, Enrolment] = {}
        for place in rows.select_related("term").annotate(identity=F("child__identity_hash")):
            if set(place.term.weekdays) & set(term.weekdays):
                held |= {key: place for key in (place.child_id, place.identity) if key}
        return held


def _differences(row: Row) -> dict[str, Any]:
    """What the line would change or add; an empty cell leaves what stands."""
    child: Any = row.standing
    values = row.values
    found: dict[str, Any] = {
        name: values[name] for name in COLUMNS if values[name] and values[name] != getattr(child, name)
    }
    guardians = {guardian.phone_hash: guardian for guardian in child.guardians.all()}
    first = guardians.get(lookup_hash(values["guardian_phone"]))
    work = {name: values[name] for name in ("employer", "employer_union") if values[name]}
    if first is None or any(getattr(first, name) != text for name, text in work.items()):
        found["guardian"] = True
    if values["second_name"] and lookup_hash(values["second_phone"]) not in guardians:
        found["second"] = True
    contacts = {(one.name, one.phone) for one in child.emergency_contacts.all() if one.withdrawn_at is None}
    if values["contact_name"] and (values["contact_name"], values["contact_phone"]) not in contacts:
        found["contact"] = True
    persons = {one.name for one in child.pickup_persons.all() if one.withdrawn_at is None}
    if values["person_name"] and values["person_name"] not in persons:
        found["person"] = True
    return {**row.changes, **found}
