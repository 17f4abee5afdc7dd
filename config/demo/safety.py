"""Emergencies with their timelines, plans on the wall, a drill, and the equipment that is inspected."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.demo.children import insert_all
from config.demo.world import DEMO, World, identity
from ops.facilities.models import Facility
from ops.policy.actions import publish_defaults
from safety.equipment.models import Equipment
from safety.incidents import actions
from safety.incidents.models import EmergencyPlan, Incident, IncidentEntry, Kind, Severity

PLANS = (
    (
        Kind.FIRE,
        "火灾疏散预案",
        "发现火情，大声示警\n带班老师清点人数，从就近出口撤离\n到集合点再次点名\n拨打 119，通知家长",
    ),
    (Kind.ILLNESS, "突发疾病预案", "判断情况，必要时拨打 120\n通知家长\n专人陪护并记录\n向负责人报告"),
    (Kind.FOOD, "疑似食物中毒预案", "立即停餐，封存食品和留样\n送医并通知家长\n2 小时内向卫健和市场监管部门报告"),
)
EQUIPMENT = {
    "station": (("灭火器", "fire", 4), ("急救箱", "first_aid", 1), ("监控", "security", 6), ("一号冷藏柜", "cold", 1)),
    "room": (("尿布台", "nursing", 1), ("哺乳椅", "nursing", 2), ("热水器", "kitchen", 1), ("门锁", "security", 1)),
}


def publish_rules(world: World) -> None:
    """The regulatory numbers, each with its source."""
    publish_defaults(by=DEMO, union=world.city)


def build_safety(world: World) -> None:
    """Emergency plans and equipment everywhere, a few incidents that ended, and one that is running."""
    insert_all([plan for facility in world.stations for plan in _plans(world, facility)])
    insert_all([piece for facility in (*world.stations, *world.rooms) for piece in _equipment(world, facility)])
    _ended(world, 0, Kind.INJURY, "跑动时摔倒，膝盖擦伤，已清洗包扎", days=6)
    _ended(world, 12, Kind.ILLNESS, "午睡后发热 38.2 °C，已通知家长接回", days=3)
    _ended(world, 45, Kind.STRANGER, "未授权人员要求接人，未放行，已联系家长", days=9)
    _running(world, world.stations[10])


def _plans(world: World, facility: Facility) -> list[EmergencyPlan]:
    return [
        EmergencyPlan(
            id=identity("emergency-plan", facility.pk, kind),
            facility=facility,
            kind=kind,
            title=title,
            steps=steps,
            contacts=f"{facility.manager_name} {facility.manager_phone}",
            valid_from=world.first_day,
        )
        for kind, title, steps in PLANS
    ]


def _equipment(world: World, facility: Facility) -> list[Equipment]:
    inspected = [world.today - dt.timedelta(days=world.chance.randint(1, 28)) for _piece in EQUIPMENT[facility.kind]]
    return [
        Equipment(
            id=identity("equipment", facility.pk, name),
            facility=facility,
            name=name,
            kind=kind,
            quantity=quantity,
            location="室内",
            bought_on=world.today - dt.timedelta(days=400),
            inspected_on=day,
            next_due=day + dt.timedelta(days=30),
        )
        for (name, kind, quantity), day in zip(EQUIPMENT[facility.kind], inspected, strict=True)
    ]


def _ended(world: World, number: int, kind: str, what: str, *, days: int) -> None:
    """An incident of some days ago, taken over with its line of events and its end."""
    facility = world.stations[number]
    happened = world.moment(world.today - dt.timedelta(days=days), dt.time(10, 20))
    staff, manager = world.staff[facility.pk][0], world.managers[facility.pk]
    key = identity("incident", facility.pk, kind)
    ended = happened + dt.timedelta(hours=3)
    insert_all(
        [
            Incident(
                id=key,
                facility=facility,
                kind=kind,
                severity=Severity.MINOR,
                what=what,
                affected=1,
                reported_by=staff,
                state=Incident.State.CLOSED,
                contained_at=happened + dt.timedelta(minutes=40),
                closed_at=ended,
                conclusion="已妥善处理，家长无异议",
                occurred_at=happened,
                recorded_at=happened + dt.timedelta(minutes=2),
            )
        ],
        dated_by="recorded_at",
    )
    lines = (
        ("call", "已电话通知家长", "家长", 8),
        ("measure", "按预案处理", "", 20),
        ("informed", "已报告负责人", manager.name, 30),
    )
    insert_all(
        [
            IncidentEntry(
                id=identity("entry", key, minutes),
                facility=facility,
                incident_id=key,
                kind=entry,
                text=text,
                whom=whom,
                written_by=staff,
                occurred_at=happened + dt.timedelta(minutes=minutes),
                recorded_at=happened + dt.timedelta(minutes=minutes + 1),
            )
            for entry, text, whom, minutes in lines
        ],
        dated_by="recorded_at",
    )


def _running(world: World, facility: Facility) -> None:
    """Suspected food poisoning an hour ago: its clock runs on the union's desk, one authority has been told."""
    by = world.acting(world.staff[facility.pk][0])
    happened = timezone.now() - dt.timedelta(minutes=50)
    incident, _new = actions.report_incident(
        id=identity("incident", "running"),
        facility=facility,
        kind=Kind.FOOD,
        severity=Severity.SERIOUS,
        what="午餐后 3 名儿童呕吐，已停餐并封存食品",
        affected=3,
        place="餐厅",
        occurred_at=happened,
        by=by,
    )
    actions.add_entry(
        id=identity("entry", "running"),
        incident=incident,
        kind=IncidentEntry.Kind.CALL,
        whom="家长",
        text="已逐一电话通知，两名送人民医院",
        occurred_at=happened + dt.timedelta(minutes=9),
        by=by,
    )
