"""Epidemic mode: temperature and health are asked at the door; without it nothing is."""

import pytest
from django.urls import reverse

from ops.policy.actions import set_parameter
from stations.attendance.board import roll_call
from stations.attendance.models import Handover
from tests import factories
from tests.stations import world

URL = "/api/v1/handovers/"


@pytest.fixture
def epidemic(term):
    """A term in epidemic mode."""
    term.health_check = True
    term.acted_by(factories.TESTER).save()
    return term


def test_a_normal_temperature_is_kept(door, epidemic, child, station):
    answer = door.post(URL, world.tap(child, temperature="36.6", observation="轻微咳嗽"))
    assert (answer.status_code, answer.json()["feverish"]) == (201, False)
    assert not roll_call(station, station.today()).tiles[0].unmeasured


def test_a_fever_demands_what_was_done_and_is_flagged(door, as_user, staff, epidemic, child, station):
    refused = door.post(URL, world.tap(child, temperature="37.3"))
    assert list(refused.json()["errors"]) == ["measure"]
    taken = door.post(URL, world.tap(child, temperature="37.3", measure="isolated"))
    assert (taken.status_code, taken.json()["feverish"]) == (201, True)
    page = as_user(staff).get(reverse("roll-call", args=[station.pk]), {"show": "here"}).content.decode()
    assert "37.3 ℃ Isolated" in page
    assert 'class="child here fever"' in page


def test_a_drop_off_without_a_temperature_is_taken_and_says_so(door, epidemic, child, station):
    made = door.post(URL, world.tap(child))
    assert made.status_code == 201
    assert roll_call(station, station.today()).tiles[0].unmeasured
    changes = {"temperature": "36.9", "reason": "补测体温"}
    door.patch(f"{URL}{made.json()['id']}/", changes, headers={"if-match": '"1"'})
    assert not roll_call(station, station.today()).tiles[0].unmeasured


def test_a_forgotten_temperature_is_entered_on_the_page_and_a_fever_asks_what_was_done(
    door, as_user, staff, epidemic, child, station
):
    record = door.post(URL, world.tap(child)).json()
    client, url = as_user(staff), reverse("handover", args=[record["id"]])
    assert url in client.get(reverse("roll-call", args=[station.pk])).content.decode()
    clock = client.get(url).context["form"].initial["clock"]
    sent = {"version": 1, "clock": f"{clock:%H:%M}", "temperature": "38.1", "reason": "补测体温"}
    asked = client.post(url, sent)
    assert (asked.status_code, "say what was done" in asked.content.decode()) == (422, True)
    assert client.post(url, sent | {"measure": "isolated"}).status_code == 302
    found = Handover.objects.get()
    assert (found.feverish, found.measure, found.version) == (True, "isolated", 2)
    taken = client.post(url, sent | {"version": 2, "temperature": "", "reason": "量错了人"})
    assert taken.status_code == 302
    found.refresh_from_db()
    assert (found.feverish, found.temperature) == (False, None)


def test_without_the_mode_nothing_is_asked(door, as_user, staff, child, station):
    page = as_user(staff).get(reverse("roll-call", args=[station.pk])).content.decode()
    assert "data-health" not in page
    assert door.post(URL, world.tap(child)).status_code == 201
    assert not roll_call(station, station.today()).tiles[0].unmeasured


def test_the_mode_asks_on_the_page_and_offers_no_tap_for_all(as_user, staff, epidemic, child, station):
    client = as_user(staff)
    page = client.get(reverse("roll-call", args=[station.pk])).content.decode()
    assert 'data-health="temperature"' in page
    assert "data-all" not in page
    sent = {"page": str(world.uuid7()), "do": f"arrive:{child.pk}", "temperature": "37.9"}
    url = reverse("roll-call", args=[station.pk])
    assert "say what was done" in client.post(url, sent, follow=True).content.decode()
    client.post(url, sent | {"measure": "sent_home"})
    assert Handover.objects.get().measure == "sent_home"


def test_a_union_may_set_a_stricter_limit(city, district, door, epidemic, child, station):
    set_parameter(
        key="child_temperature_high",
        union=district,
        value=37,
        valid_from=station.today(),
        source_text="区教体局通知",
        mark="V2",
        reason="x",
        by=factories.TESTER,
    )
    assert door.post(URL, world.tap(child, temperature="37.1")).status_code == 400


def test_to_the_union_health_is_not_told(api, auditor, door, epidemic, child, station):
    door.post(URL, world.tap(child, temperature="38.0", measure="isolated"))
    told = api(auditor).get("/api/v1/roll-call/", {"facility": str(station.pk)}).json()["children"][0]
    assert (told["feverish"], told["unmeasured"]) == (False, False)
