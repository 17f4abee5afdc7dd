"""Who waits for a place, in the order that the term's rule says; and how a place came to its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from stations.enrolment.models import SENSITIVE, Enrolment, Guardianship
from stations.terms.models import Term

State = Enrolment.State
Rule = Term.WaitingRule

_SIBLING_HERE = Enrolment.objects.filter(
    term=OuterRef("term"),
    state__in=Enrolment.ON_ROLL,
    child__guardianships__guardian__guardianships__child=OuterRef("child"),
).exclude(child=OuterRef("child"))
_OF_A_MEMBER = Guardianship.objects.filter(child=OuterRef("child")).exclude(guardian__employer_union="")
# 0 goes before 1; within it goes by time.
PRECEDENCE = Case(
    When(Q(term__waiting_rule=Rule.SIBLINGS) & Exists(_SIBLING_HERE), then=Value(0)),
    When(Q(term__waiting_rule=Rule.MEMBERS) & Exists(_OF_A_MEMBER), then=Value(0)),
    default=Value(1),
)
APPLIED_AT = Coalesce("applied_at", "state_since")


def in_order(places: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Places by the rule of their term: who precedes, then who applied first."""
    return places.order_by(PRECEDENCE, APPLIED_AT, "pk")


def waiting_in_order(term: Term, besides: UUID | None = None) -> QuerySet[Enrolment]:
    """Those on a term's waiting list, in its order; with `besides` also that place, whatever its state."""
    found = Enrolment.objects.filter(Q(state=State.WAITING) | Q(pk=besides), term=term)
    return in_order(found.select_related("facility", "term"))


def numbers_of(terms: Iterable[UUID]) -> dict[UUID, int]:
    """The number of every place that is applied for or waited for, by its id, as guardians read it; one query."""
    queued = Enrolment.objects.filter(term__in=list(terms), state__in=Enrolment.QUEUED)
    number = Window(RowNumber(), partition_by="term", order_by=[PRECEDENCE.copy().asc(), APPLIED_AT.copy().asc(), "pk"])
    return dict(queued.annotate(number=number).values_list("pk", "number"))


def queue_of(term: Term) -> list[Enrolment]:
    """Those who applied or wait, in the term's order, with `number` and whether a place is `offered` to them.

    Sets `free`, the number of free places, on the term. Three queries, whatever their number.
    """
    term.free = max(0, places_free(term))  # type: ignore[attr-defined]
    queued = Enrolment.objects.filter(term=term, state__in=Enrolment.QUEUED).select_related("child", "group")
    links = Guardianship.objects.select_related("guardian").defer("guardian__phone")
    children = queued.defer(*(f"child__{name}" for name in SENSITIVE))
    found = list(in_order(children).prefetch_related(Prefetch("child__guardianships", links, to_attr="links")))
    left = term.free  # type: ignore[attr-defined]
    for number, place in enumerate(found, 1):
        place.term = term
        place.number = number  # type: ignore[attr-defined]
        place.offered = place.state == State.WAITING and left > 0  # type: ignore[attr-defined]
        left -= place.offered  # type: ignore[attr-defined]
    return found


def places_free(term: Term) -> int:
    """Places that no child has; below zero where there are fewer than children."""
    return term.capacity - Enrolment.objects.filter(term=term, state__in=Enrolment.ON_ROLL).count()


def with_places(terms: QuerySet[Term]) -> QuerySet[Term]:
    """Terms with how many children have a place (`on_roll`), wait (`waiting`) and applied (`applied`)."""
    return terms.annotate(
        on_roll=Count("enrolments", filter=Q(enrolments__state__in=Enrolment.ON_ROLL)),
        waiting=Count("enrolments", filter=Q(enrolments__state=State.WAITING)),
        applied=Count("enrolments", filter=Q(enrolments__state=State.APPLIED)),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A place came into a state: when, by whom (empty: by itself), and why."""

    at: dt.datetime
    state: str
    label: Any
    who: str
    reason: str


def steps_of(places: Iterable[UUID]) -> dict[UUID, list[Step]]:
    """How each place came to its state, oldest step first; one query."""
    rows = (
        Enrolment.history.filter(id__in=list(places))
        .order_by("history_date", "history_id")
        .values_list("id", "state", "history_date", "history_change_reason", "history_user__name", "actor_name")
    )
    steps: dict[UUID, list[Step]] = {}
    for place, state, at, reason, user, part in rows:
        known = steps.setdefault(place, [])
        if not known or known[-1].state != state:
            known.append(Step(at, state, State(state).label, user or part or "", reason or ""))
    return steps
