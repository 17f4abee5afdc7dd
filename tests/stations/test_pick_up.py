"""A child is collected: the right person, or a loud stop."""

import datetime as dt

import pytest

from stations.attendance.models import Handover
from tests.stations import world

URL = "/api/v1/handovers/"


@pytest.fixture
def here(child):
    """A child in the station."""
    world.arrive(child)
    return child


def collect(client, child, **fields):
    return client.post(URL, world.tap(child, "pick_up", **fields))


def test_an_authorised_person_collects_the_child(door, here):
    mother = world.mother_of(here)
    answer = collect(door, here, person=str(mother.pk))
    assert (answer.status_code, answer.json()["sequence"]) == (201, 2)
    assert answer.json()["person_name"] == mother.name


def test_somebody_must_be_chosen(door, here):
    answer = collect(door, here)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["person"])


def test_a_barred_person_never_gets_the_child_not_even_by_the_manager(api, manager, here):
    barred = world.authorise(here, "陈大伟", "father", barred=True, barred_note="法院裁定，留住孩子并呼叫负责人")
    answer = collect(api(manager), here, person=str(barred.pk), override_reason="he insists")
    assert answer.status_code == 400
    assert "陈大伟" in answer.json()["errors"]["person"][0]
    assert not Handover.objects.filter(kind="pick_up").exists()


def test_an_authorisation_for_one_day_holds_on_that_day_only(door, here, station):
    today = world.authorise(here, valid_on=station.today())
    yesterday = world.authorise(here, "昨天", valid_on=station.today() - dt.timedelta(days=1))
    over = world.authorise(here, "上周", until=station.today() - dt.timedelta(days=1))
    assert collect(door, here, person=str(yesterday.pk)).status_code == 400
    assert collect(door, here, person=str(over.pk)).status_code == 400
    assert collect(door, here, person=str(today.pk)).status_code == 201


def test_a_child_leaves_alone_only_by_the_signed_promise(door, here):
    assert list(collect(door, here, left_alone=True).json()["errors"]) == ["left_alone"]
    world.promise_to_leave_alone(here)
    answer = collect(door, here, left_alone=True)
    assert (answer.status_code, answer.json()["left_alone"]) == (201, True)


def test_a_promise_taken_back_no_longer_counts(door, here):
    world.promise_to_leave_alone(here)
    world.promise_to_leave_alone(here, given=False)
    assert collect(door, here, left_alone=True).status_code == 400


def test_staff_cannot_release_a_child_to_somebody_else(door, here):
    answer = collect(door, here, person_name="于阿姨", relation="nanny", override_reason="妈妈来电")
    assert answer.status_code == 403


def test_the_manager_can_with_a_reason_and_it_stays_visible(api, manager, here):
    answer = collect(api(manager), here, person_name="于阿姨", relation="nanny", override_reason="妈妈来电")
    assert answer.status_code == 201
    record = Handover.objects.get(kind="pick_up")
    assert (record.override_by, record.override_reason, record.person_name) == (manager, "妈妈来电", "于阿姨")
    assert record.history.get().override_reason == "妈妈来电"


def test_a_release_needs_a_name(api, manager, here):
    answer = collect(api(manager), here, override_reason="妈妈来电")
    assert list(answer.json()["errors"]) == ["person_name"]


def test_a_child_who_has_not_come_cannot_leave(door, child):
    answer = collect(door, child, person=str(world.mother_of(child).pk))
    assert (answer.status_code, answer.json()["type"]) == (409, "conflict")


def test_a_child_leaves_once(door, here):
    mother = str(world.mother_of(here).pk)
    assert collect(door, here, person=mother).status_code == 201
    answer = collect(door, here, person=mother)
    assert answer.status_code == 409


def test_it_cannot_leave_before_it_came(door, child, station):
    world.arrive(child, at=station.moment(station.today(), dt.time(9, 0)))
    early = station.moment(station.today(), dt.time(8, 0)).isoformat()
    answer = collect(door, child, person=str(world.mother_of(child).pk), occurred_at=early)
    assert list(answer.json()["errors"]) == ["occurred_at"]
