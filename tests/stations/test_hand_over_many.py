"""A whole board, or what a device kept while it was offline, in one request."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ops.organization.access import Access
from ops.records.actor import Actor, Source
from stations.attendance import actions
from stations.attendance.models import Handover
from stations.attendance.queries import days_of_children
from stations.attendance.rules import Arrival
from tests.stations import world

URL = "/api/v1/handovers/batch/"


def send(client, *taps):
    answer = client.post(URL, {"handovers": list(taps)})
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_a_board_of_sixty_is_one_request_of_at_most_twelve_statements(door, term):
    children = [world.make_child(term) for _number in range(60)]
    taps = [world.tap(child) for child in children]
    with CaptureQueriesContext(connection) as captured:
        results = send(door, *taps)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 12, statements
    assert {result["status"] for result in results} == {201}
    assert Handover.objects.count() == Handover.history.count() == 60


def test_each_tap_has_its_own_result(door, child, sibling, other_staff, term):
    world.arrive(child)
    stranger = world.make_child(None, other_staff.memberships.get().facility)
    results = send(door, world.tap(child), world.tap(sibling), world.tap(stranger))
    assert [result["status"] for result in results] == [409, 201, 400]
    assert child.name in results[0]["error"]["detail"]


def test_sent_again_it_changes_nothing(door, child, sibling):
    taps = [world.tap(child), world.tap(sibling)]
    send(door, *taps)
    assert [result["status"] for result in send(door, *taps)] == [200, 200]
    assert Handover.objects.count() == 2


def test_a_day_kept_offline_comes_in_its_order(door, child):
    morning, evening = timezone.now() - dt.timedelta(minutes=90), timezone.now() - dt.timedelta(minutes=5)
    if morning.date() != evening.date():
        morning = evening - dt.timedelta(minutes=1)
    mother = str(world.mother_of(child).pk)
    results = send(
        door,
        world.tap(child, occurred_at=morning.isoformat()),
        world.tap(child, "pick_up", person=mother, occurred_at=evening.isoformat()),
    )
    assert [result["handover"]["sequence"] for result in results] == [1, 2]


def test_an_empty_or_endless_batch_is_refused(door, child):
    assert door.post(URL, {"handovers": []}).status_code == 400
    assert door.post(URL, {"handovers": [world.tap(child)] * 201}).status_code == 400


def test_the_same_tap_twice_in_one_batch_is_recorded_once(door, child):
    tap = world.tap(child)
    assert [result["status"] for result in send(door, tap, tap)] == [201, 201]
    assert Handover.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_two_colleagues_tap_the_same_child_at_once(district):
    station = world.make_station(district)
    child = world.make_child(world.make_term(station))
    people = [world.factories.make_user("station_staff", station) for _who in range(2)]
    now = timezone.now()
    ready, outcomes = threading.Barrier(2), []

    def tap(user):
        try:
            child_day = days_of_children([child.pk], now)[child.pk]
            arrival = Arrival(id=world.uuid7(), child_id=child.pk, occurred_at=now)
            ready.wait(5)
            outcomes.append(
                actions.drop_off(arrival=arrival, child_day=child_day, by=Actor(user=user, source=Source.API))[1]
            )
        except actions.Conflict as conflict:
            outcomes.append(str(conflict.detail))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tap, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert Handover.objects.count() == Handover.history.count() == 1
    refused = next(outcome for outcome in outcomes if outcome is not True)
    assert child.name in refused
    assert f"{station.local(Handover.objects.get().occurred_at):%H:%M}" in refused


def test_scope_is_asked_of_every_tap(auditor, child):
    tap = Arrival(id=world.uuid7(), child_id=child.pk, occurred_at=timezone.now())
    by = Actor(user=auditor, source=Source.API)
    (outcome,) = actions.hand_over_many(taps=[tap], by=by, access=Access(auditor))
    assert outcome.error.status == 403
