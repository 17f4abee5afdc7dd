"""The rooms beside their facilities, their visits without names, and an order that suspends some of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from config.demo.children import insert_all
from config.demo.world import World, identity
from ops.facilities.models import Closure, Facility
from rooms.opening.actions import order_suspension
from rooms.opening.models import Furnishing, Room, SuspensionOrder
from rooms.visits.models import Feedback, Visit

PIN = "2020"
BASIC = [Furnishing.HOT_WATER, Furnishing.CHANGING_TABLE, Furnishing.CHAIR, Furnishing.CURTAIN, Furnishing.BASIN]
MORE = (Furnishing.FRIDGE, Furnishing.COT, Furnishing.SOCKET, Furnishing.BIN, Furnishing.AIR, Furnishing.CALL)


def build_rooms(world: World) -> None:
    """The rooms beside their facilities, their visits without names, and what users said."""
    pin = make_password(PIN)
    insert_all([_room(world, facility, number, pin) for number, facility in enumerate(world.rooms)])
    visits: list[Visit] = []
    feedback: list[Feedback] = []
    for facility in world.rooms:
        for later in range((world.today - world.first_day).days + 1):
            _day(world, facility, world.first_day + dt.timedelta(days=later), visits, feedback)
    insert_all(visits, dated_by="recorded_at")
    insert_all(feedback, dated_by="recorded_at")


def order_closures(world: World) -> None:
    """One union's rooms open by scan only, one room is closed for repairs; both have their document."""
    officer = next(iter(world.officers(world.supervising[1])))
    order_suspension(
        id=identity("order", "scan"),
        union=world.supervising[1],
        mode=SuspensionOrder.Mode.SCAN_ONLY,
        cause=Closure.Cause.EPIDEMIC,
        document_no="青北工〔2026〕9 号",
        note="流感高发期，进入请扫码",
        first_day=world.today - dt.timedelta(days=3),
        last_day=None,
        by=world.acting(officer),
    )
    order_suspension(
        id=identity("order", "repair"),
        room=Room.objects.select_related("facility").get(facility=world.rooms[7]),
        mode=SuspensionOrder.Mode.CLOSED,
        cause=Closure.Cause.REPAIR,
        document_no="",
        note="更换热水器",
        first_day=world.today - dt.timedelta(days=1),
        last_day=world.today + dt.timedelta(days=4),
        by=world.acting(world.managers[world.rooms[7].pk]),
    )


def _room(world: World, facility: Facility, number: int, pin: str) -> Room:
    public = number % 3 > 0
    return Room(
        id=identity("room-row", facility.pk),
        facility=facility,
        location=Room.Location.PUBLIC if public else Room.Location.ENTERPRISE,
        managing_body=Room.ManagingBody.PROPERTY if public else Room.ManagingBody.UNIT,
        audience=Room.Audience.PUBLIC if public else Room.Audience.STAFF,
        edition=Room.Edition.PUBLIC if public else Room.Edition.ENTERPRISE,
        area=world.chance.choice((8, 10, 12, 15)),
        wayfinding="电梯旁，跟着母婴标志走",
        wayfinding_en="Beside the lift, follow the signs",
        furnishing=[*(str(one) for one in BASIC), *(str(one) for one in MORE if world.happens(0.6))],
        pin=pin,
    )


def _day(world: World, facility: Facility, day: dt.date, visits: list[Any], feedback: list[Any]) -> None:
    now = timezone.now()
    for number in range(world.chance.choice((0, 1, 2, 2, 3, 5))):
        began = world.moment(day, dt.time(9), world.chance.uniform(0, 700))
        minutes = world.chance.randint(8, 35)
        left = began + dt.timedelta(minutes=minutes)
        if left > now:
            continue
        visits.append(
            Visit(
                id=identity("visit", facility.pk, day, number),
                facility_id=facility.pk,
                occurred_at=began,
                recorded_at=began,
                left_at=left,
                minutes=minutes,
                ending=Visit.Ending.USER if world.happens(0.8) else Visit.Ending.TIME,
            )
        )
    if world.happens(0.03):
        said = world.moment(day, dt.time(10), world.chance.uniform(0, 300))
        handled = said + dt.timedelta(hours=world.chance.uniform(1, 20))
        if said < now:
            feedback.append(_feedback(world, facility, day, said, handled if handled < now else None))


def _feedback(
    world: World, facility: Facility, day: dt.date, said: dt.datetime, handled: dt.datetime | None
) -> Feedback:
    return Feedback(
        id=identity("feedback", facility.pk, day),
        facility_id=facility.pk,
        kind=world.chance.choice((Feedback.Kind.DIRTY, Feedback.Kind.SUPPLIES, Feedback.Kind.LOCKED)),
        occurred_at=said,
        recorded_at=said,
        handled_at=handled,
        handled_by=world.managers[facility.pk] if handled else None,
        handling="已处理" if handled else "",
    )
