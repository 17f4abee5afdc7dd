"""Where staff fill the places, the manager hears of a free one, with who is next, until it is decided."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from ops.organization.roles import Role
from ops.reminders.letters import text_of
from ops.reminders.models import Reminder
from ops.reminders.registry import Message
from stations.enrolment import free_places, places, tasks
from stations.enrolment.models import Enrolment
from stations.terms.actions import amend_term
from tests import factories
from tests.factories import TESTER
from tests.stations import world

pytestmark = pytest.mark.django_db


def enrolled(term: Any, **fields: Any) -> Enrolment:
    return Enrolment.objects.get(child=world.make_child(term, **fields))


@pytest.fixture
def full(station, manager):
    term = world.make_term(station, capacity=2)
    enrolled(term)
    enrolled(term)
    return term


def give_one_up(term: Any) -> None:
    leaver = Enrolment.objects.filter(term=term, state="admitted")[0]
    places.withdraw(enrolment=leaver, reason="moved away", by=TESTER)


def told(**fields: Any) -> Any:
    return Reminder.objects.filter(kind="free_place", channel="in_app", **fields).order_by("created_at")


def in_english(reminder: Reminder) -> Message:
    with translation.override("en"):
        return text_of(reminder, "en")


def test_the_manager_is_told_once_who_is_next_without_the_name(full, manager):
    enrolled(full, name="曾小满")
    enrolled(full)
    tasks.fill_places()
    assert not told().exists()
    give_one_up(full)
    tasks.fill_places()
    tasks.fill_places()
    (reminder,) = told()
    assert reminder.recipient == manager
    said = in_english(reminder)
    assert said.title == f"A place is free: {full}"
    assert "next in the order is 曾**" in said.body
    assert "小满" not in said.title + said.body + str(reminder.params)
    assert said.url == f"/stations/applications/{full.facility_id}/"


def test_what_was_decided_before_it_was_sent_is_not_sent_and_the_next_place_is_told_of(full):
    first, second = enrolled(full), enrolled(full)
    give_one_up(full)
    tasks.fill_places()
    mails = Reminder.objects.filter(kind="free_place", channel="email")
    assert mails.get().state == "waiting"
    places.admit(enrolment=first, by=TESTER)
    tasks.fill_places()
    assert mails.get().state == "settled"
    assert told().count() == 1
    give_one_up(full)
    tasks.fill_places()
    assert told().last().params["child"] == str(second.child_id)


def test_it_is_said_again_every_three_days_while_nobody_decides(full):
    enrolled(full)
    give_one_up(full)
    now = timezone.now()
    days = (dt.timedelta(days=number, minutes=1) for number in (0, 2, 3, 4, 6))
    assert [free_places.tell(by=TESTER, now=now + later) for later in days] == [1, 0, 1, 0, 1]
    assert [row.level for row in told()] == [0, 1, 2]


def test_more_places_are_told_of_and_a_term_that_fills_by_itself_tells_nobody(full):
    for _number in range(3):
        enrolled(full)
    amend_term(term=full, version=None, reason="x", by=TESTER, capacity=4)
    tasks.fill_places()
    assert in_english(told().get()).title == f"2 places are free: {full}"
    amend_term(term=full, version=None, reason="x", by=TESTER, capacity=6, filling="auto")
    tasks.fill_places()
    assert told().count() == 1


def test_many_terms_cost_the_same(full, district, query_budget):
    for _number in range(4):
        term = world.make_term(world.make_station(district), capacity=1)
        factories.make_user(Role.FACILITY_MANAGER, term.facility)
        enrolled(term)
        enrolled(term)
        give_one_up(term)
    with query_budget(14):
        assert free_places.tell(by=TESTER) == 4
    with query_budget(6):
        assert free_places.tell(by=TESTER) == 0
