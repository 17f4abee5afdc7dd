"""Stations with a running term, its children, and the people around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from config.demo.world import DEMO, World, identity
from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.encryption import lookup_hash
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import BUILT_IN
from stations.enrolment.identity import masked_phone, pinyin_of
from stations.enrolment.models import Child, Enrolment, Guardian, Guardianship, PickupPerson, Relation
from stations.terms.models import Group, Station, Term

# The first station is the one that visitors see: a full board.
CHILDREN_OF_FIRST, CHILDREN = 30, (15, 22)
FLAGS = (("花生", "对花生过敏"), ("牛奶", "乳糖不耐受"), ("海鲜", "对虾蟹过敏"), ("鸡蛋", "对鸡蛋过敏"))
MODES = (Station.RunningMode.UNION, Station.RunningMode.JOINT, Station.RunningMode.PURCHASED)
SUPPLIES = (Station.MealSupply.KITCHEN, Station.MealSupply.CANTEEN, Station.MealSupply.DELIVERY)
PARENTS = ((Relation.MOTHER, "女"), (Relation.FATHER, "男"))
GRANDPARENTS = (Relation.GRANDFATHER, Relation.GRANDMOTHER, Relation.MATERNAL_GRANDMOTHER)
EMPLOYERS = ("公交集团", "第三人民医院", "港务公司", "纺织机械厂", "实验初中", "热电公司", "物流园", "电子厂")


@dataclass
class Rows:
    """Everything of the children's part, table by table, in the order in which it is inserted."""

    stations: list[Station] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    guardians: list[Guardian] = field(default_factory=list)
    guardianships: list[Guardianship] = field(default_factory=list)
    persons: list[PickupPerson] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    def tables(self) -> Iterator[list[Any]]:
        """One list a table."""
        return iter(vars(self).values())


def build_children(world: World) -> None:
    """A summer term at every station, with children, guardians, pick-up persons and consents."""
    rows = Rows()
    for number, facility in enumerate(world.stations):
        _station(world, rows, facility, number)
    for table in rows.tables():
        insert_all(table)
    for enrolment in rows.enrolments:
        world.enrolments.setdefault(enrolment.facility_id, []).append(enrolment)
    for person in rows.persons:
        world.collectors.setdefault(person.child_id, []).append(person)


def insert_all(rows: list[Any], dated_by: str = "", size: int = 2000) -> None:
    """Insert rows of one table, batch by batch."""
    for start in range(0, len(rows), size):
        bulk.insert(type(rows[0]), rows[start : start + size], by=DEMO, dated_by=dated_by)


def _station(world: World, rows: Rows, facility: Facility, number: int) -> None:
    chance = world.chance
    rows.stations.append(
        Station(
            id=identity("station-row", facility.pk),
            facility=facility,
            running_mode=MODES[number % 3],
            unit_nature=chance.choice(Station.UnitNature.values),
            parent_unit=facility.union.name,
            meal_supply=SUPPLIES[0 if number == 0 else number % 3],
            service_content="作业辅导、阅读、手工、体育活动、安全教育、午餐午休",
            service_effect="解决双职工家庭暑期看护难题，家长满意度较高。",
            area=chance.randint(90, 260),
        )
    )
    term = Term(
        id=identity("term", facility.pk),
        facility=facility,
        name="暑期长期" if world.term_begins(number) == world.first_day else "暑期二期",
        name_en="Summer, long term" if world.term_begins(number) == world.first_day else "Summer term 2",
        first_day=world.term_begins(number),
        last_day=world.today + dt.timedelta(days=20),
        opens=dt.time(8, 0),
        weekdays=world.weekdays,
        capacity=45,
    )
    rows.terms.append(term)
    groups = [
        Group(
            id=identity("group", term.pk, name), facility=facility, term=term, name=name, name_en=english, position=at
        )
        for at, (name, english) in enumerate((("向日葵组", "Sunflowers"), ("小海豚组", "Dolphins")), 1)
    ]
    rows.groups.extend(groups)
    wanted = CHILDREN_OF_FIRST if number == 0 else chance.randint(*CHILDREN)
    names: set[str] = set()
    while len(names) < wanted:
        _family(world, rows, term, groups, names)


