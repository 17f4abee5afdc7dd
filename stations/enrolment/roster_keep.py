"""Entering and updating children as the lines of a spreadsheet say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ops.facilities.judging import SAME
from ops.records.actions import amend
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.ids import uuid7
from stations.enrolment import actions, places
from stations.enrolment.consent_texts import Text
from stations.enrolment.models import Child, Enrolment, Guardian
from stations.enrolment.persons import (
    NewConsent,
    NewContact,
    NewGuardian,
    NewPerson,
    add_contact,
    add_guardian,
    authorise_person,
)
from stations.enrolment.roster_check import COLUMNS, Row
from stations.enrolment.roster_models import RosterImport


def keep(row: Row, draft: RosterImport, agreement: Text, by: Actor) -> bool:
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
        child={name: values[name] for name in COLUMNS},
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
    columns = {name: row.changes[name] for name in COLUMNS if name in row.changes}
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
