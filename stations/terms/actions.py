"""Changes to a station and its terms."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ops.duties.generation import days_ahead, generate_duties
from ops.facilities.models import Facility
from ops.records.actions import amend, create, lock, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.models import Recorded
from stations.terms.models import Group, Station, Term, TermClosure
from stations.terms.registry import day_listeners

R = TypeVar("R", bound=Recorded)


@transaction.atomic
def set_up_station(*, facility: Facility, by: Actor, **fields: Any) -> Station:
    """Give a facility of kind station its station row. Raises RuleBroken at a field, Conflict if it has one."""
    if Station.objects.filter(facility=facility).exists():
        raise Conflict(_("This facility already is a station."))
    return create(checked(Station(facility=facility, **fields)), by=by)


@transaction.atomic
def amend_station(*, station: Station, version: int | None, reason: str, by: Actor, **changes: Any) -> Station:
    """Correct the station's particulars. Raises Stale when somebody else was faster."""
    checked(_with(station, changes))
    return amend(station, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def open_term(
    *, facility: Facility, by: Actor, groups: list[str] | None = None, id: UUID | None = None, **fields: Any
) -> Term:
    """Enter a term with its groups by name. The same `id` again returns the term that stands."""
    if id is not None and (standing := Term.objects.filter(pk=id, facility=facility).first()):
        return standing
    term = Term(facility=facility, **fields)
    if id is not None:
        term.pk = id
    create(checked(term), by=by)
    for position, name in enumerate(groups or [], start=1):
        create(checked(Group(facility=facility, term=term, name=name, position=position)), by=by)
    return term


@transaction.atomic
def amend_term(*, term: Term, version: int | None, reason: str, by: Actor, **changes: Any) -> Term:
    """Change days, hours, places or state of a term. Fewer places than children on roll are refused."""
    fresh = lock(term, version=version)
    on_roll = fresh.enrolments.filter(state__in=["admitted", "attending"]).count()
    if changes.get("capacity", fresh.capacity) < on_roll:
        raise RuleBroken("capacity", _("%(count)d children already have a place.") % {"count": on_roll})
    checked(_with(fresh, changes))
    return amend(term, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def set_groups(*, term: Term, names: list[str], by: Actor) -> list[Group]:
    """Bring a term's groups to this list of names, in its order; new ones are added, none is taken away."""
    standing = {group.name: group for group in term.groups.all()}
    for position, name in enumerate(names, start=1):
        group = standing.get(name)
        if group is None:
            standing[name] = create(
                checked(Group(facility=term.facility, term=term, name=name, position=position)), by=by
            )
        elif group.position != position:
            group.position = position
            save(group, by=by, fields=["position"])
    return sorted(standing.values(), key=lambda group: group.position)


@transaction.atomic
def cancel_day(*, term: Term, date: dt.date, note: str, by: Actor) -> TermClosure:
    """Cancel one day of a term (typhoon, epidemic): its duties are void, and guardians are told.

    Cancelling it twice changes nothing. Raises RuleBroken outside the term or without saying why.
    """
    if not term.first_day <= date <= term.last_day:
        raise RuleBroken("date", _("This day is not in the term."))
    if standing := TermClosure.objects.filter(term=term, date=date).first():
        return standing
    closure = create(checked(TermClosure(facility=term.facility, term=term, date=date, note=note)), by=by)
    first, last = days_ahead()
    if first <= date <= last:
        # What stands ready follows at once, not with the next hour's run: nobody is reminded meanwhile.
        generate_duties(first=date, last=date, facility=term.facility, by=by, reason=note)
    for listener in day_listeners:
        listener.call(closure, by)
    return closure


def checked(record: R) -> R:
    """The record, once its fields and constraints hold; raises RuleBroken with the messages by field."""
    try:
        record.clean_fields(exclude=["history"])
        record.validate_constraints()
    except ValidationError as error:
        raise broken(error) from error
    return record


def broken(error: ValidationError) -> RuleBroken:
    """A ValidationError as the one kind of refusal that pages and API show."""
    by_field = error.message_dict
    field, messages = next(iter(by_field.items()))
    refusal = RuleBroken("" if field == "__all__" else field, messages[0])
    refusal.errors = {name: list(texts) for name, texts in by_field.items()}
    return refusal


def _with(record: R, changes: dict[str, Any]) -> R:
    """A copy with the changes, to be checked before anything is written."""
    draft = type(record)._base_manager.get(pk=record.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft
