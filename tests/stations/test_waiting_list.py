"""Who waits, in which order, who gets a place that becomes free, and why each place is as it is."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from ops.records.errors import RuleBroken
from stations.enrolment import places, tasks
from stations.enrolment.models import Enrolment
from stations.enrolment.persons import NewGuardian
from stations.enrolment.waiting import numbers_of
from stations.terms.actions import amend_term
from tests import factories
from tests.factories import TESTER
from tests.stations import world

pytestmark = pytest.mark.django_db


def place_of(child: Any) -> Enrolment:
    return Enrolment.objects.get(child=child)


def enrolled(term, **fields):
    return place_of(world.make_child(term, **fields))


def states(term):
    return list(Enrolment.objects.filter(term=term).order_by("applied_at").values_list("state", flat=True))


@pytest.fixture
def full(station):
    """A term of two places, both taken."""
    term = world.make_term(station, capacity=2)
    enrolled(term)
    enrolled(term)
    return term


def test_by_time_of_application(full):
    waiting = [enrolled(full) for _ in range(3)]
    assert [numbers_of([full.pk])[place.pk] for place in waiting] == [1, 2, 3]


def test_brothers_and_sisters_of_a_child_with_a_place_go_first(station):
    term = world.make_term(station, capacity=1)
    mother = NewGuardian("王丽", "13800009999", "mother")
    enrolled(term, guardian=mother)
    other, sibling = enrolled(term), enrolled(term, guardian=mother, birth_date=dt.date(2016, 1, 1))
    assert numbers_of([term.pk]) == {sibling.pk: 1, other.pk: 2}
    amend_term(term=term, version=None, reason="x", by=TESTER, waiting_rule="time")
    assert numbers_of([term.pk]) == {other.pk: 1, sibling.pk: 2}


def test_children_of_members_go_first_where_the_term_says_so(station):
    term = world.make_term(station, capacity=1, waiting_rule="members")
    enrolled(term)
    other = enrolled(term)
    member = enrolled(term, guardian=NewGuardian("刘", "13800009998", "mother", employer_union="港务工会"))
    assert numbers_of([term.pk]) == {member.pk: 1, other.pk: 2}


def test_a_free_place_belongs_to_those_who_wait(full, api, manager):
    first = enrolled(full)
    leaver = Enrolment.objects.filter(term=full, state="admitted")[0]
    places.withdraw(enrolment=leaver, reason="moved away", by=TESTER)
    late = enrolled(full)
    assert late.state == "waiting"
    answer = api(manager).get(f"/api/v1/terms/{full.pk}/waiting-list/").json()
    assert (answer["free"], answer["rule"]) == (1, "siblings")
    assert [(row["id"], row["number"], row["offered"]) for row in answer["waiting"]] == [
        (str(first.pk), 1, True),
        (str(late.pk), 2, False),
    ]


def test_out_of_turn_only_with_a_reason(full):
    first, second = enrolled(full), enrolled(full)
    leaver = Enrolment.objects.filter(term=full, state="admitted")[0]
    places.withdraw(enrolment=leaver, reason="moved away", by=TESTER)
    with pytest.raises(RuleBroken) as refused:
        places.admit(enrolment=second, by=TESTER)
    assert refused.value.field == "reason"
    assert places.admit(enrolment=second, by=TESTER, reason="both parents on shift").state == "admitted"
    first.refresh_from_db()
    assert first.state == "waiting"


def test_a_term_that_fills_by_itself_gives_the_place_to_the_next(full):
    amend_term(term=full, version=None, reason="x", by=TESTER, filling="auto")
    first, second = enrolled(full), enrolled(full)
    leaver = Enrolment.objects.filter(term=full, state="admitted")[0]
    places.withdraw(enrolment=leaver, reason="moved away", by=TESTER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("admitted", "waiting")
    assert first.history.latest().history_change_reason


def test_more_places_are_filled_by_the_sweep_once(full):
    waiting = [enrolled(full) for _ in range(3)]
    amend_term(term=full, version=None, reason="x", by=TESTER, filling="auto", capacity=4)
    tasks.fill_places()
    tasks.fill_places()
    assert states(full) == ["admitted"] * 4 + ["waiting"]
    assert place_of(waiting[2].child).state == "waiting"


def test_put_back_keeps_its_time_and_does_not_return_at_once(full):
    amend_term(term=full, version=None, reason="x", by=TESTER, filling="auto")
    second = enrolled(full)
    first = Enrolment.objects.filter(term=full, state="admitted").order_by("applied_at")[0]
    with pytest.raises(RuleBroken):
        places.put_back(enrolment=first, reason=" ", by=TESTER)
    places.put_back(enrolment=first, reason="papers are missing", by=TESTER)
    second.refresh_from_db()
    assert second.state == "admitted"
    assert numbers_of([full.pk]) == {first.pk: 1}


@pytest.mark.parametrize("move", [places.refuse, places.withdraw, places.put_back])
def test_without_a_reason_nobody_is_refused_withdrawn_or_put_back(full, move):
    place = enrolled(full)
    with pytest.raises(RuleBroken) as refused:
        move(enrolment=place, reason="", by=TESTER)
    assert refused.value.field == "reason"


def test_a_refused_child_can_be_taken_back_or_enrolled_anew(full):
    place = enrolled(full)
    places.refuse(enrolment=place, reason="too young", by=TESTER)
    again = places.enrol(id=world.uuid7(), child=place.child, term=full, by=TESTER)
    assert again.state == "waiting"
    with pytest.raises(RuleBroken):
        places.put_back(enrolment=place, reason="a mistake", by=TESTER)


def test_who_still_waits_when_the_term_is_over_was_not_admitted(station):
    today = timezone.localdate()
    over = world.make_term(
        station, capacity=1, first_day=today - dt.timedelta(days=9), last_day=today - dt.timedelta(days=1)
    )
    enrolled(over)
    enrolled(over)
    assert places.finish_terms(by=TESTER) == 1
    assert states(over) == ["finished", "refused"]


def test_every_step_stands_with_who_when_and_why(full, api, manager, staff, as_user):
    place = enrolled(full)
    url = f"/api/v1/enrolments/{place.pk}/"
    api(manager).post(f"{url}refuse/", {"reason": "papers are missing"}, headers={"if-match": '"1"'})
    api(manager).post(f"{url}put-back/", {"reason": "papers came"}, headers={"if-match": '"2"'})
    api(staff).post(f"{url}withdraw/", {"reason": "moved away"}, headers={"if-match": '"3"'})
    steps = api(staff).get(f"{url}steps/").json()
    assert [(step["state"], step["reason"]) for step in steps] == [
        ("waiting", ""),
        ("refused", "papers are missing"),
        ("waiting", "papers came"),
        ("withdrawn", "moved away"),
    ]
    assert steps[1]["who"] == manager.name
    page = as_user(staff).get(reverse("child-detail", args=[place.facility_id, place.child_id])).content.decode()
    assert "papers are missing" in page


def test_the_page_moves_a_place_and_says_what_it_wants(as_user, manager, staff, full):
    first, second = enrolled(full), enrolled(full)
    url = reverse("place-change", args=[second.pk])
    back = "/stations/children/"
    assert as_user(staff).post(url, {"do": "refuse", "reason": "x"}).status_code == 403
    answer = as_user(manager).post(url, {"do": "refuse", "back": back})
    assert answer["Location"] == back
    second.refresh_from_db()
    assert second.state == "waiting"
    as_user(manager).post(url, {"do": "refuse", "reason": "too young", "back": "https://evil.example/"})
    second.refresh_from_db()
    assert second.state == "refused"
    page = as_user(staff).get(reverse("child-detail", args=[first.facility_id, first.child_id])).content.decode()
    assert "Number 1 in the order: Brothers and sisters of children with a place first" in page


def test_a_queue_costs_the_same_for_many(full, api, staff, query_budget):
    for _number in range(8):
        enrolled(full)
    with query_budget(7):
        assert len(api(staff).get(f"/api/v1/terms/{full.pk}/waiting-list/").json()["waiting"]) == 8


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_places_given_up_at_once_are_filled_once_each(district):
    station = world.make_station(district)
    term = world.make_term(station, capacity=4, filling="auto")
    leaving = [enrolled(term) for _ in range(4)]
    for _number in range(6):
        enrolled(term)
    ready = threading.Barrier(4)

    def leave(place: Enrolment) -> None:
        try:
            ready.wait(5)
            places.withdraw(enrolment=place, reason="moved away", by=factories.TESTER)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=leave, args=(place,)) for place in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert states(term) == ["withdrawn"] * 4 + ["admitted"] * 4 + ["waiting"] * 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_two_managers_who_admit_at_once_never_exceed_the_places(district):
    station = world.make_station(district)
    term = world.make_term(station, capacity=1)
    enrolled(term)
    waiting = [enrolled(term) for _ in range(5)]
    amend_term(term=term, version=None, reason="x", by=TESTER, capacity=3)
    ready, refused = threading.Barrier(5), []

    def admit(place: Enrolment) -> None:
        try:
            ready.wait(5)
            places.admit(enrolment=place, reason="all at once", by=factories.TESTER)
        except RuleBroken as error:
            refused.append(error.field)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=admit, args=(place,)) for place in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert Enrolment.objects.filter(term=term, state="admitted").count() == 3
    assert refused == ["state"] * 3
