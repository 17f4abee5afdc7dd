"""What a guardian sees: their own children's day, and nothing of anybody else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.facilities.models import Closure, Facility
from ops.organization.roles import Role
from stations.attendance.models import Absence, AbsenceAnnouncement, Handover, PickupCode
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import Text, texts_in_force
from stations.enrolment.models import SENSITIVE, Child, ChildQuerySet, Enrolment, Guardianship, PickupPerson
from stations.enrolment.queries import unbarred
from stations.guardians.models import ANSWERING, AllergyRequest, Answer, Asked, DataRequest, PersonRequest
from stations.meals.menus import PublishedMeal, published_week
from stations.meals.models import MealKind, MealRecord, Serving
from stations.terms.models import Term, TermClosure
from stations.terms.queries import closure_on


def ties_of(user: Any) -> QuerySet[Guardianship]:
    """Which children an account is a guardian of."""
    return unbarred(Guardianship.objects.filter(guardian__user=user))


def children_of(access: Any) -> ChildQuerySet:
    """The reader's own children: the one place that says what a guardian may see."""
    return Child.objects.filter(pk__in=ties_of(access.user).values("child")).plainly()


def tie_to(access: Any, child: Child) -> Guardianship:
    """The reader's tie to one of their children; raises Guardianship.DoesNotExist for any other."""
    ties = ties_of(access.user).filter(child=child).select_related("guardian").defer("guardian__phone")
    return ties.order_by("position", "pk")[:1].get()


class DayState:
    """Where a child is, as the page shows it: the key chooses the shape."""

    HERE, LEFT, ABSENT, LATE, EXPECTED, CLOSED, FREE = "here", "left", "absent", "late", "expected", "closed", "free"


@dataclass(slots=True)
class Meal:
    """A meal of the day as the child had it."""

    kind: str
    menu: str
    ate: str


@dataclass(slots=True)
class Today:
    """One child's day at a glance."""

    child: Child
    station: Facility
    state: str = DayState.FREE
    at: dt.datetime | None = None
    handover: Handover | None = None
    absence: Absence | None = None
    term: Term | None = None
    closure: Closure | None = None
    meals: list[Meal] = field(default_factory=list)
    menu: list[PublishedMeal] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The shape of the state: see `{% state %}`."""
        return {DayState.HERE: "ok", DayState.LEFT: "ok", DayState.LATE: "bad", DayState.EXPECTED: "due"}.get(
            self.state, "void"
        )

    @property
    def clock(self) -> str:
        """When it happened, on the station's clock."""
        return f"{self.station.local(self.at):%H:%M}" if self.at else ""

    @property
    def words(self) -> str:
        """The one line that a guardian looks for."""
        told = {"clock": self.clock}
        if self.state == DayState.HERE:
            return _("At the station since %(clock)s") % told
        if self.state == DayState.LEFT:
            return self._left() % told
        if self.state == DayState.ABSENT and self.absence:
            return _("Excused today: %(why)s") % {"why": self.absence.get_reason_display()}
        if self.state == DayState.CLOSED:
            return _("The station is closed today")
        if self.term is not None:
            told["clock"] = f"{self.term.arrive_by:%H:%M}"
            late, expected = _("Was expected by %(clock)s, not here"), _("Expected by %(clock)s")
            return (late if self.state == DayState.LATE else expected) % told
        return _("No station day today")

    def _left(self) -> str:
        told = self.handover
        if told is not None and told.left_alone:
            return _("Left alone at %(clock)s")
        if told is None or not (told.relation or told.person_name):
            return _("Left at %(clock)s")
        who = told.get_relation_display() if told.relation else told.person_name
        return _("Handed over to: {who}, at %(clock)s").replace("{who}", who.replace("%", "%%"))


def todays(access: Any) -> list[Today]:
    """The reader's children with their day; a constant number of queries, and two more for each station."""
    children = list(children_of(access).select_related("facility", "facility__union").order_by("birth_date", "pk"))
    days = {child.pk: Today(child=child, station=child.facility) for child in children}
    places = {child.facility_id: child.facility for child in children}
    dates = {pk: place.today() for pk, place in places.items()}
    _terms(days, dates)
    _movements(days, dates)
    _meals(days, dates)
    for pk, place in places.items():
        closure, week = closure_on(place, dates[pk]), published_week(place, dates[pk])
        planned = week.of(dates[pk]) if week else None
        for day in (day for day in days.values() if day.station.pk == pk):
            day.closure, day.menu = closure, planned.meals if planned else []
    for day in days.values():
        _judge(day, dates[day.station.pk])
    return list(days.values())


def today_of(access: Any, child: Child) -> Today:
    """One child's day; raises Child.DoesNotExist for a child that is not the reader's."""
    for day in todays(access):
        if day.child.pk == child.pk:
            return day
    raise Child.DoesNotExist


