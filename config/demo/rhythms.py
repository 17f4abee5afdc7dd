"""Plans of their own rhythm: several times a day, every two opening hours, by a rule; one by name, with a stand-in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.demo.world import DEMO, World
from ops.absences.actions import enter_absence
from ops.absences.models import Absence
from ops.checklists.models import ChecklistTemplate
from ops.duties.actions import create_plan
from ops.facilities.models import Facility
from ops.organization.models import Membership, User
from ops.organization.roles import Role

# How long the one responsible by name is away.
DAYS_AWAY = 3


def build_rhythms(world: World) -> None:
    """At the first station and the first room, which are the visitors' own."""
    station, room = world.stations[0], world.rooms[0]
    named, stand_in = _two_of(station)
    _plan(
        station,
        name="冷藏柜温度复测",
        name_en="Fridge read again",
        regime="food_safety",
        due=dt.time(9, 30),
        also_due=["13:30", "16:30"],
        window_minutes=60,
        completed_by="record",
        trigger="fridge_reading",
        person=named,
    )
    _plan(
        station,
        name="疏散通道查看",
        name_en="Look at the ways out",
        regime="emergency",
        rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=10,16;BYMINUTE=30",
        checklist="emergency-readiness",
    )
    _plan(
        room,
        name="小屋巡看",
        name_en="Look into the room",
        regime="cleaning",
        every_opening_hours=2,
        checklist="room-daily-cleaning",
        role=Role.ROOM_MANAGER,
    )
    begins = world.moment(world.today, dt.time())
    ends = begins + dt.timedelta(days=DAYS_AWAY)
    enter_absence(user=named, since=begins, until=ends, cause=Absence.Cause.TRAINING, stand_in=stand_in, by=DEMO)


def _two_of(station: Facility) -> list[User]:
    """The staff member who is away, and the one who stands in: the visitors' log-in `staff` where it is theirs."""
    held = Membership.objects.current().filter(facility=station, role=Role.STATION_STAFF).select_related("user")
    people = sorted((one.user for one in held), key=lambda user: (user.username == "staff", user.pk))
    return [people[0], people[-1]]


def _plan(facility: Facility, **fields: Any) -> None:
    key = fields.pop("checklist", "")
    checklist = ChecklistTemplate.objects.get(key=key) if key else None
    create_plan(facility=facility, by=DEMO, checklist=checklist, **{"role": Role.STATION_STAFF, **fields})
