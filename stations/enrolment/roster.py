"""Taking over children from a spreadsheet: a dry run line by line, then all or nothing; both as jobs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from ops.facilities.judging import CHANGED, NEW, SAME, SHOWN, WRONG, Judged, cells_of, cleaned, filled_form
from ops.facilities.models import Facility
from ops.facilities.workbook import Line
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Failed, Result
from ops.jobs.running import Report
from ops.organization.access import Access
from ops.organization.roles import AT_STATION
from ops.records.actions import amend, create, save
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment import actions, places, roster_rows
from stations.enrolment.consent_texts import REQUIRED, Text, texts_in_force
from stations.enrolment.identity import read_identity
from stations.enrolment.models import Child, Enrolment, Guardian, RosterImport
from stations.enrolment.persons import (
    NewConsent,
    NewContact,
    NewGuardian,
    NewPerson,
    add_contact,
    add_guardian,
    authorise_person,
    require_phone,
)
from stations.terms.models import Term

# The two kinds of jobs.
CHECK, TAKE_OVER = "roster-check", "roster-import"
_CHILD = ("name", "sex", "birth_date", "grade", "school", "flag", "identity_number", "allergies", "health_note")


@dataclass
class Row(Judged):
    """A line of a child; `standing` is the same child, registered before."""

    standing: Child | None = None
    changes: dict[str, Any] = field(default_factory=dict)


# --- The three steps of a person: send the file, see the check, confirm ---


@transaction.atomic
def take_file(*, facility: Facility, file: Any, by: Actor, term: Term | None = None) -> RosterImport:
    """Read an uploaded roster, keep its lines encrypted until they are confirmed, and let them be checked.

    Raises RuleBroken at `file`.
    """
    lines = [[line.number, line.cells] for line in roster_rows.read(file)]
    # Lines that nobody confirmed are not kept on.
    RosterImport.objects.filter(facility=facility, made_by=by.user, confirmed=False).update(lines="", checked="")
    draft = RosterImport(facility=facility, made_by=by.user, file_name=file.name[:120], term=term)
    draft.lines = json.dumps(lines, ensure_ascii=False)
    create(draft, by=by)
    check_again(draft=draft, by=by)
    return draft


@transaction.atomic
def check_again(*, draft: RosterImport, by: Actor) -> Job:
    """Let the lines be checked, as the children stand then. Raises Conflict when it is too late for that."""
    _require_open(draft)
    RosterImport.objects.filter(pk=draft.pk).update(checked="")
    return jobs.start(kind=CHECK, by=by, object_id=draft.pk, title=draft.file_name)


@transaction.atomic
def confirm(*, draft: RosterImport, by: Actor) -> Job:
    """Let everything be entered and updated, or nothing. Raises Conflict unless the check found all in order."""
    fresh = _require_open(draft)
    if not fresh.checked or json.loads(fresh.checked)["wrong_total"]:
        raise Conflict(_("Lines must be mended first. Look at the check."))
    return jobs.start(kind=TAKE_OVER, by=by, object_id=draft.pk, title=draft.file_name)


def _require_open(draft: RosterImport) -> RosterImport:
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("facility", "term").get(pk=draft.pk)
    if fresh.confirmed:
        raise Conflict(_("This file has already been taken over."))
    if not fresh.lines:
        raise Conflict(_("A newer file has taken its place. Send this one again."))
    return fresh


# --- The same steps as a worker does them ---


def run_check(job: Job, by: Actor, report: Report) -> Result:
    """Find out what would become of each line, and note it with the draft."""
    draft = RosterImport.objects.select_related("facility", "term").get(pk=job.about)
    found = as_data(check(draft, report))
    unconfirmed: Any = RosterImport.objects.filter(pk=draft.pk, confirmed=False)
    unconfirmed.update(checked=json.dumps(found, ensure_ascii=False))
    return Result({"wrong": found["wrong_total"], **found["counts"]})


def run_take_over(job: Job, by: Actor, report: Report) -> Result:
    """Enter and update everything: in one transaction with the mark that it is done.

    Raises Failed when whoever asked works there no longer, or when a line has become wrong since the check.
    """
    draft = _require_open(RosterImport(pk=job.about))
    if not Access(by.user).may_at(draft.facility, *AT_STATION):
        raise Failed(_("You no longer work at this station."))
    rows = check(draft)
    if wrong := [row for row in rows if row.verdict == WRONG]:
        lines = [(row.number, f"{column}: {message}") for row in wrong for column, message in row.errors]
        raise Failed(_("A line has become wrong since the check. Nothing was taken over."), lines)
    agreement = next(text for text in texts_in_force(draft.facility) if text.kind in REQUIRED)
    importer, waiting = by.importing(), 0
    for number, row in enumerate(rows, 1):
        try:
            waiting += _keep(row, draft, agreement, importer)
        except RuleBroken as refused:
            raise Failed(_("Nothing was taken over."), [(row.number, str(refused.detail))]) from refused
        report(number, len(rows))
    counts = Counter(row.verdict for row in rows)
    draft.confirmed, draft.lines, draft.checked = True, "", ""
    draft.entered, draft.updated, draft.waiting = counts[NEW], counts[CHANGED], waiting
    save(draft, by=by)
    return Result({"entered": draft.entered, "updated": draft.updated, "waiting": waiting})


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


# --- Judging lines ---


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
        name: values[name] for name in _CHILD if values[name] and values[name] != getattr(child, name)
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


# --- Keeping lines ---


def _keep(row: Row, draft: RosterImport, agreement: Text, by: Actor) -> bool:
    """Enter or update one child; whether it went on the waiting list."""
    if row.verdict == SAME:
        return False
    child = _new_child(row, draft, agreement, by) if row.standing is None else _updated(row, draft, by)
    if draft.term is None or child.enrolments.filter(term=draft.term, state__in=Enrolment.HOLDING).exists():
        return False
    place = places.enrol(id=uuid7(), child=child, term=draft.term, by=by, reason=_from(draft))
    return place.state == Enrolment.State.WAITING


def _new_child(row: Row, draft: RosterImport, agreement: Text, by: Actor) -> Child:
    values = row.values
    registration = actions.Registration(
        child={name: values[name] for name in _CHILD},
        guardians=[one for one in (_guardian(values), _second(values)) if one],
        persons=[one for one in (_person(values),) if one],
        contacts=[one for one in (_contact(values),) if one],
        consents=[NewConsent.to(agreement, given=True, by=values["guardian_name"])],
    )
    child = actions.register_child(id=uuid7(), facility=draft.facility, registration=registration, by=by)
    _work(child, values, draft, by)
    return child


def _updated(row: Row, draft: RosterImport, by: Actor) -> Child:
    child: Any = row.standing
    values = row.values
    columns = {name: row.changes[name] for name in _CHILD if name in row.changes}
    if columns:
        child = actions.amend_child(child=child, version=None, reason=_from(draft), by=by, **columns)
    guardian, second = _guardian(values), _second(values)
    add_guardian(child=child, entered=guardian, by=by)
    if second:
        add_guardian(child=child, entered=second, by=by, position=2)
    contact, person = _contact(values), _person(values)
    if contact and "contact" in row.changes:
        add_contact(id=uuid7(), child=child, entered=contact, by=by)
    if person and "person" in row.changes:
        authorise_person(id=uuid7(), child=child, entered=person, by=by)
    _work(child, values, draft, by)
    return child


def _work(child: Child, values: dict[str, Any], draft: RosterImport, by: Actor) -> None:
    """The first guardian's employer, where the line names one."""
    guardian = Guardian.objects.get(facility=draft.facility, phone_hash=lookup_hash(values["guardian_phone"]))
    work = {name: values[name] for name in ("employer", "employer_union") if values[name]}
    amend(guardian, by=by, version=None, reason=_from(draft), **work)


