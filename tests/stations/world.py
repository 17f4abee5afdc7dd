"""A station with a running term, children and the grown-ups around them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from ops.facilities.models import Facility
from ops.records.ids import uuid7
from stations.attendance import actions
from stations.attendance.models import Handover
from stations.attendance.queries import day_of_child
from stations.attendance.rules import Arrival, Departure
from stations.enrolment import actions as enrolment
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, PickupPerson
from stations.enrolment.persons import NewConsent, NewGuardian, NewPerson
from stations.terms.actions import open_term, set_up_station
from stations.terms.models import Station, Term
from tests import factories

NAMES = ["孙沐阳", "王小满", "李一诺", "陈思远", "刘梓涵", "张子墨", "赵雨桐", "黄书豪", "周可欣", "吴佳怡"]
AGREED = NewConsent("personal_data", given=True, given_by="王丽")


def make_station(union: Any, **fields: Any) -> Facility:
    """A facility with its station row."""
    facility = factories.make_facility(union)
    set_up_station(facility=facility, by=factories.TESTER, **fields)
    return facility


def make_term(facility: Facility, **fields: Any) -> Term:
    """A term that runs every day of these weeks, from morning to midnight."""
    today = facility.today()
    values: dict[str, Any] = {
        "name": "暑期一班",
        "first_day": today - dt.timedelta(days=10),
        "last_day": today + dt.timedelta(days=10),
        "opens": dt.time(0, 0),
        "arrive_by": dt.time(8, 30),
        "closes": dt.time(23, 59),
        "weekdays": "0123456",
        "capacity": 80,
    }
    return open_term(facility=facility, by=factories.TESTER, **{**values, **fields})


def make_child(term: Term | None, facility: Facility | None = None, **fields: Any) -> Child:
    """A registered child with a mother; with a term also a place in it."""
    number = next(factories.NUMBERS)
    place = facility or (term and term.facility)
    assert place
    guardian = fields.pop("guardian", NewGuardian(f"母{number}", f"138{number:08d}", "mother"))
    values = {"name": f"{NAMES[number % 10]}{number}", "sex": "female", "birth_date": dt.date(2017, 3, 5), "grade": 2}
    return enrolment.register_child(
        id=fields.pop("id", uuid7()),
        facility=place,
        registration=enrolment.Registration(
            child={**values, **fields}, guardians=[guardian], consents=[AGREED], persons=[]
        ),
        term=term,
        by=factories.TESTER,
    )


def mother_of(child: Child) -> PickupPerson:
    """The child's first authorised person."""
    return PickupPerson.objects.filter(child=child)[0]


def authorise(child: Child, name: str = "陈福来", relation: str = "grandfather", **fields: Any) -> PickupPerson:
    """A further person, authorised or barred."""
    from stations.enrolment.persons import authorise_person

    return authorise_person(
        id=uuid7(), child=child, entered=NewPerson(name=name, relation=relation, **fields), by=factories.TESTER
    )


def promise_to_leave_alone(child: Child, given: bool = True) -> Consent:
    """The signed promise (自行离站承诺书)."""
    from stations.enrolment.persons import record_consent

    return record_consent(
        id=uuid7(), child=child, entered=NewConsent("leave_alone", given=given, given_by="王丽"), by=factories.TESTER
    )


def arrive(child: Child, by: Any = factories.TESTER, at: dt.datetime | None = None) -> Handover:
    """The child was brought."""
    moment = at or timezone.now()
    arrival = Arrival(id=uuid7(), child_id=child.pk, occurred_at=moment)
    child_day = day_of_child(child.pk, moment)
    assert child_day is not None
    return actions.drop_off(arrival=arrival, child_day=child_day, by=by)[0]


def leave(child: Child, by: Any = factories.TESTER, at: dt.datetime | None = None, **how: Any) -> Handover:
    """The child was collected, by its mother unless told."""
    moment = at or timezone.now()
    how = how or {"person_id": mother_of(child).pk}
    departure = Departure(id=uuid7(), child_id=child.pk, occurred_at=moment, **how)
    child_day = day_of_child(child.pk, moment)
    assert child_day is not None
    return actions.pick_up(departure=departure, child_day=child_day, by=by)[0]


def tap(child: Child, kind: str = "drop_off", **fields: Any) -> dict[str, Any]:
    """A hand-over as a client sends it."""
    return {
        "id": str(uuid7()),
        "child": str(child.pk),
        "kind": kind,
        "occurred_at": timezone.now().isoformat(),
        **fields,
    }


__all__ = ["NAMES", "Station", "arrive", "authorise", "leave", "make_child", "make_station", "make_term", "tap"]
