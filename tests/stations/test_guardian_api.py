"""A program does for a guardian what the pages do, and for staff the answers."""

import pytest

from ops.records.ids import uuid7
from stations.enrolment.models import PickupPerson
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
