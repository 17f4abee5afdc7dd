"""Whether a room is open, until when, and by whose order it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from ops.facilities.models import Closure, Facility
from ops.facilities.queries import Opening, Span, opening_of, shuts
from rooms.opening.models import KIND, Room, SuspensionOrder

OPEN, OUTSIDE_HOURS, SUSPENDED, SCAN_ONLY, CLOSED = "open", "outside_hours", "suspended", "scan_only", "closed"


@dataclass(frozen=True)
class OpeningState:
    """How a room stands at a moment. `until` is when that ends today, `next_opening` when it opens again this week."""

    state: str
    until: dt.datetime | None = None
    next_opening: dt.datetime | None = None
    order: SuspensionOrder | None = None
    closure: Closure | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def lets_in(self) -> bool:
        """Whether somebody who scans the code may go in."""
        return self.state in (OPEN, SCAN_ONLY)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the suspension; None while it has no end, or where there is none."""
        source = self.order or self.closure
        return source.last_day if source else None


def opening_state(room: Room, now: dt.datetime | None = None) -> OpeningState:
    """How a room stands now (or at a moment); three queries."""
    return opening_states([room], now)[room.pk]


def opening_states(rooms: Iterable[Room], now: dt.datetime | None = None) -> dict[UUID, OpeningState]:
    """How rooms stand now (or at a moment); three queries whatever their number."""
    rooms = list(rooms)
    now = now or timezone.now()
    today = now.date()
    margin = dt.timedelta(days=1)
    opening = opening_of([room.facility for room in rooms], today - margin, today + 8 * margin)
    orders = list(
        SuspensionOrder.objects.standing()
        # A closure lifted by itself takes its order with it.
        .exclude(closure__lifted_at__isnull=False)
        .filter(Q(last_day=None) | Q(last_day__gte=today - margin), first_day__lte=today + margin)
        .select_related("union")
    )
    return {room.pk: _state(room.facility, opening, orders, now) for room in rooms}


def _state(facility: Facility, opening: Opening, orders: list[SuspensionOrder], now: dt.datetime) -> OpeningState:
    day = facility.local(now).date()
    if facility.state != Facility.State.OPEN:
        ended = facility.state in (Facility.State.CLOSED, Facility.State.PREPARING)
        return OpeningState(CLOSED if ended else SUSPENDED)
    order = nearest(orders, facility, day)
    scan_only = order is not None and order.mode == SuspensionOrder.Mode.SCAN_ONLY
    spans = _spans(facility, opening, day)
    if order is not None and not scan_only:
        return OpeningState(SUSPENDED, order=order, closure=order.closure, spans=spans)
    closure = next((c for c in opening.closures if shuts(c, facility, day)), None)
    if closure is not None and not scan_only:
        return OpeningState(SUSPENDED, closure=closure, spans=spans)
    clock = facility.local(now).time()
    current = next((span for span in spans if span[0] <= clock < span[1]), None)
    if current is None:
        return OpeningState(OUTSIDE_HOURS, next_opening=_next(facility, opening, now), order=order, spans=spans)
    state = SCAN_ONLY if scan_only else OPEN
    return OpeningState(state, until=facility.moment(day, current[1]), order=order, spans=spans)


def _spans(facility: Facility, opening: Opening, day: dt.date) -> list[Span]:
    """The hours of a day, whatever closes it."""
    hours = opening.hours.get(facility.pk, {}).get(day.weekday(), [])
    return [(span.opens, span.closes) for span in hours if span.holds(day)]


def nearest(orders: Iterable[SuspensionOrder], facility: Facility, day: dt.date) -> SuspensionOrder | None:
    """The order that counts for a room on a day: the nearest, and of two equally near ones the newer."""
    reaching = [
        order
        for order in orders
        if order.first_day <= day
        and (order.last_day is None or day <= order.last_day)
        and (
            order.facility_id == facility.pk if order.facility_id else facility.union_path.startswith(order.union.path)  # type: ignore[union-attr]
        )
    ]
    return max(reaching, key=lambda order: (order.nearness, order.pk), default=None)


def _next(facility: Facility, opening: Opening, now: dt.datetime) -> dt.datetime | None:
    local = facility.local(now)
    for ahead in range(8):
        day = local.date() + dt.timedelta(days=ahead)
        for span in opening.spans(facility, day):
            moment = facility.moment(day, span[0])
            if moment > now:
                return moment
    return None


def rooms_visible(access: Any) -> QuerySet[Room]:
    """Rooms in the reader's scope, with what a list shows."""
    return Room.objects.visible_to(access).select_related("facility", "facility__union")


def room_by_code(code: str) -> Room | None:
    """The room of a printed code."""
    found = Room.objects.select_related("facility__union").filter(facility__code=code.upper(), facility__kind=KIND)
    return found.first()


def rooms_reached(*, union_path: str) -> QuerySet[Facility]:
    """Every room below a union: what an order for it reaches."""
    return Facility.objects.filter(union_path__startswith=union_path, kind=KIND).exclude(state=Facility.State.CLOSED)


def orders_visible(access: Any) -> QuerySet[SuspensionOrder]:
    """Orders that the reader may see: for their rooms, for their unions, and from above."""
    above = Q(pk__in=())
    paths = [grant.union_path for grant in access.grants if grant.union_path is not None]
    own = Facility.objects.filter(pk__in=[grant.facility_id for grant in access.grants if grant.facility_id])
    paths += own.values_list("union_path", flat=True)
    for path in set(paths):
        above |= Q(union__path__in=[path[:end] for end in range(4, len(path) + 1, 4)])
    within = access.facilities("facility") | access.unions("union") | above
    return SuspensionOrder.objects.filter(within).select_related("union", "facility", "closure")


# A page names so many of the rooms that an order reaches; the rest is a number.
NAMED = 12


def reach_of(order: SuspensionOrder) -> tuple[list[Facility], int]:
    """The first rooms that an order reaches, and how many there are; two queries."""
    if order.facility is not None:
        return [order.facility], 1
    found = rooms_reached(union_path=order.union.path)  # type: ignore[union-attr]
    return list(found.order_by("union_path", "name")[:NAMED]), found.count()
