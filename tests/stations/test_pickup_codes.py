"""A one-time code from the guardian's phone opens the door once."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connections
from django.urls import reverse

from ops.records.actor import Actor, Source
from ops.records.errors import DomainError
from stations.attendance import codes
from stations.attendance.models import Handover, PickupCode
from stations.enrolment.persons import NewGuardian, withdraw_person
from tests import factories
from tests.stations import world

URL = "/api/v1/pickup-codes/"


def issue(child, person=None, **fields):
    return codes.issue_pickup_code(person=person or world.mother_of(child), by=factories.TESTER, **fields)[1]


def look(client, station, digits):
    return client.post(f"{URL}look/", {"facility": str(station.pk), "code": digits})


def redeem(client, station, digits, *children, kind="pick_up", ids=None):
    ids = ids or {child.pk: world.uuid7() for child in children}
    sent = [{"child": str(child), "id": str(key)} for child, key in ids.items()]
    body = {"facility": str(station.pk), "code": digits, "kind": kind, "handovers": sent}
    return client.post(f"{URL}redeem/", body)


def test_a_code_hands_the_child_over_once(door, child, station):
    world.arrive(child)
    issued = door.post(URL, {"person": str(world.mother_of(child).pk)}).json()
    assert len(issued["digits"]) == 6
    assert "code_hash" not in issued
    seen = look(door, station, issued["digits"]).json()
    assert (seen["kind"], [one["child"] for one in seen["children"]]) == ("pick_up", [str(child.pk)])
    answer = redeem(door, station, issued["digits"], child)
    assert answer.status_code == 200, answer.json()
    record = Handover.objects.get(kind="pick_up")
    assert (record.person, record.code.pk) == (world.mother_of(child), PickupCode.objects.get().pk)
    world.arrive(child)
    assert list(redeem(door, station, issued["digits"], child).json()["errors"]) == ["code"]


def test_the_same_request_again_is_the_same_hand_over(door, child, station):
    world.arrive(child)
    digits, ids = issue(child), {child.pk: world.uuid7()}
    first, second = (redeem(door, station, digits, ids=ids).json() for _again in range(2))
    assert first == second
    assert Handover.objects.filter(kind="pick_up").count() == 1


def test_siblings_go_together_by_one_code(door, term, station):
    mother = NewGuardian("王丽", "13800001111", "mother")
    pair = [world.make_child(term, guardian=mother) for _each in range(2)]
    for child in pair:
        world.arrive(child)
    seen = look(door, station, issue(pair[0])).json()
    assert {one["child"] for one in seen["children"]} == {str(child.pk) for child in pair}
    assert redeem(door, station, issue(pair[0]), *pair).status_code == 200
    assert Handover.objects.filter(kind="pick_up").count() == 2


def test_a_person_barred_from_one_sibling_gets_only_the_other(door, term, station):
    mother = NewGuardian("王丽", "13800001111", "mother")
    pair = [world.make_child(term, guardian=mother) for _each in range(2)]
    for child in pair:
        world.arrive(child)
    aunt = world.authorise(pair[0], "于姨", "relative")
    world.authorise(pair[1], "于姨", "relative", barred=True, barred_note="法院裁定")
    digits = issue(pair[0], aunt)
    assert len(look(door, station, digits).json()["children"]) == 1
    assert redeem(door, station, digits, *pair).status_code == 400
    assert PickupCode.objects.get().standing


def test_it_also_brings_the_child_in(door, child, station):
    answer = redeem(door, station, issue(child), child, kind="drop_off")
    assert answer.json()["handovers"][0]["person"] == str(world.mother_of(child).pk)


def test_what_is_refused_uses_nothing_up(door, child, station):
    digits = issue(child)
    assert redeem(door, station, digits, child, kind="pick_up").status_code == 409
    assert PickupCode.objects.get().standing


def test_a_newer_code_takes_the_olders_place_and_a_revoked_one_opens_nothing(door, child, station):
    world.arrive(child)
    old, new = issue(child), issue(child)
    assert look(door, station, old).status_code == 400
    standing = PickupCode.objects.get(revoked_at=None)
    assert door.post(f"{URL}{standing.pk}/revoke/").status_code == 200
    assert look(door, station, new).status_code == 400


def test_a_person_whose_authorisation_ended_meanwhile_is_stopped(door, child, station):
    world.arrive(child)
    aunt = world.authorise(child, "于姨", "relative")
    digits = issue(child, aunt)
    withdraw_person(person=aunt, reason="家长要求", by=factories.TESTER)
    assert "no longer" in redeem(door, station, digits, child).json()["errors"]["code"][0]


@pytest.mark.parametrize("days", [-1, 8])
def test_a_code_is_for_today_or_this_week(door, child, station, days):
    day = (station.today() + dt.timedelta(days=days)).isoformat()
    answer = door.post(URL, {"person": str(world.mother_of(child).pk), "day": day})
    assert list(answer.json()["errors"]) == ["day"]


def test_tomorrows_code_opens_nothing_today(door, child, station):
    world.arrive(child)
    digits = issue(child, day=station.today() + dt.timedelta(days=1))
    assert look(door, station, digits).status_code == 400


def test_the_barred_get_no_code(door, child):
    barred = world.authorise(child, "陈大伟", "father", barred=True, barred_note="法院裁定")
    assert list(door.post(URL, {"person": str(barred.pk)}).json()["errors"]) == ["person"]


def test_guessing_is_stopped_and_the_right_code_waits_too(door, child, station):
    world.arrive(child)
    digits = issue(child)
    wrong = "000000" if digits != "000000" else "111111"
    answers = [look(door, station, wrong).status_code for _try in range(codes.WRONG_AT_DEVICE + 1)]
    assert answers == [400] * codes.WRONG_AT_DEVICE + [429]
    assert look(door, station, digits).status_code == 429


def test_a_code_of_another_station_is_unknown(api, other_staff, child, station):
    client = api(other_staff)
    assert look(client, station, issue(child)).status_code == 404
    assert look(client, other_staff.memberships.get().facility, issue(child)).status_code == 400


def test_the_page_asks_first_and_hands_over_then(as_user, staff, child, station):
    world.arrive(child)
    client, url, digits = as_user(staff), reverse("door-code", args=[station.pk]), issue(child)
    page = client.post(url, {"code": f"{digits[:3]} {digits[3:]}"})
    assert page.status_code == 200
    assert child.name in page.content.decode()
    [(_person, key)] = page.context["children"]
    answer = client.post(url, {"code": digits, "do": "pick_up", "children": f"{child.pk}:{key}"})
    assert answer.status_code == 302
    again = client.post(url, {"code": digits})
    assert (again.status_code, "used" in again.content.decode()) == (422, True)
    board = client.get(reverse("roll-call", args=[station.pk]), {"show": "all"})
    assert "by code" in board.content.decode()


def test_looking_and_redeeming_cost_the_same_for_one_and_for_four(door, term, station, query_budget):
    mother = NewGuardian("王丽", "13800001111", "mother")
    family = [world.make_child(term, guardian=mother) for _each in range(4)]
    for child in family:
        world.arrive(child)
    digits = issue(family[0])
    with query_budget(7):
        assert look(door, station, digits).status_code == 200
    # On SQLite each write and its history are two; the last children of a day ask the duties again.
    with query_budget(26):
        assert redeem(door, station, digits, *family).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_of_many_who_show_one_code_at_once_one_gets_through(district):
    station = world.make_station(district)
    child = world.make_child(world.make_term(station))
    world.arrive(child)
    digits = issue(child)
    people = [factories.make_user("station_staff", station) for _who in range(4)]
    ready, outcomes = threading.Barrier(len(people)), []

    def show(user):
        try:
            ready.wait(5)
            codes.redeem(
                facility=station,
                code=digits,
                kind="pick_up",
                ids={child.pk: world.uuid7()},
                by=Actor(user=user, source=Source.API),
                device=f"user:{user.pk}",
            )
            outcomes.append("through")
        except DomainError:
            outcomes.append("stopped")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=show, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["stopped"] * 3 + ["through"]
    assert Handover.objects.filter(kind="pick_up").count() == 1
