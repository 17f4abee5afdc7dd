"""Entering and updating children as the lines of a spreadsheet say: each kind of row in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ops.facilities.judging import SAME
from ops.records import bulk
from ops.records.actions import amend
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from stations.enrolment import actions, allergens, places
from stations.enrolment.avoiding import note_allergens
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import Text
from stations.enrolment.identity import masked_phone
from stations.enrolment.models import (
    Child,
    ChildAllergen,
    EmergencyContact,
    Enrolment,
    Guardian,
    Guardianship,
    PickupPerson,
)
from stations.enrolment.roster_check import COLUMNS, Row
from stations.enrolment.roster_models import RosterImport
from stations.terms.models import Term

# In the order in which they point at one another.
_TABLES: tuple[Any, ...] = (
    *(Child, Guardian, Guardianship, PickupPerson),
    *(EmergencyContact, Consent, ChildAllergen),
)


def keep(
    rows: Sequence[Row], draft: RosterImport, agreement: Text, by: Actor, report: Callable[[int, int], None]
) -> int:
    """Enter and update the children of all checked lines; returns how many went on the waiting list.

    New children cost a constant number of statements, each one that is corrected a few. The values are those of
    checked forms, so that only the database judges them again: raises IntegrityError where somebody was faster since
    the check, RuleBroken where a child holds a place at the same time by now.
    """
    if draft.term is not None:
        # The term before its children, always, so that no two wait for each other.
        Term.objects.select_for_update().get(pk=draft.term.pk)
    sheet = _Sheet(draft, agreement, by)
    for number, row in enumerate(rows, 1):
        if row.verdict != SAME:
            sheet.take(row)
        report(number, len(rows))
    for table in _TABLES:
        bulk.insert(table, sheet.new[table], by=by, reason=sheet.reason, check_unique=True)
    if draft.term is None:
        return 0
    given = places.enrol_many(children=sheet.coming, term=draft.term, by=by, reason=sheet.reason)
    return sum(place.state == Enrolment.State.WAITING for place in given)


class _Sheet:
    """What the lines add, gathered before it is written; corrections of what stands are written at once."""

    def __init__(self, draft: RosterImport, agreement: Text, by: Actor):
        self.draft, self.agreement, self.by = draft, agreement, by
        self.reason = _("From the file %(name)s") % {"name": draft.file_name}
        self.new: dict[Any, list[Any]] = {table: [] for table in _TABLES}
        # Who gets a place in the term.
        self.coming: list[Child] = []
        known = Guardian.objects.filter(facility=draft.facility).defer("phone")
        self.guardians = {guardian.phone_hash: guardian for guardian in known}
        self.collecting: Counter[Any] = Counter()

    def take(self, row: Row) -> None:
        """A line's child with everybody around it."""
        standing: Any = row.standing
        child = self._new_child(row.values) if standing is None else self._corrected(row)
        linked = set() if standing is None else {guardian.phone_hash for guardian in standing.guardians.all()}
        self.collecting[child.pk] = 0 if standing is None else len(standing.pickup_persons.all())
        for position, who in enumerate(("guardian", "second"), 1):
            if row.values[f"{who}_name"]:
                self._guardian(child, row.values, who, position, linked)
        if row.values["contact_name"] and (standing is None or "contact" in row.changes):
            self._contact(child, row.values, standing)
        if row.values["person_name"] and (standing is None or "person" in row.changes):
            self._collector(child, row.values, "person")
        if self.draft.term is not None and (standing is None or "place" in row.changes):
            self.coming.append(child)

    def _add(self, model: Any, **fields: Any) -> Any:
        record = model(facility=self.draft.facility, **fields)
        self.new[model].append(record)
        return record

    def _new_child(self, values: dict[str, Any]) -> Child:
        child: Child = self._add(Child, **actions.child_columns({name: values[name] for name in COLUMNS}))
        self._add(
            Consent,
            child=child,
            kind=self.agreement.kind,
            given=True,
            given_by=values["guardian_name"],
            text_version=self.agreement.version,
            text=self.agreement.row,
        )
        for key in allergens.found_in(values["allergies"]):
            self._add(ChildAllergen, child=child, allergen=key)
        return child

    def _corrected(self, row: Row) -> Child:
        child: Any = row.standing
        changes = {name: row.changes[name] for name in COLUMNS if name in row.changes}
        if not changes:
            return child
        columns = actions.child_columns(changes, child)
        child = amend(child, by=self.by, version=None, reason=self.reason, **columns)
        if text := changes.get("allergies"):
            note_allergens(child=child, text=text, by=self.by)
        return child

    def _guardian(self, child: Child, values: dict[str, Any], who: str, position: int, linked: set[str]) -> None:
        """Siblings share the guardian of a phone; the line's employer is the first guardian's."""
        phone = values[f"{who}_phone"]
        key = lookup_hash(phone)
        if key not in self.guardians:
            named = {"name": values[f"{who}_name"].strip(), "phone": phone, "phone_masked": masked_phone(phone)}
            self.guardians[key] = self._add(Guardian, phone_hash=key, **named)
        if who == "guardian":
            self._work(key, values)
        if key in linked:
            return
        guardian, relation = self.guardians[key], values[f"{who}_relation"]
        linked.add(key)
        self._add(Guardianship, child=child, guardian=guardian, relation=relation, position=position)
        self._collector(child, values, who, guardian=guardian)

    def _work(self, key: str, values: dict[str, Any]) -> None:
        guardian = self.guardians[key]
        work = {name: values[name] for name in ("employer", "employer_union") if values[name]}
        if guardian._state.adding:
            for name, value in work.items():
                setattr(guardian, name, value)
        elif any(getattr(guardian, name) != value for name, value in work.items()):
            self.guardians[key] = amend(guardian, by=self.by, version=None, reason=self.reason, **work)

    def _collector(self, child: Child, values: dict[str, Any], who: str, guardian: Guardian | None = None) -> None:
        self.collecting[child.pk] += 1
        phone = values[f"{who}_phone"]
        self._add(
            PickupPerson,
            child=child,
            guardian=guardian,
            name=values[f"{who}_name"].strip(),
            relation=values[f"{who}_relation"],
            phone=phone,
            phone_masked=masked_phone(phone) if phone else "",
            position=self.collecting[child.pk],
        )

    def _contact(self, child: Child, values: dict[str, Any], standing: Any) -> None:
        known = [] if standing is None else standing.emergency_contacts.all()
        phone = values["contact_phone"]
        self._add(
            EmergencyContact,
            child=child,
            name=values["contact_name"].strip(),
            relation=values["contact_relation"],
            phone=phone,
            phone_masked=masked_phone(phone),
            position=sum(one.withdrawn_at is None for one in known) + 1,
        )
