"""The life of a place in a term: applied → waiting → admitted → attending → withdrawn or finished, or not admitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ops.records import bulk
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.registry import Registry
from stations.enrolment.models import Child, Enrolment
from stations.enrolment.waiting import places_free, waiting_in_order
from stations.terms.models import Group, Term

State = Enrolment.State


@dataclass(frozen=True)
class Listener:
    """Who is told, in the same transaction, that a place went from one state (empty: none) to that which it has now."""

    key: str
    call: Callable[[Enrolment, str, str], None]


# Filled in `ready()`: called with the place, its state before, and the reason.
listeners: Registry[Listener] = Registry("listener to places")


@transaction.atomic
def enrol(
    *,
    id: UUID,
    child: Child,
    term: Term,
    by: Actor,
    group: Group | None = None,
    from_day: dt.date | None = None,
    applied: bool = False,
    applied_at: dt.datetime | None = None,
    reason: str = "",
) -> Enrolment:
    """Give a child a place in a term, or the last place on the waiting list when all are taken or waited for.

    With `applied` the place is only applied for (since `applied_at`), and the station decides later. The term's row
    is locked, so that two admissions at once never exceed the capacity; the child's identity is locked through its
    rows, so that one child never holds two places at overlapping times. Raises RuleBroken.
    """
    if standing := Enrolment.objects.filter(pk=id).first():
        if (standing.child_id, standing.term_id) != (child.pk, term.pk):
            raise Conflict(_("This id already stands for another record."))
        return standing
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.facility_id != child.facility_id:
        raise RuleBroken("term", _("The term belongs to another station."))
    if term.state not in Term.AHEAD:
        raise RuleBroken("term", _("The term is over."))
    if group is not None and group.term_id != term.pk:
        raise RuleBroken("group", _("The group belongs to another term."))
    refuse_overlap(child, term)
    now = timezone.now()
    place = Enrolment(
        id=id,
        facility=child.facility,
        child=child,
        term=term,
        group=group,
        state=State.APPLIED if applied else _state_of_new(term),
        state_since=now,
        applied_at=applied_at or now,
        from_day=from_day,
    )
    create(place, by=by, reason=reason)
    _tell(place, "", reason)
    return place


@transaction.atomic
def enrol_many(*, children: Sequence[Child], term: Term, by: Actor, reason: str = "") -> list[Enrolment]:
    """Give children of the term's station a place each, in this order, as `enrol` does; a few statements in all.

    Raises RuleBroken when one of them holds a place at overlapping times: then none gets one.
    """
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.state not in Term.AHEAD:
        raise RuleBroken("term", _("The term is over."))
    refuse_overlaps(children, term)
    now, free = timezone.now(), places_free(term) - waiting_in_order(term).count()
    given = [
        Enrolment(
            facility_id=term.facility_id,
            child=child,
            term=term,
            state=State.ADMITTED if number < free else State.WAITING,
            state_since=now,
            # In the order of the list, which waits by time.
            applied_at=now + dt.timedelta(microseconds=number),
        )
        for number, child in enumerate(children)
    ]
    bulk.insert(Enrolment, given, by=by, reason=reason, check_unique=True)
    for place in given:
        _tell(place, "", reason)
    return given


@transaction.atomic
def admit(*, enrolment: Enrolment, by: Actor, version: int | None = None, reason: str = "") -> Enrolment:
    """Give a place to a child who applied or waits.

    Raises RuleBroken when all places are taken, and at `reason` when others wait before this child and none is given.
    """
    term, place = _locked(enrolment, version)
    if place.state in Enrolment.ON_ROLL:
        return place
    if place.state not in Enrolment.QUEUED:
        raise RuleBroken("state", _("This place was given up. Enrol the child anew."))
    free = places_free(term)
    if free < 1:
        raise RuleBroken("state", _("All %(count)d places are taken.") % {"count": term.capacity})
    before = _waiting_before(place)
    if before >= free and not reason.strip():
        message = ngettext(
            "%(count)d child waits before this one. Say why this one goes first.",
            "%(count)d children wait before this one. Say why this one goes first.",
            before,
        )
        raise RuleBroken("reason", message % {"count": before})
    return _move(place, State.ADMITTED, by, reason)


@transaction.atomic
def put_on_list(*, enrolment: Enrolment, by: Actor, version: int | None = None, reason: str = "") -> Enrolment:
    """Take an application onto the waiting list, in the order of the term's rule. Raises RuleBroken in other states."""
    _term, place = _locked(enrolment, version)
    if place.state == State.WAITING:
        return place
    if place.state != State.APPLIED:
        raise RuleBroken("state", _("Only an application is put on the waiting list."))
    return _move(place, State.WAITING, by, reason)


@transaction.atomic
def put_back(*, enrolment: Enrolment, reason: str, by: Actor, version: int | None = None) -> Enrolment:
    """Back onto the waiting list, by the time of its application: an admission or a refusal by mistake.

    Raises RuleBroken without a reason, once the child has come, or when it holds another place by now.
    """
    require_reason(reason)
    term, place = _locked(enrolment, version)
    if place.state == State.WAITING:
        return place
    if place.state not in (State.ADMITTED, State.REFUSED):
        raise RuleBroken("state", _("Only who has not come yet can go back onto the waiting list."))
    if place.state == State.REFUSED:
        refuse_overlap(place.child, term)
    _move(place, State.WAITING, by, reason)
    fill(term, besides=place)
    return place


