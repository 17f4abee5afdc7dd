"""What the room tests share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ops.checklists import library
from ops.duties.actions import generate_duties
from ops.duties.library import publish_policies
from ops.duties.standard import adopt_standard_plans
from ops.facilities.models import OpeningHours
from ops.records import bulk
from rooms.opening.actions import add_room
from rooms.opening.models import Room
from tests import factories
from tests.factories import TESTER

QINGDAO = dt.timezone(dt.timedelta(hours=8))
TUESDAY = dt.date(2026, 7, 21)


def at(clock: str, day: dt.date = TUESDAY) -> dt.datetime:
    """A moment on Qingdao's clock."""
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=QINGDAO)


def make_room(
    union: Any,
    name: str = "万象城三层小屋",
    opens: dt.time = dt.time(9),
    closes: dt.time = dt.time(21, 30),
    **fields: Any,
) -> Room:
    """A room open at these hours every day."""
    facility = factories.make_facility(union, "room", name, emergency_phone="0532 8000 1234")
    hours = [OpeningHours(facility=facility, weekday=n, opens=opens, closes=closes) for n in range(7)]
    bulk.insert(OpeningHours, hours, by=TESTER)
    return add_room(facility=facility, by=TESTER, **fields)


def make_duties(room: Room, day: dt.date = TUESDAY) -> None:
    """The room's standard plans and the duties of one day."""
    library.publish(TESTER)
    publish_policies(by=TESTER)
    adopt_standard_plans(facilities=[room.facility], by=TESTER, first_day=day)
    generate_duties(first=day, last=day, by=TESTER)