def _from(draft: RosterImport) -> str:
    return _("From the file %(name)s") % {"name": draft.file_name}


def _guardian(values: dict[str, Any]) -> NewGuardian:
    named = {name: values[f"guardian_{name}"] for name in ("name", "phone", "relation")}
    return NewGuardian(**named, employer=values["employer"], employer_union=values["employer_union"])


def _second(values: dict[str, Any]) -> NewGuardian | None:
    named = {name: values[f"second_{name}"] for name in ("name", "phone", "relation")}
    return NewGuardian(**named) if named["name"] else None


def _contact(values: dict[str, Any]) -> NewContact | None:
    named = {name: values[f"contact_{name}"] for name in ("name", "relation", "phone")}
    return NewContact(**named) if named["name"] else None


def _person(values: dict[str, Any]) -> NewPerson | None:
    named = {name: values[f"person_{name}"] for name in ("name", "relation", "phone")}
    return NewPerson(**named) if named["name"] else None


def checked_of(draft: RosterImport) -> dict[str, Any] | None:
    """What the last check found; None while it has not been checked."""
    found: dict[str, Any] | None = json.loads(draft.checked) if draft.checked else None
    return found


def own(access: Access, pk: UUID | None = None) -> Any:
    """The reader's own rosters at stations where they work."""
    rows = RosterImport.objects.visible_to(access, AT_STATION).filter(made_by=access.user.pk)
    rows = rows.select_related("facility", "term")
    return rows if pk is None else rows.filter(pk=pk)
