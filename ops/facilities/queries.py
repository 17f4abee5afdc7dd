"""When a facility is open, and which orders close it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ops.facilities.models import Closure, Facility, OpeningHours
from ops.organization.access import Access
from ops.organization.models import Membership, TradeUnion
from ops.organization.roles import Role

Span = tuple[dt.time, dt.time]


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of a weekday, and the days between which it holds."""

    opens: dt.time
    closes: dt.time
    first_day: dt.date | None
    last_day: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether it holds on that day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass
class Opening:
    """Opening hours and closures of many facilities over some days, read in two queries."""

    hours: dict[UUID, dict[int, list[Hours]]] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)

    def closed_by(self, facility: Facility, day: dt.date) -> Closure | None:
        """The closure or order that shuts the facility on that day."""
        return next((closure for closure in self.closures if shuts(closure, facility, day)), None)

    def spans(self, facility: Facility, day: dt.date) -> list[Span]:
        """Opening spans of that day, earliest first; empty when closed."""
        if facility.state in (Facility.State.SUSPENDED, Facility.State.CLOSED) or self.closed_by(facility, day):
            return []
        spans = self.hours.get(facility.pk, {}).get(day.weekday(), [])
        return [(span.opens, span.closes) for span in spans if span.holds(day)]


def shuts(closure: Closure, facility: Facility, day: dt.date) -> bool:
    """Whether a closure reaches this facility on this day."""
    if day < closure.first_day or (closure.last_day and day > closure.last_day):
        return False
    if closure.facility_id is not None:
        return closure.facility_id == facility.pk
    reaches = facility.union_path.startswith(closure.union.path)  # type: ignore[union-attr]
    return reaches and closure.facility_kind in ("", facility.kind)


def opening_of(facilities: Iterable[Facility], first: dt.date, last: dt.date) -> Opening:
    """Opening hours and closures of these facilities between two days; two queries whatever their number."""
    wanted = [facility.pk for facility in facilities]
    hours: dict[UUID, dict[int, list[Hours]]] = defaultdict(lambda: defaultdict(list))
    rows = OpeningHours.objects.filter(facility__in=wanted).exclude(last_day__lt=first).order_by("opens")
    # Tuples: thousands of facilities have tens of thousands of spans.
    columns = ("facility_id", "weekday", "opens", "closes", "first_day", "last_day")
    for facility_id, weekday, opens, closes, begins, ends in rows.values_list(*columns):
        hours[facility_id][weekday].append(Hours(opens, closes, begins, ends))
    closures = (
        Closure.objects.filter(lifted_at=None, first_day__lte=last)
        .filter(Q(last_day=None) | Q(last_day__gte=first))
        .select_related("union")
    )
    return Opening(hours=hours, closures=list(closures))


# --- What pages and programs read ---


def found(
    access: Access, *, text: str = "", kind: str = "", state: str = "", union: TradeUnion | None = None
) -> QuerySet[Facility]:
    """Facilities in the reader's scope that match; with their unions."""
    rows = Facility.objects.visible_to(access).select_related("union").matching(text)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if union is not None:
        rows = rows.filter(union_path__startswith=union.path)
    return rows


def counted_by_kind(rows: QuerySet[Facility]) -> dict[str, int]:
    """How many facilities there are of each kind."""
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def hours_of(facility: Facility, day: dt.date) -> list[tuple[int, list[OpeningHours]]]:
    """The spans of each weekday that hold on a day, Monday first."""
    rows = OpeningHours.objects.filter(facility=facility).exclude(last_day__lt=day).exclude(first_day__gt=day)
    week: dict[int, list[OpeningHours]] = defaultdict(list)
    for row in rows.order_by("opens"):
        week[row.weekday].append(row)
    return [(weekday, week[weekday]) for weekday in range(7)]


def closures_of(facility: Facility, day: dt.date) -> list[Closure]:
    """Closures that reach the facility now or later, the nearest first."""
    rows = Closure.objects.reaching(facility).filter(Q(last_day=None) | Q(last_day__gte=day))
    return list(rows.select_related("union", "facility").order_by("first_day"))


def orders_of(access: Access, *, past: bool = False) -> QuerySet[Closure]:
    """Closures and orders in the reader's scope, those in force and to come, or those that are over."""
    rows = Closure.objects.visible_to(access).select_related("union", "facility")
    over = Q(lifted_at__isnull=False) | Q(last_day__lt=today())
    return rows.filter(over) if past else rows.exclude(over)


def people_of(facility: Facility) -> list[Membership]:
    """Who works at the facility now, managers first; guardians are not its people."""
    rows = Membership.objects.current().filter(facility=facility).exclude(role=Role.GUARDIAN)
    order = list(Role.values)
    return sorted(rows.select_related("user"), key=lambda one: (order.index(one.role), one.user.name))


def today() -> dt.date:
    """Today at the federation: the date that a new form begins with."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def with_today(facilities: list[Facility]) -> list[tuple[Facility, Closure | None, list[Span]]]:
    """Each facility with what closes it today, or its hours today; two statements for the lot."""
    day = today()
    opening = opening_of(facilities, day, day)
    return [(one, opening.closed_by(one, day), joined(opening.spans(one, day))) for one in facilities]


def joined(spans: list[Span]) -> list[Span]:
    """Spans that meet read as one: 上午, 中午 and 下午 without a pause are a whole day."""
    whole: list[Span] = []
    for opens, closes in spans:
        if whole and whole[-1][1] >= opens:
            whole[-1] = (whole[-1][0], max(closes, whole[-1][1]))
        else:
            whole.append((opens, closes))
    return whole


def week_shown(facility: Facility, day: dt.date) -> list[tuple[int, list[Span]]]:
    """The week for a reader; empty where no hours are set at all."""
    week = [(weekday, joined([(row.opens, row.closes) for row in rows])) for weekday, rows in hours_of(facility, day)]
    return week if any(spans for _weekday, spans in week) else []


def unions_to_filter(access: Access) -> list[TradeUnion]:
    """Unions by which a reader may narrow a list: their own and the two levels below it."""
    unions = TradeUnion.objects.visible_to(access).order_by("path")
    top = unions.values_list("depth", flat=True).order_by("depth").first()
    return [] if top is None else list(unions.filter(depth__lte=top + 1))


def unions_run(access: Access) -> QuerySet[TradeUnion]:
    """Unions whose facilities the reader runs."""
    below = Q(pk__in=())
    for path in access.union_paths(Role.UNION_OFFICER, Role.ADMINISTRATOR):
        below |= Q(path__startswith=path)
    return TradeUnion.objects.filter(below).order_by("path")


def reached_by(closure: Closure) -> QuerySet[Facility]:
    """The facilities that a closure shuts."""
    if closure.facility_id is not None:
        return Facility.objects.filter(pk=closure.facility_id)
    rows = Facility.objects.filter(union_path__startswith=closure.union.path)  # type: ignore[union-attr]
    return rows.filter(kind=closure.facility_kind) if closure.facility_kind else rows


def beginnings(access: Access) -> dict[str, Any]:
    """How far the set-up is: unions, facilities, those without hours, people; four statements."""
    unions = unions_run(access)
    places = Facility.objects.visible_to(access)
    with_hours = OpeningHours.objects.filter(last_day=None).values("facility")
    return {
        "federation": unions.first(),
        "unions": unions.count() - 1,
        "places": places.count(),
        "without_hours": places.exclude(pk__in=with_hours).count(),
        "people": Membership.objects.visible_to(access).current().exclude(role=Role.GUARDIAN).count(),
    }
