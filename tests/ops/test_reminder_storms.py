"""A mass outage is told in one summary an address; every reminder keeps its row; what flaps is told once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from ops.duties.actions import complete_duty, sweep, withdraw_completion
from ops.duties.models import Duty
from ops.organization.roles import Role
from ops.policy.models import Parameter
from ops.records.actions import create
from ops.reminders import actions
from ops.reminders.models import ContactPoint, Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import Reading, make_duty, make_plan

NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


def outage(district, number, policy="child_safety"):
    """So many duties of one room become overdue at once; its manager and cleaner are told at once."""
    room = factories.make_facility(district, "room")
    cleaner = factories.make_user(Role.ROOM_MANAGER, room)
    plan = make_plan(room, policy=policy, **PAST)
    for minute in range(1, number + 1):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    return cleaner


def rows(channel="email", **found):
    return Reminder.objects.filter(channel=channel, **found)


def test_ten_at_once_are_told_one_by_one(district):
    outage(district, 10)
    assert actions.deliver().sent == 10
    assert not Reminder.objects.filter(kind="summary").exists()


def test_eleven_at_once_are_one_summary_by_mail_and_in_the_app_and_none_is_lost(district, as_user, api):
    cleaner = outage(district, 11)
    done = actions.deliver()
    assert (done.sent, done.summaries) == (1, 1)
    (letter,) = mail.outbox
    assert "11" in letter.subject
    summary = rows(kind="summary").get()
    assert (summary.state, summary.urgent, summary.level) == ("sent", True, 1)
    assert list(rows().exclude(kind="summary").values_list("state", "carried_by").distinct()) == [
        ("carried", summary.pk)
    ]
    assert rows(carried_by=summary).count() == 11
    shown = rows("in_app", kind="summary").get()
    assert rows("in_app", carried_by=shown).count() == 11
    browser = as_user(cleaner)
    page = browser.get(reverse("reminder-list")).content.decode()
    assert "11 reminders at once" in page
    assert "1 unread" in page
    for one in (summary, shown):
        assert browser.get(reverse("reminder-carried", args=[one.pk])).content.decode().count("Daily check") == 11
    (told,) = api(cleaner).get("/api/v1/reminders/").json()["results"]
    assert told["kind"] == "summary"
    assert browser.post(reverse("reminder-on-it", args=[shown.pk])).status_code == 409


def test_what_comes_after_a_summary_is_told_by_itself_until_there_are_many_again(district):
    cleaner = outage(district, 11)
    actions.deliver()
    plan = make_plan(cleaner.memberships.get().facility, policy="child_safety", **PAST)
    for minute in range(1, 4):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    assert actions.deliver().sent == 3


def test_each_union_and_level_has_its_own_summary_and_its_own_number(district, other_district):
    create(
        Parameter(
            key="reminders_at_once_max",
            union=other_district,
            value=4,
            valid_from=dt.date(2020, 1, 1),
            source_text="本会规定",
            mark="V",
        ),
        by=TESTER,
    )
    person = outage(district, 6)
    there = factories.make_facility(other_district, "room")
    factories.grant(person, Role.ROOM_MANAGER, there)
    plan = make_plan(there, policy="child_safety", **PAST)
    for minute in range(1, 6):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    done = actions.deliver()
    assert (done.sent, done.summaries) == (7, 1)
    assert rows(kind="summary").get().params["union_name"] == other_district.name


def test_a_summary_of_what_was_done_in_the_meantime_is_not_sent(district, settings):
    outage(district, 11)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    actions.deliver()
    assert rows(kind="summary").get().state == "failed"
    settings.EMAIL_BACKEND = backend
    for duty in Duty.objects.all():
        complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=True):
        actions.deliver()
    assert mail.outbox == []
    assert rows(kind="summary").get().state == "settled"


def test_a_unions_group_gets_a_summary_too(district, officer):
    create(
        ContactPoint(union=district, channel="webhook", label="群", address='{"url": ""}', verified_at=timezone.now()),
        by=TESTER,
    )
    outage(district, 12)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=True):
        sweep(by=TESTER)
        assert rows("webhook").count() == 12
        actions.deliver()
    summary = rows("webhook", kind="summary").get()
    assert (summary.recipient, rows("webhook", carried_by=summary).count()) == (None, 12)


def test_a_duty_that_is_done_and_opened_again_and_again_is_told_once(district):
    outage(district, 1)
    assert actions.deliver().sent == 1
    for _time in range(3):
        (duty,) = Duty.objects.all()
        complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
        duty.refresh_from_db()
        withdraw_completion(record_kind="x", record_id=duty.record_id, facility=duty.facility, by=TESTER)
        sweep(by=TESTER)
        assert Duty.objects.get().state == "overdue"
    assert actions.deliver().sent == 0
    assert (rows().count(), rows("in_app").count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_drains_at_once_make_one_summary_an_address():
    district = factories.make_union(below=factories.make_union())
    room = factories.make_facility(district, "room")
    people = [factories.make_user(Role.ROOM_MANAGER, room) for _n in range(4)]
    plan = make_plan(room, policy="child_safety", **PAST)
    for minute in range(1, 16):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    failed = []

    def drain():
        try:
            actions.deliver()
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=drain) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (len(mail.outbox), rows(kind="summary", state="sent").count()) == (4, 4)
    assert rows("in_app", kind="summary").count() == 4
    assert rows(state="carried").count() == 60
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in people)