def _on_their_days(dates: dict[UUID, dt.date], name: str = "local_date") -> Q:
    """The condition "on today's date of its own station"."""
    within = Q(pk__in=())
    for pk, date in dates.items():
        within |= Q(**{"facility": pk, name: date})
    return within


def _terms(days: dict[UUID, Today], dates: dict[UUID, dt.date]) -> None:
    for date in set(dates.values()):
        for place in Enrolment.objects.filter(child__in=list(days)).on(date).select_related("term"):
            if dates[place.facility_id] == date:
                days[place.child_id].term = place.term


def _movements(days: dict[UUID, Today], dates: dict[UUID, dt.date]) -> None:
    on = Handover.objects.filter(_on_their_days(dates), child__in=list(days), voided_at=None)
    for handover in on.order_by("sequence"):
        day = days[handover.child_id]
        day.handover, day.at = handover, handover.occurred_at
    for absence in Absence.objects.filter(_on_their_days(dates), child__in=list(days), voided_at=None):
        days[absence.child_id].absence = absence


def _meals(days: dict[UUID, Today], dates: dict[UUID, dt.date]) -> None:
    order = {kind: number for number, kind in enumerate(MealKind.values)}
    own = Serving.objects.filter(child__in=list(days), voided_at=None)
    meals = MealRecord.objects.filter(_on_their_days(dates), voided_at=None)
    found = meals.prefetch_related(Prefetch("servings", own, to_attr="own"))
    for meal in sorted(found, key=lambda one: order[one.kind]):
        for serving in meal.own:
            days[serving.child_id].meals.append(Meal(str(meal.get_kind_display()), meal.menu, serving.said))


def _judge(day: Today, date: dt.date) -> None:
    if day.handover is not None:
        day.state = DayState.HERE if day.handover.is_arrival else DayState.LEFT
    elif day.absence is not None:
        day.state = DayState.ABSENT
    elif day.closure is not None:
        day.state = DayState.CLOSED
    elif day.term is not None:
        due = day.station.moment(date, day.term.arrive_by)
        day.state = DayState.LATE if timezone.now() > due else DayState.EXPECTED


@dataclass(slots=True)
class Days:
    """A term as a guardian needs it: hours, days, and days cancelled from today on."""

    term: Term
    waiting: bool
    off: list[TermClosure]


def terms_of(child: Child, day: dt.date) -> list[Days]:
    """The child's places now and ahead, with the days that are cancelled; two queries."""
    held = Enrolment.objects.filter(child=child, state__in=Enrolment.HOLDING, term__last_day__gte=day)
    places = list(held.select_related("term").order_by("term__first_day"))
    closures = TermClosure.objects.filter(term__in=[place.term_id for place in places], date__gte=day)
    off: dict[UUID, list[TermClosure]] = defaultdict(list)
    for closure in closures.order_by("date"):
        off[closure.term_id].append(closure)
    return [Days(place.term, not place.is_on_roll, off[place.term_id]) for place in places]


def collectors_of(child: Child, day: dt.date) -> list[PickupPerson]:
    """Who may collect the child on a day. The barred are left out: that they are barred is not the reader's to know."""
    persons = child.pickup_persons.standing(day).filter(barred=False).defer("phone").select_related("photo")
    return list(persons.order_by("position", "id"))


def announced_of(child: Child, day: dt.date) -> list[AbsenceAnnouncement]:
    """What is announced from a day on, by whichever guardian or by staff for one."""
    rows = AbsenceAnnouncement.objects.filter(child=child, last_day__gte=day, voided_at=None)
    return list(rows.order_by("first_day"))


def codes_of(child: Child, day: dt.date) -> list[PickupCode]:
    """The one-time codes of a day that still open the door."""
    rows = PickupCode.objects.filter(person__child=child, local_date=day, used_at=None, revoked_at=None)
    return list(rows.select_related("person").defer("person__phone").order_by("person__position", "issued_at"))


def requests_of(child: Child) -> list[PersonRequest]:
    """The newest requests about who may collect a child, by any of its guardians; nobody's reason but the station's."""
    rows = PersonRequest.objects.filter(child=child, voided_at=None).defer("phone")
    return list(rows.select_related("asked_by").defer("asked_by__phone").order_by("-occurred_at")[:10])


def data_requests_of(child: Child) -> list[DataRequest]:
    """Copies taken and erasures asked for, newest first."""
    rows = DataRequest.objects.filter(child=child, voided_at=None).select_related("asked_by").defer("asked_by__phone")
    return list(rows.order_by("-occurred_at")[:10])


