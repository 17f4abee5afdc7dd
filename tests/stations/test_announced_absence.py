"""A guardian says beforehand that a child stays away."""

import datetime as dt

from django.urls import reverse

from stations.attendance.absences import announce_absence, take_back_absence
from stations.attendance.board import roll_call
from stations.attendance.models import Absence, AbsenceAnnouncement
from tests import factories
from tests.stations import world

URL = "/api/v1/absence-announcements/"


def announcement(child, first=0, last=2, **fields):
    today = child.facility.today()
    days = {"first_day": today + dt.timedelta(days=first), "last_day": today + dt.timedelta(days=last)}
    return {"id": str(world.uuid7()), "child": str(child.pk), "reason": "travel", **days, **fields}


def test_the_board_knows_and_counts_the_child_as_accounted_for(door, child, station):
    guardian = child.guardians.get()
    body = announcement(child, announced_by=str(guardian.pk))
    assert [door.post(URL, body).status_code for _again in range(2)] == [201, 200]
    assert Absence.objects.filter(announcement__isnull=False).count() == 3
    board = roll_call(station, station.today())
    assert (board.counts["missing"], board.counts["absent"]) == (0, 1)
    assert board.tiles[0].announced
    assert roll_call(station, station.today() + dt.timedelta(days=2)).counts["absent"] == 1
    assert Absence.objects.first().announced_by_name == guardian.name


def test_only_days_on_which_the_child_has_a_place_are_excused(door, station):
    term = world.make_term(station, weekdays=str((station.today() + dt.timedelta(days=1)).weekday()))
    child = world.make_child(term)
    assert door.post(URL, announcement(child)).status_code == 201
    assert [absence.local_date for absence in Absence.objects.all()] == [station.today() + dt.timedelta(days=1)]
    answer = door.post(URL, announcement(child, 2, 2))
    assert list(answer.json()["errors"]) == ["first_day"]


def test_taken_back_the_child_is_expected_again(door, child, station):
    made = door.post(URL, announcement(child)).json()
    answer = door.post(f"{URL}{made['id']}/take-back/", {"reason": "not ill"}, headers={"if-match": '"1"'})
    assert answer.status_code == 200
    assert not Absence.objects.filter(voided_at=None).exists()
    assert roll_call(station, station.today()).counts["missing"] == 1
    assert Absence.history.filter(history_type="~").count() == 3


def test_days_past_keep_their_absence_when_it_is_taken_back(child, station, monkeypatch):
    body = announcement(child)
    body.pop("child")
    made = announce_absence(child=child, by=factories.TESTER, **body)[0]
    tomorrow = station.today() + dt.timedelta(days=1)
    monkeypatch.setattr(type(station), "today", lambda self: tomorrow)
    take_back_absence(announcement=AbsenceAnnouncement.objects.get(pk=made.pk), reason="x", by=factories.TESTER)
    assert Absence.objects.filter(voided_at=None).count() == 1


def test_a_child_who_comes_after_all_is_here(door, child, station):
    door.post(URL, announcement(child))
    world.arrive(child)
    assert roll_call(station, station.today()).counts["here"] == 1


def test_what_cannot_be_announced(door, child, sibling, station):
    refused = {
        "first_day": announcement(child, -1, 1),
        "last_day": announcement(child, 2, 1),
    }
    for field, body in refused.items():
        assert list(door.post(URL, body).json()["errors"]) == [field]
    assert list(door.post(URL, announcement(child, 0, 70)).json()["errors"]) == ["last_day"]
    world.arrive(sibling)
    assert door.post(URL, announcement(sibling)).status_code == 409
    assert door.post(URL, announcement(child)).status_code == 201
    assert door.post(URL, announcement(child, 0, 1)).status_code == 409


def test_somebody_elses_guardian_announces_nothing(door, child, sibling):
    other = sibling.guardians.get()
    assert door.post(URL, announcement(child, announced_by=str(other.pk))).status_code == 404


def test_staff_announce_on_the_page_and_take_it_back(as_user, staff, child, station):
    client, url = as_user(staff), reverse("absence-announce", args=[station.pk, child.pk])
    assert client.get(url).status_code == 200
    body = announcement(child) | {"announced_by": str(child.guardians.get().pk)}
    assert client.post(url, body).status_code == 302
    made = AbsenceAnnouncement.objects.get()
    assert "Travelling" in client.get(url).content.decode()
    client.post(reverse("announcement-take-back", args=[made.pk]))
    assert AbsenceAnnouncement.objects.get().is_void


def test_a_long_holiday_costs_no_more_statements_than_a_day(door, child, query_budget):
    with query_budget(26):
        assert door.post(URL, announcement(child, 0, 9)).status_code == 201
