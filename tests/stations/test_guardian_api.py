"""A program does for a guardian what the pages do, and for staff the answers."""

import pytest

from ops.records.ids import uuid7
from stations.enrolment.models import PickupPerson
from stations.meals import planning
from stations.meals.models import Dish
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/family/children/"


@pytest.fixture
def phone(child, api):
    """A program that acts for the guardian."""
    return api(family.account_of(child))


def test_the_day_the_persons_and_nobody_elses_child(phone, child, sibling):
    world.arrive(child)
    (today,) = phone.get(ROOT).json()
    assert (today["id"], today["state"]) == (str(child.pk), "here")
    assert phone.get(f"{ROOT}{child.pk}/").json()["words"].startswith("At the station since")
    assert len(phone.get(f"{ROOT}{child.pk}/persons/").json()) == 1
    assert phone.get(f"{ROOT}{sibling.pk}/").status_code == 404
    other = {"person": str(world.mother_of(sibling).pk)}
    assert phone.post(f"{ROOT}{sibling.pk}/pickup-codes/", other).status_code == 404
    assert phone.post(f"{ROOT}{child.pk}/pickup-codes/", other).status_code == 404


def test_an_absence_twice_is_one_and_is_taken_back(phone, child, station):
    day = station.today().isoformat()
    sent = {"id": str(uuid7()), "first_day": day, "last_day": day, "reason": "illness"}
    assert phone.post(f"{ROOT}{child.pk}/absences/", sent).status_code == 201
    assert phone.post(f"{ROOT}{child.pk}/absences/", sent).status_code == 200
    assert phone.post(f"{ROOT}{child.pk}/absences/", {**sent, "reason": "travel"}).status_code == 409
    back = phone.post(f"{ROOT}{child.pk}/absences/{sent['id']}/take-back/")
    assert back.json()["voided_at"]


def test_a_person_is_asked_for_and_confirmed_at_the_version_that_was_read(phone, child, api, staff):
    sent = {"id": str(uuid7()), "kind": "add", "name": "陈福来", "relation": "grandfather", "phone": "13912342207"}
    assert phone.post(f"{ROOT}{child.pk}/person-requests/", sent).status_code == 201
    assert phone.post(f"{ROOT}{child.pk}/person-requests/", sent).status_code == 200
    refused = phone.post(f"{ROOT}{child.pk}/person-requests/", {"id": str(uuid7()), "kind": "add", "name": ""})
    assert list(refused.json()["errors"]) == ["name"]
    desk = api(staff)
    (asked,) = desk.get("/api/v1/person-requests/?answer=open").json()["results"]
    assert asked["phone"] == "139 **** 2207"
    address = f"/api/v1/person-requests/{asked['id']}/confirm/"
    assert desk.post(address).status_code == 428
    assert desk.post(address, headers={"if-match": '"9"'}).status_code == 409
    assert desk.post(address, headers={"if-match": '"1"'}).json()["answer"] == "agreed"
    assert PickupPerson.objects.filter(child=child, name="陈福来").exists()
    assert phone.post(address, headers={"if-match": '"2"'}).status_code == 403


def test_codes_agreements_data_and_erasure(phone, child, api, manager):
    code = phone.post(f"{ROOT}{child.pk}/pickup-codes/", {"person": str(world.mother_of(child).pk)})
    assert (code.status_code, len(code.json()["digits"])) == (201, 6)
    assert phone.post(f"{ROOT}{child.pk}/consents/", {"kind": "sharing", "given": True}).status_code == 201
    assert phone.put(f"{ROOT}notices/", {"arrivals": True, "departures": False}).json()["arrivals"]
    assert phone.get(f"{ROOT}{child.pk}/data/").json()["child"] == str(child.pk)
    asked = phone.post(f"{ROOT}{child.pk}/erasure/", {"id": str(uuid7())}).json()
    desk = api(manager)
    address = f"/api/v1/data-requests/{asked['id']}/"
    assert desk.post(f"{address}erase/", {"reason": "x"}, headers={"if-match": '"1"'}).status_code == 409
    declined = desk.post(f"{address}decline/", {"reason": "本期尚未结束"}, headers={"if-match": '"1"'})
    assert declined.json()["answer_reason"] == "本期尚未结束"


def test_what_was_asked_is_listed_and_taken_back(phone, child, api, manager):
    asked = {"id": str(uuid7()), "kind": "add", "name": "陈福来", "relation": "grandfather"}
    phone.post(f"{ROOT}{child.pk}/person-requests/", asked)
    erasure = {"id": str(uuid7()), "reason": "已转学"}
    phone.post(f"{ROOT}{child.pk}/erasure/", erasure)
    listed = phone.get(f"{ROOT}{child.pk}/requests/").json()
    assert [row["id"] for row in listed["person_requests"] + listed["data_requests"]] == [asked["id"], erasure["id"]]
    for one in (asked, erasure):
        back = f"{ROOT}{child.pk}/requests/{one['id']}/take-back/"
        assert [phone.post(back).json()["answer"] for _twice in range(2)] == ["taken_back", "taken_back"]
    assert phone.post(f"{ROOT}{child.pk}/requests/{uuid7()}/take-back/").status_code == 404
    assert api(manager).get("/api/v1/data-requests/?answer=open").json()["results"] == []


def test_the_published_menu_what_is_announced_and_what_was_agreed(phone, child, station):
    planning.plan_by_name(facility=station, day=station.today(), kind="lunch", name="番茄炒蛋", by=TESTER)
    dish = Dish.objects.get()
    planning.check_dishes(facility=station, contains={dish.pk: ["egg"]}, by=TESTER)
    address = f"{ROOT}{child.pk}/menu/"
    assert phone.get(address).json()["days"] == []
    planning.publish_week(facility=station, day=station.today(), by=TESTER)
    (day,) = phone.get(address).json()["days"]
    assert (day["day"], day["meals"][0]["dishes"][0]["allergens"]) == (station.today().isoformat(), ["egg"])
    assert phone.get(address, {"day": "yesterday"}).status_code == 400
    assert phone.get(f"{ROOT}{child.pk}/absences/").json() == []
    agreed = {row["kind"]: row["given"] for row in phone.get(f"{ROOT}{child.pk}/consents/").json()}
    assert (agreed["personal_data"], agreed["photo"]) == (True, None)
    code = phone.post(f"{ROOT}{child.pk}/pickup-codes/", {"person": str(world.mother_of(child).pk)}).json()
    assert [row["id"] for row in phone.get(f"{ROOT}{child.pk}/pickup-codes/").json()] == [code["id"]]
    assert phone.post(f"{ROOT}{child.pk}/pickup-codes/{code['id']}/take-back/").json()["revoked_at"]
    assert phone.get(f"{ROOT}{child.pk}/pickup-codes/").json() == []


def test_notices_come_by_text_when_chosen_and_no_longer_when_not(phone, child):
    chosen = {"arrivals": True, "departures": True, "texts": True}
    assert phone.put(f"{ROOT}notices/", chosen).json() == chosen
    assert phone.get(f"{ROOT}notices/").json() == chosen
    assert "sms" in phone.get("/api/v1/reminder-preference/").json()["ordinary"]
    assert phone.put(f"{ROOT}notices/", {"arrivals": False, "departures": True}).json()["texts"]
    less = {"arrivals": False, "departures": True, "texts": False}
    assert phone.put(f"{ROOT}notices/", less).json() == less
    kept = phone.get("/api/v1/reminder-preference/").json()
    assert (kept["ordinary"], kept["urgent"]) == (["email"], ["email"])