@transaction.atomic
def refuse(*, enrolment: Enrolment, reason: str, by: Actor, version: int | None = None) -> Enrolment:
    """Do not admit a child who applied or waits; the reason is told to the guardian. Raises RuleBroken without one."""
    require_reason(reason)
    _term, place = _locked(enrolment, version)
    if place.state == State.REFUSED:
        return place
    if place.state not in Enrolment.QUEUED:
        raise RuleBroken("state", _("This child has a place. Give the place up instead."))
    return _move(place, State.REFUSED, by, reason)


@transaction.atomic
def withdraw(
    *, enrolment: Enrolment, reason: str, by: Actor, version: int | None = None, last_day: dt.date | None = None
) -> Enrolment:
    """Give up a child's place, with the reason; the records of past days stay, and the place goes to who waits.

    Raises RuleBroken without a reason, or when there is nothing to give up any more.
    """
    require_reason(reason)
    term, place = _locked(enrolment, version)
    if place.state == State.WITHDRAWN:
        return place
    if place.state not in Enrolment.HOLDING:
        raise RuleBroken("state", _("There is no place to give up any more."))
    place.until_day = last_day or place.until_day
    _move(place, State.WITHDRAWN, by, reason)
    fill(term)
    return place


@transaction.atomic
def change_group(*, enrolment: Enrolment, group: Group | None, by: Actor) -> Enrolment:
    """Put a child into another group of the same term."""
    place = lock(enrolment, version=None)
    if group is not None and group.term_id != place.term_id:
        raise RuleBroken("group", _("The group belongs to another term."))
    if place.group_id == (group.pk if group else None):
        return place
    place.group = group
    return save(place, by=by, fields=["group"])


@transaction.atomic
def fill(term: Term, *, besides: Enrolment | None = None) -> list[Enrolment]:
    """Give free places to those next in order, where the term is set so; whoever was just put back is passed over."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.filling != Term.Filling.AUTO or term.state not in Term.AHEAD or term.last_day < timezone.localdate():
        return []
    by = Actor.system("waiting list")
    waiting = waiting_in_order(term)
    if besides is not None:
        waiting = waiting.exclude(pk=besides.pk)
    next_in_order = list(waiting[: max(0, places_free(term))])
    return [_move(place, State.ADMITTED, by, _("A place became free")) for place in next_in_order]


def fill_all() -> int:
    """Fill the places of all terms that fill by themselves; returns how many were given. Twice changes nothing more.

    Catches what no action of one place sees: a term with more places than before, or set to fill by itself since.
    """
    waited_for = Enrolment.objects.filter(state=State.WAITING, term__filling=Term.Filling.AUTO)
    terms = Term.objects.filter(pk__in=waited_for.values("term"), last_day__gte=timezone.localdate())
    return sum(len(fill(term)) for term in terms)


def finish_terms(*, by: Actor) -> int:
    """Finish the places of terms whose last day is past; returns how many. Running it again changes nothing.

    Whoever applied or waited until then was not admitted.
    """
    over = Enrolment.objects.filter(term__last_day__lt=timezone.localdate())
    now, why = timezone.now(), _("The term is over.")
    queued, on_roll = over.filter(state__in=Enrolment.QUEUED), over.filter(state__in=Enrolment.ON_ROLL)
    bulk.update(queued, by=by, reason=why, state=State.REFUSED, state_since=now)
    return len(bulk.update(on_roll, by=by, reason=why, state=State.FINISHED, state_since=now))


def refuse_overlap(child: Child, term: Term) -> None:
    """Raise RuleBroken when the child holds a place at overlapping times, here or at another station."""
    refuse_overlaps([child], term)


def refuse_overlaps(children: Sequence[Child], term: Term) -> None:
    """Raise RuleBroken when one of the children holds a place at overlapping times, here or at another station."""
    who = Q(pk__in=[child.pk for child in children])
    if identities := [child.identity_hash for child in children if child.identity_hash]:
        who |= Q(identity_hash__in=identities)
    # Locked in a stable order: two stations that take the same child at once wait for each other here.
    same = list(Child.objects.select_for_update().filter(who).order_by("pk").values_list("pk", flat=True))
    if place := overlapping(term, same):
        here = place.facility_id == term.facility_id
        where = str(place.term) if here else _("another station")
        raise RuleBroken("term", _("The child already has a place at the same time: %(where)s.") % {"where": where})


def overlapping(term: Term, children: list[UUID]) -> Enrolment | None:
    """A place, also one waited for, that one of these rows of a child holds at the hours of a term."""
    held = Enrolment.objects.filter(
        child__in=children,
        state__in=Enrolment.HOLDING,
        term__first_day__lte=term.last_day,
        term__last_day__gte=term.first_day,
        term__opens__lt=term.closes,
        term__closes__gt=term.opens,
    ).select_related("term")
    return next((place for place in held if set(place.term.weekdays) & set(term.weekdays)), None)


def _state_of_new(term: Term) -> str:
    """Free places belong to those who wait already."""
    return State.ADMITTED if places_free(term) > waiting_in_order(term).count() else State.WAITING


def _waiting_before(place: Enrolment) -> int:
    order = list(waiting_in_order(place.term, besides=place.pk).values_list("pk", flat=True))
    return order.index(place.pk)


def _locked(enrolment: Enrolment, version: int | None) -> tuple[Term, Enrolment]:
    """The term before the place, always, so that no two wait for each other."""
    term = Term.objects.select_for_update().get(pk=enrolment.term_id)
    place = lock(enrolment, version=version)
    place.term = term
    return term, place


def _move(place: Enrolment, state: str, by: Actor, reason: str = "") -> Enrolment:
    before = place.state
    place.state = state
    place.state_since = timezone.now()
    save(place, by=by, reason=reason.strip())
    _tell(place, before, reason.strip())
    return place


def _tell(place: Enrolment, before: str, reason: str) -> None:
    for listener in listeners:
        listener.call(place, before, reason)
