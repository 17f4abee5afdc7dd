"""What is not everyday at the door: rosters, a breach of the ratio, announced absences, a release, calls, a tablet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from config.demo.children import insert_all
from config.demo.world import World, identity
from ops.facilities.models import Facility
from stations.attendance.models import (
    Absence,
    AbsenceAnnouncement,
    CallRecord,
    Handover,
    Kiosk,
    RatioBreach,
)
from stations.attendance.models import AbsenceReason as Why
from stations.enrolment.models import Guardianship, Relation
from stations.terms.models import Function, Group, GroupStaff, Shift

ROSTERED_BACK, ROSTERED_AHEAD = 6, 5
VOLUNTEERS = ("志愿者小周", "志愿者小韩", "志愿者小吕", "志愿者小宋")


def build_door(world: World) -> None:
    """Rosters and who looks after which group; a few breaches, releases, calls, announced absences and a tablet."""
    insert_all([shift for number, one in enumerate(world.stations) for shift in _roster(world, one, number)])
    insert_all([row for one in world.stations[:40] for row in _groups(world, one)])
    insert_all([_breach(world, one, number) for number, one in enumerate(world.stations[1:40:6])])
    _announcements(world)
    _releases(world)
    _calls(world)
    first = world.stations[0]
    insert_all(
        [
            Kiosk(
                id=identity("kiosk", first.pk),
                facility=first,
                name="大门平板",
                token_hash=str(identity("no token opens this", first.pk)),
                started_at=world.moment(world.first_day, dt.time(8)),
                started_by=world.managers[first.pk],
            )
        ]
    )


def _roster(world: World, facility: Facility, number: int) -> list[Shift]:
    """The staff and a volunteer each working day, by turns."""
    days = (world.today + dt.timedelta(n) for n in range(-ROSTERED_BACK, ROSTERED_AHEAD + 1))
    shifts = []
    for day in (day for day in days if str(day.weekday()) in world.weekdays):
        volunteer = VOLUNTEERS[(number + day.toordinal()) % len(VOLUNTEERS)]
        people = [(person, person.name, Function.TUTOR) for person in world.staff[facility.pk]]
        people += [(world.managers[facility.pk], world.managers[facility.pk].name, Function.CARER)]
        for person, name, function in [*people, (None, volunteer, Function.VOLUNTEER)]:
            shifts.append(
                Shift(
                    id=identity("shift", facility.pk, day, name),
                    facility=facility,
                    date=day,
                    starts=dt.time(7, 30) if person else dt.time(8, 30),
                    ends=dt.time(18, 0) if person else dt.time(17, 0),
                    person=person,
                    name=name,
                    function=function,
                )
            )
    return list({(shift.date, shift.name): shift for shift in shifts}.values())


def _groups(world: World, facility: Facility) -> list[GroupStaff]:
    staff = world.staff[facility.pk]
    groups = Group.objects.filter(facility=facility).order_by("position")
    return [
        GroupStaff(
            id=identity("group-staff", group.pk),
            facility=facility,
            group=group,
            person=staff[number % len(staff)],
            since=world.first_day,
        )
        for number, group in enumerate(groups)
    ]


def _breach(world: World, facility: Facility, number: int) -> RatioBreach:
    """Somebody came late: a quarter of an hour with one for all."""
    day = world.days_of_station(1)[-2 - number % 4]
    began = world.moment(day, dt.time(8, 10), number)
    return RatioBreach(
        id=identity("breach", facility.pk, day),
        facility=facility,
        local_date=day,
        children=17 + number % 4,
        on_duty=1,
        limit=Decimal(15),
        calm_since=began + dt.timedelta(minutes=14),
        resolved_at=began + dt.timedelta(minutes=14),
        occurred_at=began,
        recorded_at=began,
    )


def _announcements(world: World) -> None:
    """Two families of the first station travel from tomorrow on."""
    announced, absences = [], []
    for enrolment in world.enrolments[world.stations[0].pk][-2:]:
        person = world.collectors[enrolment.child_id][0]
        days = [world.today + dt.timedelta(n) for n in range(1, 4)]
        row = AbsenceAnnouncement(
            id=identity("announcement", enrolment.child_id),
            facility=enrolment.facility,
            child=enrolment.child,
            first_day=days[0],
            last_day=days[-1],
            reason=Why.TRAVEL,
            note="回老家",
            announced_by_id=person.guardian_id,
            announced_by_name=person.name,
            occurred_at=world.moment(world.today - dt.timedelta(1), dt.time(20, 15)),
        )
        announced.append(row)
        absences += [
            Absence(
                id=identity("announced", enrolment.child_id, day),
                facility=enrolment.facility,
                child=enrolment.child,
                local_date=day,
                reason=row.reason,
                announced_by_id=row.announced_by_id,
                announced_by_name=row.announced_by_name,
                announcement=row,
                occurred_at=row.occurred_at,
            )
            for day in days
            if str(day.weekday()) in world.weekdays
        ]
    insert_all(announced)
    insert_all(absences)


def _releases(world: World) -> None:
    """Now and then the manager releases a child to somebody else, after a call: one at some stations, days ago."""
    rows = []
    for number, facility in enumerate(world.stations[:30:5]):
        day = world.days_of_station(0)[-3 - number % 5]
        enrolment = world.enrolments[facility.pk][number]
        came = Handover.objects.filter(child=enrolment.child_id, local_date=day).order_by("-sequence").first()
        if came is None or came.sequence != 2:
            continue
        manager = world.managers[facility.pk]
        common = {
            "facility_id": facility.pk,
            "child_id": enrolment.child_id,
            "enrolment_id": enrolment.pk,
            "local_date": day,
        }
        back = came.occurred_at - dt.timedelta(minutes=95)
        again = came.occurred_at + dt.timedelta(minutes=4)
        rows += [
            Handover(
                id=identity("back", enrolment.pk, day),
                kind=Handover.Kind.DROP_OFF,
                sequence=3,
                occurred_at=came.occurred_at + dt.timedelta(minutes=2),
                recorded_at=again,
                recorded_by=manager,
                observation="忘带水杯，返回取物",
                **common,
            ),
            Handover(
                id=identity("release", enrolment.pk, day),
                kind=Handover.Kind.PICK_UP,
                sequence=4,
                occurred_at=again,
                recorded_at=again,
                recorded_by=manager,
                person_name="于阿姨",
                relation=Relation.OTHER,
                override_by=manager,
                override_reason=f"妈妈 {back:%H:%M} 来电，邻居代接，已核对身份证",
                **common,
            ),
        ]
    insert_all(rows, dated_by="recorded_at")


def _calls(world: World) -> None:
    """At the first station two guardians were called yesterday about a child who did not come."""
    facility = world.stations[0]
    absent = Absence.objects.filter(facility=facility, announcement=None).order_by("-local_date", "id")[:2]
    links = {link.child_id: link for link in Guardianship.objects.filter(facility=facility).select_related("guardian")}
    insert_all(
        [
            CallRecord(
                id=identity("call", absence.pk),
                facility=facility,
                child_id=absence.child_id,
                local_date=absence.local_date,
                guardian=links[absence.child_id].guardian,
                guardian_name=links[absence.child_id].guardian.name,
                outcome=CallRecord.Outcome.AWAY,
                called_by=world.staff[facility.pk][0],
                occurred_at=world.moment(absence.local_date, dt.time(9, 5)),
            )
            for absence in absent
            if absence.child_id in links
        ]
    )
