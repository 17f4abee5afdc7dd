"""A mother with a baby on her arm: scan, in, out, without a name; and what goes wrong at a door."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from ops.facilities.models import Facility
from ops.records.actions import save
from rooms.visits import actions, tasks
from rooms.visits.models import Visit
from tests.factories import TESTER
from tests.rooms.rooms import at, make_room


@pytest.fixture
def phone():
    return Client(headers={"accept-language": "en"})


def door(room):
    return f"/r/{room.facility.code}/"


def start(phone, room, **more):
    page = phone.get(door(room)).content.decode()
    found = re.search(r'name="id" value="([^"]+)"', page)
    return phone.post(f"{door(room)}enter/", {"id": found.group(1), **more}, follow=True)


def test_she_scans_goes_in_and_leaves(phone, room, clock, query_budget):
    with query_budget(10):
        page = phone.get(door(room)).content.decode()
    assert "Free, come in" in page
    assert "Open today until 21:30" in page
    inside = start(phone, room).content.decode()
    assert "You are using it" in inside
    clock.move_to(at("14:12"))
    assert "You have left" in phone.post(f"{door(room)}leave/", follow=True).content.decode()
    visit = Visit.objects.get()
    assert (visit.minutes, visit.ending) == (22, "user")
    assert "Free, come in" in phone.get(door(room)).content.decode()


def test_nothing_about_her_is_kept(room, as_user, manager):
    # Even where the phone happens to be signed in.
    page = start(as_user(manager), room)
    assert page.status_code == 200
    row = Visit.objects.get().history.get()
    assert (row.history_user, row.ip, row.actor_name) == (None, None, "room user")
    assert {field.name for field in Visit._meta.fields}.isdisjoint({"name", "phone", "user"})


def test_a_double_tap_is_one_visit(phone, room):
    one = str(uuid.uuid4())
    for _time in range(2):
        assert phone.post(f"{door(room)}enter/", {"id": one}).status_code == 302
    assert Visit.objects.count() == 1


def test_the_next_finds_it_in_use_and_may_take_over_from_one_who_forgot(phone, room, clock):
    start(phone, room)
    other = Client(headers={"accept-language": "en"})
    page = other.get(door(room)).content.decode()
    assert "In use" in page
    assert 'name="take_over"' in page
    other.post(f"{door(room)}enter/", {"id": uuid.uuid4()})
    assert Visit.objects.count() == 1
    clock.move_to(at("14:20"))
    assert "You are using it" in start(other, room, take_over="1").content.decode()
    first, second = Visit.objects.order_by("occurred_at")
    assert (first.minutes, first.ending, second.left_at) == (30, "next", None)
    assert "In use" in phone.get(door(room)).content.decode()


def test_a_room_with_two_places_takes_two(phone, clock, district):
    room = make_room(district, places=2)
    start(phone, room)
    other = Client(headers={"accept-language": "en"})
    assert "Free, come in" in other.get(door(room)).content.decode()


def test_a_forgotten_visit_ends_after_two_hours_once(phone, room, clock):
    start(phone, room)
    clock.move_to(at("15:49"))
    tasks.end_forgotten()
    assert Visit.objects.get().left_at is None
    clock.move_to(at("15:51"))
    assert "Free, come in" in Client(headers={"accept-language": "en"}).get(door(room)).content.decode()
    tasks.end_forgotten()
    assert actions.end_forgotten(by=TESTER) == 0
    visit = Visit.objects.get()
    assert (visit.minutes, visit.ending, visit.left_at) == (120, "time", at("15:50"))
    assert [row.history_type for row in visit.history.order_by("history_id")] == ["+", "~"]


def test_leaving_twice_or_with_a_forged_cookie_changes_nothing(phone, room):
    start(phone, room)
    phone.post(f"{door(room)}leave/")
    phone.post(f"{door(room)}leave/")
    assert Visit.objects.get().version == 2
    start(phone, room)
    forger = Client()
    forger.cookies["visit"] = str(Visit.objects.get(left_at=None).pk)
    forger.post(f"{door(room)}leave/")
    assert Visit.objects.filter(left_at=None).count() == 1


def test_outside_the_hours_it_says_when_it_opens(phone, room, clock):
    clock.move_to(at("22:00"))
    page = phone.get(door(room)).content.decode()
    assert "Closed now" in page
    assert "Opens" in page
    assert "enter/" not in page
    response = phone.post(f"{door(room)}enter/", {"id": uuid.uuid4()})
    assert response.status_code == 400
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "word"), [("closed", "Not open"), ("suspended", "Suspended"), ("preparing", "Not open")]
)
def test_the_states_of_the_facility_are_drawn(phone, room, state, word):
    facility = Facility.objects.get(pk=room.facility_id)
    facility.state = state
    save(facility, by=TESTER)
    page = phone.get(door(room)).content.decode()
    assert word in page
    assert "enter/" not in page


def test_it_says_for_whom_and_asks_nothing(phone, clock, district):
    room = make_room(district, audience="staff", furnishing=["hot_water", "chair"])
    page = phone.get(door(room)).content.decode()
    assert "For: Staff of the unit" in page
    assert "Hot water · Nursing chair" in page
    assert 'href="tel:053280001234"' in page
    assert not re.search(r'<input[^>]+type="(text|tel|email)"', page)


def test_the_language_is_switched_at_the_door(room):
    chinese = Client(headers={"accept-language": "zh-CN"})
    assert 'value="en"' in chinese.get(door(room)).content.decode()


def test_an_unknown_code_is_not_found(phone, room):
    assert phone.get("/r/ZZZZZZZZ/").status_code == 404
    assert phone.get(f"/r/{room.facility.code.lower()}/").status_code == 200


def test_a_door_is_no_toy(phone, room):
    codes = [phone.post(f"{door(room)}enter/", {"id": uuid.uuid4()}).status_code for _time in range(22)]
    assert codes[:20] == [302] * 20
    assert codes[-1] == 429


def test_without_a_good_id_nothing_happens(phone, room):
    assert phone.post(f"{door(room)}enter/", {"id": "x"}).status_code == 400
    assert phone.get(f"{door(room)}enter/").status_code == 405


def test_the_same_by_the_api(client, room, clock):
    url = f"/api/v1/doors/{room.facility.code}/"
    assert client.get(url).json()["state"] == "free"
    one = str(uuid.uuid4())
    send = {"content_type": "application/json"}
    assert client.post(f"{url}visits/", {"id": one}, **send).status_code == 201
    assert client.post(f"{url}visits/", {"id": one}, **send).status_code == 200
    assert client.post(f"{url}visits/", {"id": str(uuid.uuid4())}, **send).status_code == 409
    assert client.get(url).json()["state"] == "occupied"
    clock.shift(dt.timedelta(minutes=7))
    assert client.post(f"{url}visits/{one}/leave/", **send).json()["minutes"] == 7
    assert client.post(f"{url}feedback/", {"id": str(uuid.uuid4()), "kind": "locked"}, **send).status_code == 201
    assert client.post(f"{url}feedback/", {"id": str(uuid.uuid4()), "kind": "ugly"}, **send).status_code == 400


def test_the_register_is_read_in_scope_and_without_keys(phone, room, api, as_user, manager, auditor, other_auditor):
    start(phone, room)
    rows = api(auditor).get(f"/api/v1/room-visits/?facility={room.facility_id}").data["results"]
    assert len(rows) == 1
    assert "id" not in rows[0]
    assert api(other_auditor).get("/api/v1/room-visits/").data["results"] == []
    register = f"/rooms/{room.facility_id}/visits/"
    assert "still inside" in as_user(manager).get(register).content.decode()
    assert as_user(auditor).get(f"{register}?day=2026-07-20").status_code == 200
    assert as_user(auditor).get(f"{register}?day=rubbish").status_code == 200
    assert as_user(other_auditor).get(register).status_code == 404
