"""Who is on it spares the others of the level, who puts it off oneself; neither stops the way up; both are kept."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ops.duties.actions import complete_duty, sweep
from ops.organization.roles import Role
from ops.reminders import actions, answers
from ops.reminders.models import Reminder, ReminderAnswer
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import Reading, make_duty, make_plan

NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


@pytest.fixture
def duty(room, cleaner, manager):
    late = make_duty(make_plan(room, policy="child_safety", name_en="Daily check", **PAST), late=120)
    sweep(by=TESTER)
    return late


def message_of(person):
    return Reminder.objects.get(recipient=person, channel="in_app")


def later(**delta):
    return time_machine.travel(timezone.now() + dt.timedelta(**delta), tick=True)


def snooze(api, person, until, reason="客人未走"):
    return api(person).post(
        f"/api/v1/reminders/{message_of(person).pk}/snooze/", {"until": until.isoformat(), "reason": reason}
    )


def test_who_is_on_it_is_seen_by_all_and_spares_the_others_of_the_level(duty, cleaner, manager, officer, api, as_user):
    said = api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    assert (said.status_code, said.json()["by"]) == (200, str(cleaner))
    assert actions.deliver().sent == 0
    assert set(Reminder.objects.filter(channel="email").values_list("state", flat=True)) == {"settled"}
    assert f"{cleaner} is on it since" in as_user(manager).get(reverse("reminder-list")).content.decode()
    with later(minutes=31):
        sweep(by=TESTER)
        assert actions.deliver().sent == 1
        assert mail.outbox[-1].to == [officer.email]


def test_one_person_is_on_it_and_saying_so_twice_changes_nothing(duty, cleaner, manager, api):
    first = api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    again = api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    other = api(manager).post(f"/api/v1/reminders/{message_of(manager).pk}/on-it/")
    assert first.json() == again.json()
    assert (other.status_code, str(cleaner) in other.json()["detail"]) == (409, True)
    assert ReminderAnswer.objects.count() == 1


def test_what_was_put_off_comes_again_to_oneself_while_others_and_levels_above_are_told(
    duty, cleaner, manager, officer, api, as_user
):
    until = timezone.now() + dt.timedelta(minutes=60)
    assert snooze(api, cleaner, until).status_code == 200
    assert as_user(cleaner).get(reverse("reminder-list")).content.decode().count("Put off until") == 1
    actions.deliver()
    assert [letter.to for letter in mail.outbox] == [[manager.email]]
    assert api(cleaner).post("/api/v1/reminders/read/", {"ids": []}).json()["unread"] == 0
    with later(minutes=31):
        sweep(by=TESTER)
        actions.deliver()
        assert mail.outbox[-1].to == [officer.email]
    with later(minutes=61):
        assert api(cleaner).post("/api/v1/reminders/read/", {"ids": []}).json()["unread"] == 1
        actions.deliver()
        assert (mail.outbox[-1].to, "put this off" in mail.outbox[-1].body or "推迟" in mail.outbox[-1].body) == (
            [cleaner.email],
            True,
        )
        assert actions.deliver().sent == 0


def test_what_was_put_off_does_not_come_again_once_it_is_done_or_somebody_is_on_it(duty, cleaner, manager, api):
    until = timezone.now() + dt.timedelta(minutes=30)
    snooze(api, cleaner, until)
    snooze(api, manager, until)
    actions.deliver()
    api(manager).post(f"/api/v1/reminders/{message_of(manager).pk}/on-it/")
    complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    with later(minutes=31):
        assert actions.deliver().sent == 0


def test_putting_off_needs_a_reason_and_ends_with_the_duty(duty, cleaner, api, as_user):
    hour = dt.timedelta(hours=1)
    assert "reason" in snooze(api, cleaner, timezone.now() + hour, reason=" ").json()["errors"]
    assert "until" in snooze(api, cleaner, timezone.now() - hour).json()["errors"]
    refused = snooze(api, cleaner, duty.closes_at + hour)
    assert "Not later than 2026-07-21 13:59" in str(refused.json()["errors"]["until"])
    page = as_user(cleaner).post(
        reverse("reminder-snooze", args=[message_of(cleaner).pk]), {"until": "2026-07-23T12:00", "reason": "x"}
    )
    assert (page.status_code, "Not later than" in page.content.decode()) == (422, True)
    complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    assert snooze(api, cleaner, timezone.now() + hour).status_code == 409
    assert not ReminderAnswer.objects.exists()


def test_what_is_about_no_duty_is_put_off_for_a_day_at_most(room, cleaner):
    reminder = Reminder(kind="x", recipient=cleaner, facility=room)
    assert dt.timedelta(hours=23) < answers.latest(reminder) - timezone.now() <= dt.timedelta(hours=24)


def test_answers_stand_in_the_facilitys_history_for_the_auditor(
    duty, room, cleaner, auditor, other_auditor, api, as_user
):
    snooze(api, cleaner, timezone.now() + dt.timedelta(minutes=30), reason="客人未走")
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    page = as_user(auditor).get(reverse("facility-history", args=[room.pk])).content.decode()
    assert "客人未走" in page
    assert page.count("Answer to a reminder") >= 2
    assert as_user(other_auditor).get(reverse("facility-history", args=[room.pk])).status_code == 404
    assert "客人未走" in as_user(auditor).get(reverse("duty-detail", args=[duty.pk])).content.decode()
    row = ReminderAnswer.objects.get(kind="snooze").history.get()
    assert (row.history_user, row.history_change_reason, row.source) == (cleaner, "客人未走", "api")


def test_nobody_answers_another_persons_reminder(duty, cleaner, manager, api, as_user):
    foreign = message_of(manager)
    assert api(cleaner).post(f"/api/v1/reminders/{foreign.pk}/on-it/").status_code == 404
    assert as_user(cleaner).get(reverse("reminder-detail", args=[foreign.pk])).status_code == 404


def test_the_page_of_a_message_says_how_it_was_sent_and_takes_both_answers(duty, cleaner, as_user):
    actions.deliver()
    Reminder.objects.filter(recipient=cleaner, channel="email").update(state="dead", error="550 no such user")
    browser = as_user(cleaner)
    address = reverse("reminder-detail", args=[message_of(cleaner).pk])
    assert "550 no such user" in browser.get(address).content.decode()
    browser.post(
        reverse("reminder-snooze", args=[message_of(cleaner).pk]), {"until": "2026-07-21T13:00", "reason": "忙"}
    )
    browser.post(reverse("reminder-on-it", args=[message_of(cleaner).pk]))
    page = browser.get(address).content.decode()
    assert "忙" in page
    assert page.count("on it") >= 1


def test_a_list_of_messages_costs_the_same_whatever_their_number(room, cleaner, as_user, query_budget):
    plan = make_plan(room, **PAST)
    for minute in range(1, 8):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    browser = as_user(cleaner)
    browser.get(reverse("reminder-list"))
    with query_budget(9):
        browser.get(reverse("reminder-list"))


def take_back(api, person, reason="被叫去别处"):
    return api(person).post(f"/api/v1/reminders/{message_of(person).pk}/take-back/", {"reason": reason})


def test_who_takes_it_back_lets_the_others_be_told_again_and_another_take_it(duty, cleaner, manager, api, as_user):
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    actions.deliver()
    api(manager).post("/api/v1/reminders/read/")
    said = take_back(api, cleaner)
    assert (said.status_code, said.json()["withdrawn_reason"]) == (200, "被叫去别处")
    assert take_back(api, cleaner).json() == said.json()
    assert actions.deliver().sent == 1
    assert mail.outbox[-1].to == [manager.email]
    assert f"{cleaner}不再处理此事" in mail.outbox[-1].body
    assert "被叫去别处" not in mail.outbox[-1].body, "what somebody typed stands on the page alone"
    page = as_user(manager).get(reverse("reminder-list")).content.decode()
    assert "is on it since" not in page
    assert api(manager).post("/api/v1/reminders/read/", {"ids": []}).json()["unread"] == 1
    detail = as_user(manager).get(reverse("reminder-detail", args=[message_of(manager).pk])).content.decode()
    assert "被叫去别处" in detail
    assert api(manager).post(f"/api/v1/reminders/{message_of(manager).pk}/on-it/").status_code == 200
    first, second = ReminderAnswer.objects.order_by("answered_at")
    assert (first.withdrawn_at is None, second.withdrawn_at) == (False, None)
    row = first.history.latest()
    assert (row.history_user, row.history_change_reason) == (cleaner, "被叫去别处")


def test_what_is_told_again_waits_no_longer_once_another_is_on_it(duty, cleaner, manager, api):
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    take_back(api, cleaner)
    api(manager).post(f"/api/v1/reminders/{message_of(manager).pk}/on-it/")
    assert actions.deliver().sent == 0
    assert not Reminder.objects.filter(state="waiting").exists()


def test_who_has_put_it_off_is_told_again_at_the_time_asked_for(duty, cleaner, manager, api):
    snooze(api, manager, timezone.now() + dt.timedelta(minutes=30))
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    take_back(api, cleaner)
    assert actions.deliver().sent == 0
    with later(minutes=31):
        assert actions.deliver().sent == 1
        assert mail.outbox[-1].to == [manager.email]


def test_only_ones_own_word_is_taken_back_with_a_reason_and_while_it_is_not_done(duty, cleaner, manager, api, as_user):
    assert take_back(api, cleaner).status_code == 409
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    assert take_back(api, manager).status_code == 409
    assert "reason" in take_back(api, cleaner, reason=" ").json()["errors"]
    assert "Take it back" in as_user(cleaner).get(detail_of(cleaner)).content.decode()
    assert "Take it back" not in as_user(manager).get(detail_of(manager)).content.decode()
    address = reverse("reminder-take-back", args=[message_of(cleaner).pk])
    assert as_user(cleaner).post(address, {"reason": ""}).status_code == 422
    assert as_user(cleaner).post(address, {"reason": "忙不过来"}).status_code == 302
    assert "忙不过来" in as_user(manager).get(detail_of(manager)).content.decode()
    api(cleaner).post(f"/api/v1/reminders/{message_of(cleaner).pk}/on-it/")
    complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    assert take_back(api, cleaner).status_code == 409


def detail_of(person):
    return reverse("reminder-detail", args=[message_of(person).pk])
