"""A slip is undone at once; a mistake is amended or voided with its reason, and stays readable."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.records.actor import Actor, Source
from stations.attendance.models import Handover
from tests import factories
from tests.stations import world


@pytest.fixture
def record(child, staff):
    """A drop-off by staff, half an hour ago (today)."""
    at = max(timezone.now() - dt.timedelta(minutes=30), child.facility.moment(child.facility.today(), dt.time(0, 1)))
    return world.arrive(child, by=Actor(user=staff, source=Source.API), at=at)


def url(record, what=""):
    return f"/api/v1/handovers/{record.pk}/{what}"


def test_a_tap_is_undone_by_whoever_made_it_and_is_no_correction(door, record):
    answer = door.post(url(record, "undo/"), {})
    assert (answer.status_code, answer.json()["undone"]) == (200, True)
    assert [row.history_type for row in record.history.all()] == ["~", "+"]
    assert door.post(url(record, "undo/"), {}).status_code == 200
    assert record.history.count() == 2


def test_the_child_can_be_marked_again_after_an_undo(door, record, child):
    door.post(url(record, "undo/"), {})
    assert door.post("/api/v1/handovers/", world.tap(child)).status_code == 201


def test_a_colleagues_tap_is_not_undone(api, manager, record):
    assert api(manager).post(url(record, "undo/"), {}).status_code == 403


def test_after_two_minutes_it_is_not_undone(door, record):
    record.recorded_at = timezone.now() - dt.timedelta(minutes=3)
    record.acted_by(factories.TESTER).save()
    assert door.post(url(record, "undo/"), {}).status_code == 403


def test_an_undo_made_offline_counts_by_the_devices_clock(door, record):
    record.recorded_at = timezone.now() - dt.timedelta(minutes=3)
    record.acted_by(factories.TESTER).save()
    soon = (record.occurred_at + dt.timedelta(seconds=20)).isoformat()
    assert door.post(url(record, "undo/"), {"at": soon}).status_code == 200


def test_a_drop_off_is_not_undone_below_a_pick_up(door, record, child):
    world.leave(child)
    assert door.post(url(record, "undo/"), {}).status_code == 409


def test_voiding_needs_a_reason_and_the_version(door, record):
    assert door.post(url(record, "void/"), {}, headers={"if-match": '"1"'}).status_code == 400
    assert door.post(url(record, "void/"), {"reason": "wrong child"}).status_code == 428
    answer = door.post(url(record, "void/"), {"reason": "wrong child"}, headers={"if-match": '"1"'})
    assert answer.json()["voided_at"]
    assert record.history.first().history_change_reason == "wrong child"


def test_time_and_person_are_corrected_with_a_reason(door, record, child):
    mother = world.mother_of(child)
    earlier = record.occurred_at - dt.timedelta(seconds=20)
    body = {"occurred_at": earlier.isoformat(), "person": str(mother.pk), "reason": "seen by me"}
    answer = door.patch(url(record), body, headers={"if-match": '"1"'})
    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    assert (answer.json()["person_name"], answer.json()["version"]) == (mother.name, 2)


def test_two_editors_never_overwrite_each_other(door, record):
    door.patch(url(record), {"observation": "a", "reason": "r"}, headers={"if-match": '"1"'})
    answer = door.patch(url(record), {"observation": "b", "reason": "r"}, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["type"]) == (409, "stale")
    assert Handover.objects.get().observation == "a"


def test_the_time_stays_on_its_day_and_in_its_order(door, record, child):
    world.leave(child)
    tomorrow = (record.occurred_at + dt.timedelta(days=1)).isoformat()
    later = (timezone.now() + dt.timedelta(seconds=30)).isoformat()
    for moment in (tomorrow, later):
        answer = door.patch(url(record), {"occurred_at": moment, "reason": "r"}, headers={"if-match": '"1"'})
        assert list(answer.json()["errors"]) == ["occurred_at"]


def test_foreign_staff_find_nothing(api, other_staff, record):
    assert api(other_staff).patch(url(record), {"reason": "r"}, headers={"if-match": '"1"'}).status_code == 404


def test_the_page_shows_what_somebody_else_changed_meanwhile(as_user, staff, door, record, station):
    page = reverse("handover", args=[record.pk])
    client = as_user(staff)
    assert client.get(page).status_code == 200
    door.patch(url(record), {"observation": "cheerful", "reason": "r"}, headers={"if-match": '"1"'})
    clock = f"{station.local(record.occurred_at):%H:%M}"
    sent = {"version": 1, "clock": clock, "observation": "tired", "reason": "mine"}
    answer = client.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "cheerful" in text
    assert "tired" in text
    again = client.post(page, {**sent, "version": 2})
    assert again.status_code == 302
    assert Handover.objects.get().observation == "tired"


def test_the_days_records_name_what_was_voided(as_user, staff, door, record, station, query_budget):
    door.post(url(record, "void/"), {"reason": "wrong child"}, headers={"if-match": '"1"'})
    client = as_user(staff)
    with query_budget(8):
        page = client.get(reverse("day-records", args=[station.pk]))
    assert "Voided" in page.content.decode()


def test_an_absence_is_recorded_once_and_taken_back(door, as_user, staff, child, station):
    sent = {
        "id": str(world.uuid7()),
        "child": str(child.pk),
        "local_date": str(station.today()),
        "reason": "illness",
        "announced_by_name": "妈妈",
    }
    assert door.post("/api/v1/absences/", sent).status_code == 201
    assert door.post("/api/v1/absences/", sent).status_code == 200
    assert door.post("/api/v1/absences/", {**sent, "id": str(world.uuid7())}).status_code == 409
    as_user(staff).post(reverse("absence-void", args=[sent["id"]]))
    assert door.post("/api/v1/absences/", {**sent, "id": str(world.uuid7())}).status_code == 201


def test_a_child_who_is_here_is_not_absent(door, record, child, station):
    sent = {"id": str(world.uuid7()), "child": str(child.pk), "local_date": str(station.today()), "reason": "illness"}
    assert door.post("/api/v1/absences/", sent).status_code == 409
