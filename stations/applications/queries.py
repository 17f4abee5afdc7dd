"""Applications as guardians and staff read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from ops.facilities.models import Facility
from ops.organization.links import hash_of
from ops.organization.roles import AT_STATION
from stations.applications.models import Application, AppliedChild
from stations.enrolment.models import Enrolment
from stations.enrolment.waiting import Step, numbers_of, queue_of, steps_of, with_places
from stations.terms.models import Term

State = Enrolment.State


def station_by_code(code: str) -> Facility | None:
    """The station of a printed code, unless it is closed for good."""
    found = Facility.objects.filter(kind="station", code=code.upper()).exclude(state=Facility.State.CLOSED)
    return found.select_related("union").first()


def open_terms(facility: Facility) -> list[Term]:
    """Terms of a station for which guardians may apply now, with `left` and `next_number`; two queries."""
    terms = Term.objects.filter(facility=facility).taking_applications(timezone.now())
    return _with_room(list(with_places(terms).order_by("first_day", "opens")))


def open_term(facility: Facility, pk: UUID) -> Term | None:
    """One of them."""
    return next((term for term in open_terms(facility) if term.pk == pk), None)


def coming_terms(facility: Facility) -> list[Term]:
    """Terms whose applications open later; one query."""
    ahead = Term.objects.filter(facility=facility, state__in=Term.AHEAD, applications_from__gt=timezone.now())
    return list(ahead.order_by("applications_from")[:5])


def _with_room(terms: list[Term]) -> list[Term]:
    """`left`: places that nobody has or queues for; `next_number`: which number the next applicant is."""
    asked = AppliedChild.objects.filter(
        enrolment=None, closed_at=None, application__term__in=[term.pk for term in terms]
    )
    doubtful = Counter(asked.values_list("application__term", flat=True))
    rows: list[Any] = list(terms)
    for term in rows:
        queued = term.waiting + term.applied + doubtful[term.pk]
        term.left = max(0, term.capacity - term.on_roll - queued)
        term.next_number = queued + 1
    return terms


def application_by_secret(secret: str) -> Application | None:
    """The application behind a secret link."""
    rows = Application.objects.select_related("facility__union", "term").defer("phone")
    return rows.filter(secret_hash=hash_of(secret), voided_at=None).first()


@dataclass(slots=True)
class Line:
    """How it stands with one child, as the guardian reads it."""

    applied: AppliedChild
    state: str
    label: Any
    number: int = 0
    reason: str = ""
    steps: list[Step] = field(default_factory=list)

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether the guardian may still withdraw it here."""
        return self.state in Enrolment.QUEUED


def lines_of(application: Application) -> list[Line]:
    """How it stands with each child; three queries. What staff still ask about reads as applied for."""
    children = list(application.children.select_related("enrolment"))
    numbers = numbers_of([application.term_id])
    steps = steps_of(child.enrolment_id for child in children if child.enrolment_id)
    return [_line(application, child, numbers, steps) for child in children]


def _line(
    application: Application, child: AppliedChild, numbers: dict[UUID, int], steps: dict[UUID, list[Step]]
) -> Line:
    place = child.enrolment
    if place is None:
        state = State.APPLIED if child.is_open else State.WITHDRAWN if child.withdrawn else State.REFUSED
        reason = "" if child.is_open else _reason_of(child)
        number = _number_by_time(application, numbers) if child.is_open else 0
        return Line(child, state, state.label, number, reason)
    path = steps.get(place.pk, [])
    reason = path[-1].reason if path and place.state in Enrolment.GIVEN_UP else ""
    return Line(child, place.state, State(place.state).label, numbers.get(place.pk, 0), reason, path)


def _number_by_time(application: Application, numbers: dict[UUID, int]) -> int:
    earlier = Enrolment.objects.filter(pk__in=list(numbers), applied_at__lt=application.occurred_at)
    return earlier.count() + 1


def _reason_of(child: AppliedChild) -> str:
    newest = child.history.order_by("-history_date", "-history_id").first()
    return (newest.history_change_reason if newest else "") or ""


# --- For staff ---


def doubtful(facility: Facility) -> QuerySet[AppliedChild]:
    """What staff have to ask about, the oldest first."""
    rows = AppliedChild.objects.filter(facility=facility, enrolment=None, closed_at=None)
    return rows.select_related("application__term").defer("application__phone").order_by("application__occurred_at")


def new_rows(facility: Facility) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The applications that wait for a decision: places applied for, and children whom somebody must recognise."""
    return Enrolment.objects.filter(facility=facility, state=State.APPLIED), doubtful(facility)


def new_at(access: Any) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """As `new_rows`, at all stations where the reader works."""
    return (
        Enrolment.objects.visible_to(access, AT_STATION).filter(state=State.APPLIED),
        AppliedChild.objects.visible_to(access, AT_STATION).filter(enrolment=None, closed_at=None),
    )


def queues_of(facility: Facility) -> list[Term]:
    """The station's terms ahead with `queue`, `free` and counts, those being applied for first."""
    ahead = Term.objects.filter(facility=facility, state__in=Term.AHEAD, last_day__gte=facility.today())
    terms: list[Any] = list(with_places(ahead).order_by("first_day", "opens"))
    for term in terms:
        term.queue = queue_of(term)
        term.open_now = term.takes_applications(timezone.now())
    return terms


def application_file(application: Application) -> list[AppliedChild]:
    """The children of an application with their places and names; three queries."""
    rows = application.children.select_related("enrolment__child", "enrolment__term", "enrolment__group")
    children: list[Any] = list(rows.order_by("position"))
    numbers = numbers_of([application.term_id])
    for child in children:
        if child.enrolment is not None:
            child.enrolment.number = numbers.get(child.enrolment_id)
    return children
