"""Forty days of drop-offs, pick-ups, absences and lunches, with the slips that real days have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from config.demo.children import insert_all
from config.demo.world import World, identity
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.records.actions import amend
from stations.attendance.models import Absence, Handover
from stations.enrolment.models import Enrolment, PickupPerson
from stations.meals.models import MealKind, MealRecord, Portion

MENUS = (
    "米饭、番茄牛腩、清炒西兰花、紫菜蛋花汤",
    "米饭、红烧鸡腿、蒜蓉油麦菜、冬瓜汤",
    "馒头、鲅鱼丸子、炒豆芽、小米粥",
    "米饭、肉末茄子、胡萝卜炒蛋、玉米排骨汤",
    "水饺、凉拌黄瓜、南瓜粥",
)
ABSENT, LATE_ENTRY = 0.05, 0.02


def build_attendance(world: World) -> None:
    """Forty days of drop-offs, pick-ups, absences and lunches; on the first station's board today has only begun."""
    handovers: list[Handover] = []
    absences: list[Absence] = []
    meals: list[MealRecord] = []
    for number, facility in enumerate(world.stations):
        for day in world.days_of_station(number):
            _day(world, facility, day, handovers, absences, meals)
    for rows in (handovers, absences, meals):
        insert_all(rows, dated_by="recorded_at", size=5000)
    _corrections(world)


def _day(
    world: World, facility: Facility, day: dt.date, handovers: list[Any], absences: list[Any], meals: list[Any]
) -> None:
    staff = world.staff[facility.pk][day.toordinal() % len(world.staff[facility.pk])]
    now = timezone.now()
    present = 0
    for place, enrolment in enumerate(world.enrolments[facility.pk]):
        if world.happens(ABSENT):
            absences.append(_absence(world, enrolment, day))
            continue
        arrived, left = _times(world, day)
        if _still_to_come(world, facility, day, place) or arrived > now:
            continue
        present += 1
        handovers.append(_drop_off(world, enrolment, day, arrived, staff))
        if left <= now and not (day == world.today and facility == world.stations[0]):
            handovers.append(_pick_up(world, enrolment, day, left, staff))
    served = world.moment(day, dt.time(12, 5))
    if present and served <= now and not (day == world.today and facility == world.stations[0]):
        meals.append(_lunch(world, facility, day, served, present, staff))


def _still_to_come(world: World, facility: Facility, day: dt.date, place: int) -> bool:
    """The visitor finds a board to work on: at the first station two children of three have not come yet today."""
    return day == world.today and facility == world.stations[0] and place % 3 > 0


def _times(world: World, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """When a child came and left: most between 07:50 and 08:25, and between 16:40 and 17:25."""
    arrived = world.moment(day, dt.time(8), world.chance.triangular(-12, 38, 5))
    return arrived, world.moment(day, dt.time(17), world.chance.triangular(-25, 35, 10))


def _recorded(world: World, happened: dt.datetime) -> dt.datetime:
    """Most are recorded at once; some are sent when the line is back."""
    delay = world.chance.uniform(15, 200) * 60 if world.happens(LATE_ENTRY) else world.chance.uniform(0, 4)
    return min(happened + dt.timedelta(seconds=delay), timezone.now())


def _drop_off(world: World, enrolment: Enrolment, day: dt.date, at: dt.datetime, staff: User) -> Handover:
    # A tap says that the child came; who brought it is noted for about half.
    bringer = _collector(world, enrolment) if world.happens(0.5) else None
    return Handover(
        id=identity("drop-off", enrolment.pk, day),
        kind=Handover.Kind.DROP_OFF,
        sequence=1,
        **_common(enrolment, day, at, _recorded(world, at), staff, bringer),
    )


def _pick_up(world: World, enrolment: Enrolment, day: dt.date, at: dt.datetime, staff: User) -> Handover:
    alone = enrolment.child.may_leave_alone
    return Handover(
        id=identity("pick-up", enrolment.pk, day),
        kind=Handover.Kind.PICK_UP,
        sequence=2,
        left_alone=alone,
        **_common(enrolment, day, at, _recorded(world, at), staff, None if alone else _collector(world, enrolment)),
    )


def _common(
    enrolment: Enrolment, day: dt.date, at: dt.datetime, recorded: dt.datetime, staff: User, person: Any
) -> dict[str, Any]:
    return {
        # Keys instead of rows: setting a related row costs Django ten times as much, two hundred thousand times.
        "facility_id": enrolment.facility_id,
        "child_id": enrolment.child_id,
        "enrolment_id": enrolment.pk,
        "local_date": day,
        "occurred_at": at,
        "recorded_at": recorded,
        "recorded_by_id": staff.pk,
        "person_id": person.pk if person else None,
        "person_name": person.name if person else "",
        "relation": person.relation if person else "",
    }


def _collector(world: World, enrolment: Enrolment) -> PickupPerson:
    allowed = [person for person in world.collectors[enrolment.child_id] if not person.barred]
    return world.chance.choice(allowed)


def _absence(world: World, enrolment: Enrolment, day: dt.date) -> Absence:
    told = world.moment(day, dt.time(7, 40), world.chance.uniform(-60, 40))
    return Absence(
        id=identity("absence", enrolment.pk, day),
        facility=enrolment.facility,
        child=enrolment.child,
        local_date=day,
        reason=world.chance.choice((Absence.Reason.ILLNESS, Absence.Reason.FAMILY, Absence.Reason.TRAVEL)),
        announced_by_name=world.collectors[enrolment.child_id][0].name,
        occurred_at=told,
        recorded_at=told,
    )


def _lunch(world: World, facility: Facility, day: dt.date, at: dt.datetime, present: int, staff: User) -> MealRecord:
    exceptions = {}
    for enrolment in world.chance.sample(world.enrolments[facility.pk], k=2):
        kind = world.chance.choice((Portion.EXTRA, Portion.HALF, Portion.BROUGHT))
        exceptions[str(enrolment.child_id)] = {"kind": kind.value, "note": ""}
    return MealRecord(
        id=identity("lunch", facility.pk, day),
        facility=facility,
        kind=MealKind.LUNCH,
        local_date=day,
        menu=MENUS[day.toordinal() % len(MENUS)],
        exceptions=exceptions,
        present=present,
        ate=present,
        accompanied_by=facility.manager_name,
        flags_confirmed=True,
        occurred_at=at,
        recorded_at=_recorded(world, at),
        recorded_by=staff,
    )


def _corrections(world: World) -> None:
    """Now and then a wrong tap is put right afterwards, with its reason."""
    reasons = ("早高峰点错，已向家长核实", "时间记错，按门口登记改正", "送来的人选错，已向本人核实")
    for number, facility in enumerate(world.stations[:40]):
        day = world.days_of_station(number)[-2 - number % 6]
        row = Handover.objects.filter(facility=facility, local_date=day, kind=Handover.Kind.DROP_OFF).first()
        if row is None:
            continue
        amend(
            row,
            by=world.acting(world.managers[facility.pk]),
            version=row.version,
            reason=reasons[number % len(reasons)],
            occurred_at=row.occurred_at + dt.timedelta(minutes=world.chance.randint(3, 15)),
        )
