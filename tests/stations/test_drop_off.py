"""A child arrives (接送出勤制度)."""

import datetime as dt

import pytest
from django.utils import timezone

from ops.records.actor import Actor, Source
from stations.attendance.models import Handover
from stations.enrolment.models import Enrolment
from tests import factories
from tests.stations import world

URL = "/api/v1/handovers/"


def test_a_child_arrives_and_nobody_is_invented_who_brought_it(door, staff, child):
    sent = world.tap(child)
    answer = door.post(URL, sent)

    assert answer.status_code == 201
    record = Handover.objects.get(pk=sent["id"])
    assert (record.kind, record.sequence, record.person, record.person_name) == ("drop_off", 1, None, "")
    assert record.recorded_by == staff
    assert record.local_date == record.facility.today()
    row = record.history.get()
    assert (row.history_type, row.history_user, row.source) == ("+", staff, Source.API)
    assert answer.json()["person_name"] == ""


def test_who_brought_it_is_kept_when_it_was_chosen(door, child):
    mother = world.mother_of(child)
    answer = door.post(URL, world.tap(child, person=str(mother.pk)))
    assert (answer.json()["person_name"], answer.json()["relation"]) == (mother.name, "mother")


def test_sending_it_twice_records_it_once(door, child):
    sent = world.tap(child)
    assert door.post(URL, sent).status_code == 201
    assert door.post(URL, sent).status_code == 200
    assert Handover.objects.count() == 1
    assert Handover.history.count() == 1


def test_a_late_retry_is_still_a_success_after_the_child_left(door, child):
    sent = world.tap(child)
    door.post(URL, sent)
    world.leave(child)
    assert door.post(URL, sent).status_code == 200


def test_the_same_id_for_another_child_is_a_conflict(door, child, sibling):
    sent = world.tap(child)
    door.post(URL, sent)
    answer = door.post(URL, {**sent, "child": str(sibling.pk)})
    assert (answer.status_code, answer.json()["type"]) == (409, "conflict")


def test_a_child_who_is_already_here_is_refused_and_the_first_time_stands(door, child, station):
    first = world.arrive(child)
    answer = door.post(URL, world.tap(child))
    assert answer.status_code == 409
    assert f"{station.local(first.occurred_at):%H:%M}" in answer.json()["detail"]
    assert Handover.objects.get() == first


def test_a_child_may_come_again_after_it_left(door, child):
    world.arrive(child)
    world.leave(child)
    answer = door.post(URL, world.tap(child))
    assert (answer.status_code, answer.json()["sequence"]) == (201, 3)


def test_the_first_arrival_starts_the_place(door, child):
    assert Enrolment.objects.get().state == "admitted"
    door.post(URL, world.tap(child))
    assert Enrolment.objects.get().state == "attending"


def test_staff_of_another_station_do_not_find_the_child(api, other_staff, child):
    assert api(other_staff).post(URL, world.tap(child)).status_code == 404
    assert not Handover.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "officer"])
def test_those_who_oversee_may_not_hand_over(api, child, request, who):
    assert api(request.getfixturevalue(who)).post(URL, world.tap(child)).status_code == 403


def test_somebody_who_works_elsewhere_and_oversees_here_is_refused(api, auditor, other_district, child):
    elsewhere = world.make_station(other_district)
    factories.grant(auditor, "station_staff", elsewhere)
    assert api(auditor).post(URL, world.tap(child)).status_code == 403


def test_a_child_without_a_place_is_refused_with_its_name(door, term):
    child = world.make_child(None, term.facility)
    answer = door.post(URL, world.tap(child))
    assert answer.status_code == 400
    assert child.name in answer.json()["errors"]["child"][0]


def test_a_person_of_another_child_is_refused(door, child, sibling):
    answer = door.post(URL, world.tap(child, person=str(world.mother_of(sibling).pk)))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["person"])


def test_bad_input_is_named_at_its_field(door, child):
    answer = door.post(URL, {"id": "x", "child": str(child.pk), "kind": "fly"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"id", "kind", "occurred_at"}


def test_what_was_tapped_offline_is_marked_as_entered_afterwards(door, child):
    earlier = timezone.now() - dt.timedelta(minutes=25)
    answer = door.post(URL, world.tap(child, occurred_at=earlier.isoformat()), headers={"x-source": "offline"})
    assert answer.json()["late"] is True
    assert Handover.history.get().source == Source.OFFLINE


def test_a_wrong_clock_is_noted_and_not_refused(door, child):
    fast = timezone.now() + dt.timedelta(hours=1)
    sent = world.tap(child, occurred_at=fast.isoformat(), sent_at=fast.isoformat())
    answer = door.post(URL, sent)
    assert answer.status_code == 201
    assert -3605 < answer.json()["clock_skew"] < -3590


def test_the_usual_tap_takes_three_statements(door, staff, term, query_budget):
    children = [world.make_child(term) for _number in range(7)]
    Enrolment.objects.filter(pk__in=[]).exists()
    world.arrive(children[0])
    for place in Enrolment.objects.filter(state="admitted"):
        place.state = "attending"
        place.acted_by(factories.TESTER).save()
    # Memberships; the child's day; who else is missing; the record with its history (two on SQLite, in a savepoint).
    with query_budget(7):
        assert door.post(URL, world.tap(children[1])).status_code == 201


def test_the_database_itself_refuses_two_arrivals_in_a_row(child, term):
    from django.db import IntegrityError, transaction

    first = world.arrive(child)
    twin = Handover.objects.get(pk=first.pk)
    twin.pk = twin.id = world.uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.acted_by(Actor.command("test")).save(force_insert=True)
    twin.sequence = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.acted_by(Actor.command("test")).save(force_insert=True)
