"""A child is missing without a word: the guardians are called in their order, and each call is kept."""

import datetime as dt

import pytest
from django.urls import reverse

from ops.reminders.models import Reminder
from stations.attendance.board import roll_call
from stations.attendance.calls import missing_without_a_word
from stations.attendance.conditions import every_child_accounted_for
from stations.attendance.models import Absence, CallRecord
from stations.enrolment.persons import NewGuardian, add_guardian
from tests import factories
from tests.stations import world

URL = "/api/v1/call-records/"


@pytest.fixture
def missing(term, child):
    """A child who should be here by now, with two guardians."""
    term.arrive_by = dt.time(0, 0)
    term.acted_by(factories.TESTER).save()
    add_guardian(child=child, entered=NewGuardian("陈建国", "13912345678", "father"), position=2, by=factories.TESTER)
    return child


def call(client, child, guardian, outcome, **fields):
    body = {"id": str(world.uuid7()), "child": str(child.pk), "guardian": str(guardian), "outcome": outcome}
    return client.post(URL, body | fields)


def waiting(client, station):
    return client.get(f"{URL}missing/", {"facility": str(station.pk)}).json()


def guardians(child):
    return list(child.guardianships.order_by("position").values_list("guardian_id", flat=True))


def test_the_next_guardian_is_named_until_one_explains(door, missing, station):
    first, second = guardians(missing)
    assert waiting(door, station)[0]["next_guardian"] == str(first)
    assert call(door, missing, first, "no_answer").status_code == 201
    assert waiting(door, station)[0]["next_guardian"] == str(second)
    assert call(door, missing, second, "away", reason="illness", note="发烧").status_code == 201
    assert waiting(door, station) == []
    absence = Absence.objects.get()
    assert (absence.reason, absence.announced_by_name) == ("illness", "陈建国")
    assert roll_call(station, station.today()).counts["missing"] == 0


def test_a_child_on_the_way_is_still_missing(door, missing, station):
    call(door, missing, guardians(missing)[0], "coming")
    [one] = waiting(door, station)
    assert (one["coming"], len(one["calls"])) == (True, 1)


def test_when_nobody_answers_the_managers_know_and_only_then_it_may_be_closed(door, manager, missing, station):
    body = {"id": str(world.uuid7()), "child": str(missing.pk)}
    first, second = guardians(missing)
    call(door, missing, first, "no_answer")
    assert door.post(f"{URL}unreached/", body).status_code == 400
    assert not Reminder.objects.filter(kind="guardians_unreached").exists()
    call(door, missing, second, "no_answer")
    call(door, missing, second, "no_answer")
    told = Reminder.objects.get(kind="guardians_unreached", channel="in_app")
    assert (told.recipient, told.urgent) == (manager, True)
    assert waiting(door, station)[0]["in_vain"]
    assert door.post(f"{URL}unreached/", body).status_code == 201
    assert Absence.objects.get().reason == "unreached"


def test_the_same_call_sent_twice_is_one_call(door, missing):
    body = {"id": str(world.uuid7()), "guardian": str(guardians(missing)[0]), "child": str(missing.pk)}
    answers = [door.post(URL, body | {"outcome": "coming"}).status_code for _again in range(2)]
    assert answers == [201, 200]
    assert door.post(URL, body | {"outcome": "no_answer"}).status_code == 409


def test_why_must_be_said_and_the_guardian_must_be_the_childs(door, missing, sibling):
    assert list(call(door, missing, guardians(missing)[0], "away").json()["errors"]) == ["reason"]
    assert list(call(door, missing, sibling.guardians.get().pk, "coming").json()["errors"]) == ["guardian"]


def test_the_duty_is_done_once_the_last_child_is_explained(door, missing, station):
    from types import SimpleNamespace

    duty = SimpleNamespace(pk=1, facility_id=station.pk, day=station.today(), due_at=None)
    assert every_child_accounted_for([duty]) == set()
    call(door, missing, guardians(missing)[0], "away", reason="family")
    assert every_child_accounted_for([duty]) == {1}


def test_staff_call_from_the_page(as_user, staff, missing, station):
    client, first = as_user(staff), guardians(missing)[0]
    page = client.get(reverse("call-list", args=[station.pk])).content.decode()
    assert missing.name in page
    url = reverse("call-record", args=[station.pk, missing.pk])
    number = client.post(url, {"do": "phone", "guardian": str(first)})
    assert missing.guardians.get(pk=first).phone[-4:] in number.content.decode().replace(" ", "")
    sent = {"id": str(world.uuid7()), "guardian": str(first), "do": "away:travel"}
    assert client.post(url, sent).status_code == 302
    assert CallRecord.objects.get().outcome == "away"
    assert "Everybody is accounted for" in client.get(reverse("call-list", args=[station.pk])).content.decode()


def test_the_list_costs_the_same_for_many(missing, term, station, query_budget):
    for _number in range(8):
        world.make_child(term)
    with query_budget(8):
        assert len(missing_without_a_word(station, station.today())) == 9
