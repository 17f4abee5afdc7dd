"""A coming term that is open for applications at the first station: places, a waiting list, what is new; medicine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from config.demo.world import DEMO, World, identity
from ops.facilities.models import Facility
from ops.organization.models import PhoneText
from stations.applications import actions as applications
from stations.applications.packing import Wanted
from stations.enrolment import places
from stations.enrolment.actions import Registration
from stations.enrolment.consent_texts import REQUIRED, texts_in_force
from stations.enrolment.models import Child, Enrolment, Relation
from stations.enrolment.persons import NewConsent, NewContact, NewGuardian, NewPerson, add_contact
from stations.medicine import actions as medicine
from stations.terms.actions import open_term
from stations.terms.models import Term

CAPACITY, ADMITTED, WAITING = 4, 4, 2
# Surname, given name, sex, birth date within the grade, grade.
APPLICANTS = (
    *(("林", "知夏", "female", 2), ("宋", "亦辰", "male", 1), ("高", "若溪", "female", 3), ("郑", "浩然", "male", 4)),
    *(("许", "念安", "female", 1), ("谢", "子谦", "male", 2), ("韩", "乐瑶", "female", 2), ("曹", "景行", "male", 5)),
)


def build_applications(world: World) -> None:
    """Eight families apply: four have a place, two wait, two are new; two children of today take medicine."""
    station = world.stations[0]
    term = _coming_term(station)
    for number, (surname, given, sex, grade) in enumerate(APPLICANTS):
        application = _apply(world, term, number, (surname, given, sex, grade))
        for place in Enrolment.objects.filter(applied__application=application):
            if number < ADMITTED:
                places.admit(enrolment=place, by=DEMO)
            elif number < ADMITTED + WAITING:
                places.put_on_list(enrolment=place, by=DEMO)
    _doubtful(world, term)
    _around_children_of_today(world, station)
    # Nobody holds these phones.
    PhoneText.objects.all().delete()


def _coming_term(station: Facility) -> Term:
    last = Term.objects.filter(facility=station).order_by("-last_day")[0].last_day
    now = timezone.now()
    return open_term(
        facility=station,
        id=identity("term", station.pk, "coming"),
        name="三期",
        name_en="Third term",
        first_day=last + dt.timedelta(days=7),
        last_day=last + dt.timedelta(days=25),
        capacity=CAPACITY,
        fee_note="免费，午餐按成本价",
        applications_from=now - dt.timedelta(days=3),
        applications_until=now + dt.timedelta(days=10),
        by=DEMO,
    )


def _apply(world: World, term: Term, number: int, child: tuple[str, str, str, int]) -> Any:
    surname, given, sex, grade = child
    phone = world.crowd.phone()
    mother = world.crowd.adult()
    return applications.apply(
        id=identity("application", term.pk, number),
        term=term,
        phone=phone,
        children=[_wanted(world, term, (f"{surname}{given}", sex, grade), NewGuardian(mother, phone, Relation.MOTHER))],
        signed_by=mother,
        language="zh-hans",
        by=applications.a_guardian(phone),
    )


def _wanted(world: World, term: Term, child: tuple[str, str, int], guardian: NewGuardian) -> Wanted:
    name, sex, grade = child
    consents = [
        NewConsent.to(text, given=text.kind in REQUIRED or text.kind != "leave_alone", by=guardian.name)
        for text in texts_in_force(term.facility)
    ]
    registration = Registration(
        child={"name": name, "sex": sex, "birth_date": dt.date(world.today.year - 6 - grade, 5, 12), "grade": grade},
        guardians=[guardian],
        persons=[NewPerson(world.crowd.adult(), Relation.GRANDMOTHER)],
        contacts=[NewContact(world.crowd.adult(), Relation.GRANDFATHER, world.crowd.phone())],
        consents=consents,
    )
    return Wanted(registration)


def _doubtful(world: World, term: Term) -> None:
    """Somebody applies for a child that is registered, by a phone that is not a guardian's: staff ask first."""
    known = Child.objects.filter(facility=term.facility).order_by("pinyin", "pk")[0]
    phone = world.crowd.phone()
    guardian = NewGuardian(world.crowd.adult(), phone, Relation.RELATIVE)
    wanted = _wanted(world, term, (known.name, known.sex, known.grade or 1), guardian)
    wanted.registration.child["birth_date"] = known.birth_date
    applications.apply(
        id=identity("application", term.pk, "doubtful"),
        term=term,
        phone=phone,
        children=[wanted],
        signed_by=guardian.name,
        language="zh-hans",
        by=applications.a_guardian(phone),
    )


def _around_children_of_today(world: World, station: Facility) -> None:
    on_roll = Child.objects.filter(facility=station, enrolments__state=Enrolment.State.ATTENDING)
    for number, child in enumerate(on_roll.order_by("pinyin", "pk")[:3]):
        contact = NewContact(world.crowd.adult(), Relation.GRANDFATHER, world.crowd.phone())
        add_contact(id=identity("contact", child.pk), child=child, entered=contact, by=DEMO)
        if number == 2:
            continue
        entered = medicine.NewOrder(
            medicine=("氯雷他定糖浆", "蒙脱石散")[number],
            dose=("5 毫升", "半袋")[number],
            manner="饭后，温水送服",
            times=("12:30", "10:00,15:30")[number],
            first_day=station.today(),
            last_day=station.today() + dt.timedelta(days=2),
            signed_by=child.guardians.all()[0].name,
        )
        order = medicine.order_medicine(id=identity("order", child.pk), child=child, entered=entered, by=DEMO)
        if number == 1:
            medicine.give(
                id=identity("giving", child.pk),
                order=order,
                clock="10:00",
                occurred_at=station.moment(station.today(), dt.time(10, 4)),
                by=DEMO,
            )
