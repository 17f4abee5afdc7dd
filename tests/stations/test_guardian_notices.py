"""Guardians who chose it are told once of each arrival and departure, and of what was told wrongly."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone, translation

from ops.reminders.letters import text_of
from ops.reminders.models import Reminder
from stations.attendance.actions import amend_handover, undo, void_handover
from stations.guardians import accounts, notices, tasks
from stations.guardians.models import NoticeMark
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db


def chosen(child, *, arrivals=True, departures=True):
    """An account of the child's guardian that wants to be told."""
    user = family.account_of(child)
    accounts.choose_notices(user=user, arrivals=arrivals, departures=departures, by=TESTER)
    return user


def titles(user, channel="in_app"):
    rows = Reminder.objects.filter(recipient=user, channel=channel, kind="handover").order_by("created_at", "level")
    with translation.override("en"):
        return [text_of(row, "en").title for row in rows]


def test_an_arrival_and_a_departure_are_told_once_each(child, sibling):
    user = chosen(child)
    world.arrive(sibling)
    came = world.arrive(child)
    tasks.tell_handovers()
    gone = world.leave(child, person_id=world.authorise(child).pk)
    for _again in range(3):
        tasks.tell_handovers()
    clock = [f"{child.facility.local(one.occurred_at):%H:%M}" for one in (came, gone)]
    assert titles(user) == [
        f"{child.masked} arrived at {clock[0]}",
        f"{child.masked} was collected at {clock[1]} by: Grandfather",
    ]
    told = Reminder.objects.filter(kind="handover")
    assert child.name not in str([row.params for row in told])


def test_only_who_chose_it_is_told_and_of_what_they_chose(child, sibling):
    user, other = chosen(child, arrivals=False), family.account_of(sibling)
    for one in (child, sibling):
        world.arrive(one)
        world.leave(one)
    tasks.tell_handovers()
    assert len(titles(user)) == 1
    assert titles(other) == []


def test_a_correction_follows_what_was_told_and_only_that(child, staff):
    user = chosen(child)
    came = world.arrive(child, at=timezone.now() - dt.timedelta(minutes=5))
    tasks.tell_handovers()
    fixed = amend_handover(handover=came, version=None, reason="时间点错", by=TESTER, observation="带伞")
    tasks.tell_handovers()
    assert len(titles(user)) == 1, "what a guardian was not told of needs no correction"
    at = came.occurred_at - dt.timedelta(minutes=20)
    amend_handover(handover=fixed, version=None, reason="时间点错", by=TESTER, occurred_at=at)
    tasks.tell_handovers()
    assert titles(user)[1] == f"Correction: {child.masked} arrived at {child.facility.local(at):%H:%M}"
    void_handover(handover=came, version=None, reason="认错人", by=TESTER)
    tasks.tell_handovers()
    tasks.tell_handovers()
    assert len(titles(user)) == 3
    assert "was wrong" in titles(user)[2]


def test_a_slip_undone_before_it_was_told_is_no_news(child):
    user = chosen(child)
    undo(handover=world.arrive(child), by=TESTER)
    tasks.tell_handovers()
    assert titles(user) == []


def test_a_late_entry_says_when_it_happened_and_when_it_was_entered(child):
    user = chosen(child)
    at = timezone.now() - dt.timedelta(minutes=40)
    world.arrive(child, at=at)
    tasks.tell_handovers()
    with translation.override("en"):
        body = text_of(Reminder.objects.get(recipient=user, channel="in_app"), "en").body
    assert f"{child.facility.local(at):%H:%M}" in titles(user)[0]
    assert "entered afterwards" in body


def test_who_must_not_collect_is_not_told(child):
    user = chosen(child)
    family.bar(child, family.guardian_of(child))
    world.arrive(child)
    tasks.tell_handovers()
    assert titles(user) == []


def test_a_run_killed_before_its_end_loses_and_doubles_nothing(child, monkeypatch):
    user = chosen(child)
    world.arrive(child)

    def killed(*args, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(NoticeMark, "move", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.tell_handovers()
    assert titles(user) == []
    tasks.tell_handovers()
    assert len(titles(user)) == 1


def test_the_mark_moves_on_once_rows_are_settled(child):
    user = chosen(child)
    world.arrive(child)
    now = timezone.now()
    for minutes in (0, 3, 6):
        notices.tell(by=TESTER, now=now + dt.timedelta(minutes=minutes))
    assert NoticeMark.objects.get().settled_id > 0
    world.leave(child)
    notices.tell(by=TESTER, now=now + dt.timedelta(minutes=6))
    assert len(titles(user)) == 2


def test_statements_do_not_grow_with_hand_overs(term, query_budget):
    children = [world.make_child(term) for _ in range(6)]
    for child in children:
        chosen(child)
        world.arrive(child)
    with query_budget(18):
        assert notices.tell(by=TESTER) == 6
    with query_budget(6):
        assert notices.tell(by=TESTER) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_once(term):
    children = [world.make_child(term) for _ in range(5)]
    users = [chosen(child) for child in children]
    for child in children:
        world.arrive(child)
    start = threading.Barrier(3)

    def run():
        try:
            start.wait()
            tasks.tell_handovers()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(titles(user)) for user in users] == [1] * 5


def test_the_notices_page_chooses(child, as_user):
    user = family.account_of(child)
    phone = as_user(user)
    phone.post("/family/notices/", {"arrivals": "on"})
    row = family.guardian_of(child)
    assert (row.tells_arrivals, row.tells_departures) == (True, False)
    assert "On" in phone.get("/family/").content.decode()


def test_text_messages_only_once_they_are_chosen(child, as_user):
    user = family.account_of(child)
    assert user.phone is None
    as_user(user).post("/family/notices/", {"arrivals": "on", "departures": "on", "texts": "on"})
    user.refresh_from_db()
    assert user.phone == family.guardian_of(child).phone
    world.arrive(child)
    tasks.tell_handovers()
    assert len(titles(user, "sms")) == 1
