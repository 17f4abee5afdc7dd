"""A property cleaner without an account: scan, PIN once, one tap."""

import uuid

import pytest

from ops.checklists import library
from ops.checklists.models import ChecklistRun
from ops.duties.models import Duty
from rooms.opening.models import Room
from tests.factories import TESTER
from tests.rooms.rooms import at, make_duties


@pytest.fixture
def url(room):
    return f"/r/{room.facility.code}/clean/"


@pytest.fixture
def pin(room, api, manager):
    assert api(manager).post(f"/api/v1/rooms/{room.pk}/pin/", {"pin": "4826"}).status_code == 204
    return "4826"


def test_scan_pin_and_one_tap_completes_the_duty(client, room, url, pin):
    make_duties(room)
    assert client.get(url).status_code == 200
    assert client.post(url, {"id": uuid.uuid4(), "pin": pin}).status_code == 302
    run, duty = ChecklistRun.objects.get(), Duty.objects.get(facility=room.facility, regime="cleaning")
    assert (run.passed, run.done_by, run.done_by_name) == (True, None, "cleaner")
    assert (duty.state, duty.record_id) == ("done", run.pk)
    # The door tells when, never who.
    assert "13:50" in client.get(f"/r/{room.facility.code}/").content.decode()


def test_the_phone_is_known_from_then_on_until_the_pin_changes(client, room, url, pin, api, manager, clock):
    make_duties(room)
    client.post(url, {"id": uuid.uuid4(), "pin": pin})
    assert 'name="pin"' not in client.get(url).content.decode()
    clock.move_to(at("18:00"))
    assert client.post(url, {"id": uuid.uuid4()}).status_code == 302
    assert ChecklistRun.objects.count() == 2
    api(manager).post(f"/api/v1/rooms/{room.pk}/pin/", {"pin": "9135"})
    assert client.post(url, {"id": uuid.uuid4()}).status_code == 422
    assert ChecklistRun.objects.count() == 2


def test_without_an_open_duty_the_cleaning_is_recorded_all_the_same(client, room, url, pin):
    library.publish(TESTER)
    assert client.post(url, {"id": uuid.uuid4(), "pin": pin}).status_code == 302
    assert ChecklistRun.objects.get().passed


def test_a_double_tap_is_one_cleaning(client, room, url, pin):
    make_duties(room)
    one = uuid.uuid4()
    for _time in range(2):
        assert client.post(url, {"id": one, "pin": pin}).status_code == 302
    assert ChecklistRun.objects.count() == 1


def test_wrong_pins_are_refused_and_then_the_door_stays_shut(client, room, url, pin, clock):
    make_duties(room)
    for _time in range(8):
        assert client.post(url, {"id": uuid.uuid4(), "pin": "0000"}).status_code == 422
    assert client.post(url, {"id": uuid.uuid4(), "pin": pin}).status_code == 429
    assert ChecklistRun.objects.count() == 0


def test_a_room_without_pin_lets_nobody_in_that_way(client, room, url):
    make_duties(room)
    assert client.post(url, {"id": uuid.uuid4(), "pin": ""}).status_code == 422
    assert ChecklistRun.objects.count() == 0


@pytest.mark.parametrize("bad", ["12", "123456789", "abcd", "1111", "١٢٣٤"])
def test_a_pin_that_is_none_is_refused(api, manager, room, bad):
    response = api(manager).post(f"/api/v1/rooms/{room.pk}/pin/", {"pin": bad})
    assert (response.status_code, list(response.data["errors"])) == (400, ["pin"])


def test_the_pin_is_hashed_and_never_in_history(room, pin):
    stored = Room.objects.get(pk=room.pk)
    assert pin not in stored.pin
    assert not hasattr(stored.history.first(), "pin")
    assert stored.history.first().history_change_reason == "PIN changed"


def test_who_sets_it(as_user, api, manager, room, auditor, other_auditor):
    page = f"/rooms/{room.facility_id}/pin/"
    assert as_user(manager).post(page, {"pin": "4826"}).status_code == 302
    assert as_user(manager).post(page, {"pin": "12"}).status_code == 422
    assert as_user(auditor).get(page).status_code == 403
    assert api(auditor).post(f"/api/v1/rooms/{room.pk}/pin/", {"pin": "4826"}).status_code == 403
    assert api(other_auditor).post(f"/api/v1/rooms/{room.pk}/pin/", {"pin": "4826"}).status_code == 403