def request_of(child: Child, pk: UUID) -> Asked:
    """A request about a child by its id, of whichever kind; 404 for any other."""
    for model in (PersonRequest, AllergyRequest, DataRequest):
        if (found := model.objects.filter(child=child, pk=pk).first()) is not None:
            return found
    raise Http404


def photos_of(child: Child, day: dt.date) -> set[UUID]:
    """The photos that the child's guardians may look at; three queries."""
    persons = child.pickup_persons.standing(day).filter(barred=False)
    asked = PersonRequest.objects.filter(child=child)
    photos = {child.photo_id, *persons.values_list("photo_id", flat=True), *asked.values_list("photo_id", flat=True)}
    return {photo for photo in photos if photo is not None}


@dataclass(slots=True)
class Agreement:
    """One kind of agreement: what stands, and whether the page can change it."""

    text: Text
    without: Any
    consent: Consent | None
    at_station: bool

    @property
    def given(self) -> bool:
        """Whether it is agreed to now."""
        return self.consent is not None and self.consent.given


# What follows when an agreement is taken back.
_WITHOUT: dict[str, Any] = {
    Consent.Kind.PERSONAL_DATA: gettext_lazy(
        "Without it the station can no longer look after your child. The station is asked to erase the data and will "
        "speak with you first."
    ),
    Consent.Kind.HEALTH: gettext_lazy(
        "The station is asked to erase what it keeps about health. It will speak with you first: without it staff "
        "cannot watch over allergies."
    ),
    Consent.Kind.EMERGENCY_CARE: gettext_lazy("In an emergency the station calls 120 and you, and waits for you."),
    Consent.Kind.LEAVE_ALONE: gettext_lazy("From now on somebody must collect your child."),
    Consent.Kind.PHOTO: gettext_lazy("The photo is taken off the board at once."),
    Consent.Kind.SHARING: gettext_lazy("The union sees the surname only."),
}


def agreements_of(child: Child) -> list[Agreement]:
    """Each kind of agreement with its text and what stands of it; two queries."""
    rows = child.consents.filter(withdrawn_at=None, voided_at=None).order_by("occurred_at")
    standing = {consent.kind: consent for consent in rows}
    return [
        Agreement(text, _WITHOUT[text.kind], standing.get(text.kind), text.kind == Consent.Kind.LEAVE_ALONE)
        for text in texts_in_force(child.facility)
    ]


# --- What waits for the station's staff ---


def open_person_requests(facility: Facility) -> QuerySet[PersonRequest]:
    """Requests about pick-up persons that staff have not answered, the oldest first."""
    rows = PersonRequest.objects.filter(facility=facility, answer=Answer.OPEN, voided_at=None)
    return rows.select_related("child", "person", "asked_by").defer(*_ENCRYPTED).order_by("occurred_at")


def open_erasures(facility: Facility) -> QuerySet[DataRequest]:
    """Requests for erasure that nobody has answered, the oldest first."""
    rows = DataRequest.objects.filter(facility=facility, answer=Answer.OPEN, voided_at=None)
    return rows.select_related("child", "asked_by").defer("asked_by__phone", *_CHILD).order_by("occurred_at")


def erasures_waiting(access: Any) -> QuerySet[DataRequest]:
    """Requests for erasure that the reader may answer and nobody has."""
    return DataRequest.objects.visible_to(access, ANSWERING).filter(answer=Answer.OPEN, voided_at=None)


@dataclass(frozen=True, slots=True)
class StationAsked:
    """A station where guardians wait for an answer about data, and since when."""

    station: Facility
    number: int
    oldest: dt.datetime


def stations_asked(access: Any) -> list[StationAsked]:
    """Stations where such requests wait, the longest waiting first; at most 200; two queries."""
    numbers = erasures_waiting(access).values_list("facility").annotate(number=Count("pk"), oldest=Min("occurred_at"))
    waiting = {pk: (number, oldest) for pk, number, oldest in numbers.order_by("oldest")[:200]}
    found = {facility.pk: facility for facility in Facility.objects.filter(pk__in=list(waiting))}
    return [StationAsked(found[pk], number, oldest) for pk, (number, oldest) in waiting.items()]


def stations_managed(access: Any) -> list[Facility]:
    """The first stations that the reader manages: one is gone to, several are chosen from."""
    stations = Facility.objects.filter(kind="station").visible_to(access, [Role.FACILITY_MANAGER])
    return list(stations.order_by("name")[:2])


_CHILD = tuple(f"child__{name}" for name in SENSITIVE)
_ENCRYPTED = ("phone", "person__phone", "asked_by__phone", *_CHILD)


def pages_of(child: Child) -> list[Guardianship]:
    """The child's guardians, and whether each has an account."""
    return list(child.guardianships.select_related("guardian").defer("guardian__phone"))