def _family(world: World, rows: Rows, term: Term, groups: list[Group], names: set[str]) -> None:
    """One child, now and then two siblings, with one or two parents and perhaps a grandparent."""
    chance, facility = world.chance, term.facility
    surname = world.crowd.surname()
    guardians = []
    for relation, _sex in PARENTS[: chance.choice((1, 2, 2))]:
        phone = world.crowd.phone()
        guardian = Guardian(
            id=identity("guardian", phone),
            facility=facility,
            name=world.crowd.adult(surname if relation == Relation.FATHER else ""),
            phone=phone,
            phone_hash=lookup_hash(phone),
            phone_masked=masked_phone(phone),
            employer=chance.choice(EMPLOYERS),
            employer_union=facility.union.name,
        )
        guardians.append((guardian, relation))
    rows.guardians.extend(guardian for guardian, _relation in guardians)
    for _sibling in range(chance.choice((1,) * 9 + (2,))):
        child = _child(world, facility, surname, names)
        if child is None:
            continue
        rows.children.append(child)
        _around(world, rows, child, guardians)
        rows.enrolments.append(
            Enrolment(
                id=identity("enrolment", child.pk),
                facility=facility,
                child=child,
                term=term,
                group=groups[len(rows.enrolments) % 2],
                state=Enrolment.State.ATTENDING,
                state_since=world.moment(world.first_day, dt.time(8)),
            )
        )


def _child(world: World, facility: Facility, surname: str, names: set[str]) -> Child | None:
    chance = world.chance
    sex = chance.choice(Child.Sex.values)
    name = world.crowd.child(surname, sex)
    if name in names:
        return None
    names.add(name)
    pinyin, initials = pinyin_of(name)
    grade = chance.randint(1, 6)
    flag, allergies = chance.choice(FLAGS) if chance.random() < 0.08 else ("", "")
    return Child(
        id=identity("child", facility.pk, name),
        facility=facility,
        name=name,
        pinyin=pinyin,
        initials=initials,
        sex=sex,
        birth_date=dt.date(world.today.year - 6 - grade, chance.randint(1, 12), chance.randint(1, 28)),
        grade=grade,
        school=f"{facility.union.short_name}小学",
        flag=flag,
        allergies=allergies,
        may_leave_alone=grade == 6 and chance.random() < 0.5,
    )


def _around(world: World, rows: Rows, child: Child, guardians: Iterable[tuple[Guardian, str]]) -> None:
    chance = world.chance
    persons = []
    for position, (guardian, relation) in enumerate(guardians, 1):
        rows.guardianships.append(
            Guardianship(
                id=identity("guardianship", child.pk, guardian.pk),
                facility=child.facility,
                child=child,
                guardian=guardian,
                relation=relation,
                position=position,
            )
        )
        persons.append(_person(child, guardian.name, relation, guardian.phone, position, guardian=guardian))
    if chance.random() < 0.4:
        relation = chance.choice(GRANDPARENTS)
        persons.append(_person(child, world.crowd.adult(), relation, world.crowd.phone(), len(persons) + 1))
    if chance.random() < 0.01:
        note = "法院裁定不得接走。如到场，先留住孩子，再打电话给负责人。"
        persons.append(
            _person(child, world.crowd.adult(), Relation.RELATIVE, "", len(persons) + 1, barred=True, barred_note=note)
        )
    rows.persons.extend(persons)
    kinds = [(Consent.Kind.PERSONAL_DATA, True), (Consent.Kind.SHARING, chance.random() < 0.7)]
    if child.may_leave_alone:
        kinds.append((Consent.Kind.LEAVE_ALONE, True))
    signed = world.moment(world.first_day, dt.time(8)) - dt.timedelta(days=5)
    rows.consents.extend(
        Consent(
            id=identity("consent", child.pk, kind),
            facility=child.facility,
            child=child,
            kind=kind,
            given=given,
            text_version=BUILT_IN,
            given_by=persons[0].name,
            occurred_at=signed,
            recorded_at=signed,
        )
        for kind, given in kinds
    )


def _person(child: Child, name: str, relation: str, phone: str, position: int, **more: Any) -> PickupPerson:
    return PickupPerson(
        id=identity("person", child.pk, position),
        facility=child.facility,
        child=child,
        name=name,
        relation=relation,
        phone=phone,
        phone_masked=masked_phone(phone) if phone else "",
        position=position,
        **more,
    )
