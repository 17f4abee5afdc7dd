"""The guardian that a visitor may be: a family of the first station, with a request that waits for staff."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef

from config.demo.world import DEMO, World, identity
from ops.organization.models import User
from ops.records import bulk
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.reminders.actions import remind_all
from stations.attendance.absences import announce_absence
from stations.attendance.models import Handover
from stations.enrolment.avoiding import allergens_of
from stations.enrolment.consent_models import Consent
from stations.enrolment.identity import masked_phone
from stations.enrolment.models import Child, Guardian, PickupPerson
from stations.guardians.actions import Wish, ask_person
from stations.guardians.allergies import ask_allergies
from stations.guardians.models import PersonRequest
from stations.guardians.notices import notices_of


def build_guardian(world: World) -> None:
    """The visitors' guardian: told of comings and goings, a person and an allergy to be confirmed, a day off ahead."""
    user = User.objects.get(username="guardian")
    station = world.stations[0]
    families = Guardian.objects.filter(facility=station, guardianships__position=1)
    seen = Handover.objects.filter(child__guardianships__guardian=OuterRef("pk"), local_date=world.today)
    family = families.annotate(here=Exists(seen), number=Count("guardianships")).order_by("-here", "-number", "pk")[0]
    phone = str(user.phone)
    own = Guardian.objects.filter(pk=family.pk)
    children = list(family.children.select_related("facility").order_by("birth_date"))
    bulk.update(Consent.objects.filter(child__in=children, given_by=family.name), by=DEMO, given_by=user.name)
    persons = PickupPerson.objects.filter(child__in=children, name=family.name)
    bulk.update(persons, by=DEMO, name=user.name, phone_masked=masked_phone(phone))
    bulk.update(
        own,
        by=DEMO,
        name=user.name,
        phone=phone,
        phone_hash=lookup_hash(phone),
        phone_masked=masked_phone(phone),
        user=user,
        tells_arrivals=True,
        tells_departures=True,
    )
    acting = world.acting(user)
    row = own.get()
    wish = Wish(name="王桂兰", relation="maternal_grandmother", phone="13900001111", note="周五下午由姥姥来接")
    ask_person(
        id=identity("person-request", family.pk),
        child=children[0],
        kind=PersonRequest.Kind.ADD,
        wish=wish,
        asked_by=row,
        by=acting,
    )
    ask_allergies(
        id=identity("allergy-request", family.pk),
        child=children[0],
        allergens=[*allergens_of(children[0]), "mango"],
        words="吃芒果嘴边起疹子",
        asked_by=row,
        agreed=True,
        by=acting,
    )
    _announce(world, children[-1], row, acting)
    today = Handover.objects.filter(child__in=children, local_date=world.today).values_list("pk", flat=True)
    remind_all(notices=notices_of(set(today)), by=DEMO)


def _announce(world: World, child: Child, guardian: Guardian, by: Actor) -> None:
    """A day off within the next week."""
    day = next(
        day
        for day in (world.today + dt.timedelta(days=ahead) for ahead in range(1, 8))
        if str(day.weekday()) in world.weekdays
    )
    announce_absence(
        id=identity("announcement", guardian.pk),
        child=child,
        first_day=day,
        last_day=day,
        reason="family",
        note="回老家",
        announced_by=guardian,
        by=by,
    )
