"""Who is in the house now, to be counted outside, and by number in all houses of a union."""

import datetime as dt

from django.urls import reverse

from stations.attendance.absences import record_absence
from stations.enrolment.places import withdraw
from stations.terms import roster
from stations.terms.actions import cancel_day
from tests import factories
from tests.stations import world


def test_those_in_the_house_are_listed_and_nobody_else(as_user, staff, child, sibling, term, station):
    gone = world.make_child(term)
    for one in (child, gone):
        world.arrive(one)
    world.leave(gone)
    roster.set_shift(
        id=world.uuid7(),
        facility=station,
        date=station.today(),
        starts=dt.time(0, 0),
        ends=dt.time(23, 59),
        name="小周",
        by=factories.TESTER,
    )
    page = as_user(staff).get(reverse("evacuation", args=[station.pk]))
    text = page.content.decode()
    assert page["X-Keep-Offline"] == "1"
    assert page.context["here"] == 1
    assert f'data-child="{child.pk}">' in text
    assert f'data-child="{gone.pk}" hidden' in text
    assert "小周" in text


def test_it_is_one_tap_from_the_board_and_costs_the_same_for_many(as_user, staff, term, station, query_budget):
    for _number in range(10):
        world.arrive(world.make_child(term))
    client, url = as_user(staff), reverse("evacuation", args=[station.pk])
    assert url in client.get(reverse("roll-call", args=[station.pk])).content.decode()
    with query_budget(10):
        assert client.get(url).context["here"] == 10


def test_a_child_in_the_house_stays_in_sight_though_the_day_or_the_place_is_given_up(
    as_user, door, staff, child, sibling, term, station
):
    for one in (child, sibling):
        world.arrive(one)
    withdraw(enrolment=child.enrolments.get(), reason="搬家", by=factories.TESTER)
    cancel_day(term=term, date=station.today(), note="台风", by=factories.TESTER)
    client = as_user(staff)
    assert client.get(reverse("evacuation", args=[station.pk])).context["here"] == 2
    board = client.get(reverse("roll-call", args=[station.pk])).content.decode()
    assert child.name in board
    assert sibling.name in board
    for one in (child, sibling):
        tap = world.tap(one, "pick_up", person=str(world.mother_of(one).pk))
        assert door.post("/api/v1/handovers/", tap, format="json").status_code == 201
    assert client.get(reverse("evacuation", args=[station.pk])).context["here"] == 0


def test_a_child_whose_place_was_given_up_is_brought_no_more(door, child):
    withdraw(enrolment=child.enrolments.get(), reason="搬家", by=factories.TESTER)
    assert door.post("/api/v1/handovers/", world.tap(child), format="json").status_code == 400


def test_a_program_reads_the_list_too(api, door, auditor, other_staff, child, sibling, term, station, query_budget):
    world.arrive(child)
    url = f"/api/v1/evacuation-list/?facility={station.pk}"
    told = door.get(url).json()
    assert (told["facility"], told["here"], told["on_duty"]) == (str(station.pk), 1, [])
    assert [one["name"] for group in told["groups"] for one in group["children"]] == [child.name]
    assert api(auditor).get(url).status_code == 403
    assert api(other_staff).get(url).status_code == 404
    assert door.get("/api/v1/evacuation-list/").status_code == 400
    for _number in range(8):
        world.arrive(world.make_child(term))
    with query_budget(10):
        assert door.get(url).json()["here"] == 9


def test_a_union_reads_the_numbers_of_its_stations_and_no_others(
    api, as_user, officer, other_auditor, child, sibling, term, station, district, query_budget
):
    gone, ill = world.make_child(term), world.make_child(term)
    for one in (child, gone):
        world.arrive(one)
    world.leave(gone)
    record_absence(id=world.uuid7(), child=ill, local_date=station.today(), reason="illness", by=factories.TESTER)
    told = api(officer).get("/api/v1/head-counts/").json()
    assert (told["here"], told["expected"]) == (1, 3)
    assert {key: told["stations"][0][key] for key in ("here", "left", "absent", "missing")} == {
        "here": 1,
        "left": 1,
        "absent": 1,
        "missing": 1,
    }
    assert api(other_auditor).get("/api/v1/head-counts/").json()["stations"] == []
    assert "at 1 station" in as_user(officer).get(reverse("child-safety")).content.decode()
    for _number in range(3):
        world.arrive(world.make_child(world.make_term(world.make_station(district))))
    client = api(officer)
    with query_budget(9):
        assert len(client.get("/api/v1/head-counts/").json()["stations"]) == 4
