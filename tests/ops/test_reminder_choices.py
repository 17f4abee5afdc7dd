"""A person decides how to be reminded, below what is mandatory; addresses are added, tested and taken away."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ops.organization.roles import Role
from ops.reminders import actions
from ops.reminders.models import ContactPoint, Preference, Reminder
from ops.reminders.registry import Message, MessageKind, messages
from tests import factories
from tests.factories import TESTER
from tests.ops.sink import Sink

NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
URL = "/api/v1/reminder-preference/"
POINTS = "/api/v1/contact-points/"


@pytest.fixture(autouse=True)
def _noon(settings):
    settings.PRIVATE_WEBHOOKS = True
    for key, at_once in (("tested", False), ("tested_at_once", True)):
        messages.register(
            MessageKind(key, "Tested", lambda row, language: Message(row.subject, "…", "/x/"), at_once=at_once)
        )
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def sink():
    with Sink() as found:
        yield found


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def tell(person, room, subject="x", kind="tested", **options):
    actions.remind(kind=kind, subject=subject, facility=room, recipients=[person], by=TESTER, **options)


def put(client, **changes):
    wish = {"ordinary": ["email"], "urgent": ["email"], **changes}
    return client.put(URL, wish)


def test_ordinary_reminders_may_be_left_to_the_app_and_urgent_ones_may_not(cleaner, room, api):
    client = api(cleaner)
    assert client.get(URL).json()["available"] == ["email", "sms"]
    assert put(client, ordinary=[], urgent=["sms"]).status_code == 200
    refused = put(client, urgent=[])
    assert (refused.status_code, "urgent" in refused.json()["errors"]) == (400, True)
    assert put(client, ordinary=["wecom"]).status_code == 400
    tell(cleaner, room)
    tell(cleaner, room, "fire", urgent=True)
    assert sorted(Reminder.objects.values_list("subject", "channel")) == [
        ("fire", "in_app"),
        ("fire", "sms"),
        ("x", "in_app"),
    ]
    assert Preference.objects.get().history.get().history_user == cleaner


def test_who_cannot_be_reached_outside_the_app_may_choose_nothing(room, api):
    person = factories.make_user(Role.ROOM_MANAGER, room, email="", phone=None)
    assert put(api(person), ordinary=[], urgent=[]).status_code == 200


def test_the_days_one_message_holds_what_came_before_it_but_neither_what_is_urgent_nor_what_must_come_at_once(
    cleaner, room, api
):
    assert put(api(cleaner), digest_at="17:30").status_code == 200
    for number in range(3):
        tell(cleaner, room, f"d{number}")
    tell(cleaner, room, "now", kind="tested_at_once")
    tell(cleaner, room, "fire", urgent=True)
    actions.deliver()
    assert sorted(letter.subject for letter in mail.outbox) == ["fire", "now"]
    waiting = Reminder.objects.filter(state="waiting").values_list("not_before", flat=True)
    assert set(waiting) == {dt.datetime(2026, 7, 21, 9, 30, tzinfo=dt.UTC)}
    with time_machine.travel(dt.datetime(2026, 7, 21, 9, 31, tzinfo=dt.UTC), tick=True):
        tell(cleaner, room, "tomorrow")
        assert actions.deliver().sent == 1
    assert mail.outbox[-1].body.count("/x/") == 3


def test_own_quiet_hours_hold_what_is_not_urgent(cleaner, room, api):
    assert put(api(cleaner), quiet_from="11:00", quiet_until="14:00").status_code == 200
    assert put(api(cleaner), quiet_from="11:00").status_code == 400
    tell(cleaner, room)
    tell(cleaner, room, "fire", urgent=True)
    actions.deliver()
    assert [letter.subject for letter in mail.outbox] == ["fire"]
    with time_machine.travel(dt.datetime(2026, 7, 21, 6, 1, tzinfo=dt.UTC), tick=True):
        assert actions.deliver().sent == 1


def test_the_page_of_notifications_saves_adds_tests_and_takes_away(cleaner, as_user, sink):
    browser = as_user(cleaner)
    page = reverse("notifications")
    saved = browser.post(page, {"ordinary": ["sms"], "urgent": ["email", "sms"], "digest_at": "17:00"})
    assert saved.status_code == 302
    assert Preference.objects.get().ordinary == ["sms"]
    assert browser.post(page, {"ordinary": ["sms"]}).status_code == 422
    wrong = browser.post(reverse("point-add", args=["wecom"]), {"label": "我的群", "url": sink.url("/other")})
    assert (wrong.status_code, "Copy it whole" in wrong.content.decode()) == (422, True)
    sink.answer = {"errcode": 93000, "errmsg": "invalid webhook"}
    sent = {"label": "我的群", "url": sink.url("/cgi-bin/webhook/send?key=k1")}
    shown = browser.post(reverse("point-add", args=["wecom"]), sent, follow=True).content.decode()
    assert "93000 invalid webhook" in shown
    assert "我的群" in shown
    point = ContactPoint.objects.get()
    sink.answer = {"errcode": 0}
    browser.post(reverse("point-test", args=[point.pk]))
    assert (Preference.objects.get().ordinary, sink.got[-1][0]) == (["sms", "wecom"], "/cgi-bin/webhook/send?key=k1")
    assert 'value="wecom"' in browser.get(page).content.decode()
    browser.post(reverse("point-remove", args=[point.pk]))
    assert "我的群" not in browser.get(page).content.decode()
    assert point.history.count() == 4
    for unknown in (reverse("point-add", args=["fax"]), reverse("point-add", args=["push"])):
        assert browser.get(unknown).status_code == 404


def test_a_test_goes_to_the_accounts_own_address(cleaner, as_user, api, capsys):
    browser = as_user(cleaner)
    shown = browser.post(reverse("account-test", args=["email"]), follow=True).content.decode()
    assert "The test was taken" in shown
    assert mail.outbox[0].to == [cleaner.email]
    assert api(cleaner).post(f"{URL}test/", {"channel": "sms"}).json() == {"took": True, "error": ""}
    assert cleaner.phone in capsys.readouterr().out
    assert browser.post(reverse("account-test", args=["in_app"])).status_code == 404


def test_tests_are_counted_so_that_nobody_is_flooded(cleaner, api):
    answers = [api(cleaner).post(f"{URL}test/", {"channel": "email"}).status_code for _n in range(21)]
    assert answers == [200] * 20 + [429]


def test_a_browser_that_subscribes_again_is_the_same_address(cleaner, as_user, api, sink):
    keys = {"p256dh": "BNcW4oA7zq5H9TKIrA3XfKclN2fX9P_7NR0abcdefgh", "auth": "k9Xzm43nBGo0abcdefghij"}
    subscription = {"endpoint": sink.url("/push").replace("http:", "https:"), "keys": keys}
    for _time in range(2):
        made = as_user(cleaner).post(
            reverse("push-add"), {"label": "Edge", "subscription": subscription}, content_type="application/json"
        )
        assert (made.status_code, made.json()["took"]) == (201, False)
    assert ContactPoint.objects.count() == 1
    for wrong in ({}, {"subscription": {"endpoint": "https://x"}}, {"subscription": "x"}):
        assert as_user(cleaner).post(reverse("push-add"), wrong, content_type="application/json").status_code == 400


def test_an_officer_sets_up_the_groups_of_the_own_unions_and_an_auditor_reads_them(
    district, other_district, officer, auditor, other_auditor, cleaner, as_user, api, sink
):
    body = {"channel": "wecom", "label": "值班群", "url": sink.url("/cgi-bin/webhook/send?key=k1")}
    made = api(officer).post(POINTS, {**body, "union": str(district.pk)})
    assert made.status_code == 201
    assert api(officer).post(POINTS, {**body, "union": str(other_district.pk)}).status_code == 404
    assert api(auditor).post(POINTS, {**body, "union": str(district.pk)}).status_code == 403
    address = f"{POINTS}{made.json()['id']}/"
    assert api(officer).post(f"{address}test/").json() == {"took": True, "error": ""}
    assert api(auditor).get(address).json()["label"] == "值班群"
    assert api(auditor).delete(address).status_code == 403
    for stranger in (other_auditor, cleaner):
        assert api(stranger).get(address).status_code == 404
    assert "值班群" in as_user(auditor).get(reverse("reminder-groups")).content.decode()
    assert "值班群" not in as_user(other_auditor).get(reverse("reminder-groups")).content.decode()
    page = as_user(officer).post(
        reverse("reminder-group-add", args=["webhook"]),
        {"union": str(district.pk), "label": "平台", "url": sink.url("/in"), "urgent_only": "on"},
        follow=True,
    )
    assert "Urgent reminders only" in page.content.decode()
    assert api(officer).delete(address).status_code == 204
    assert ContactPoint.objects.get(label="值班群").ended_at is not None


def test_lists_of_addresses_cost_the_same_whatever_their_number(officer, district, as_user, api, query_budget):
    for number in range(6):
        ContactPoint(union=district, channel="webhook", label=str(number), address='{"url": "https://x/"}').acted_by(
            TESTER
        ).save()
    browser, client = as_user(officer), api(officer)
    browser.get(reverse("reminder-groups"))
    with query_budget(8):
        browser.get(reverse("reminder-groups"))
    with query_budget(4):
        client.get(POINTS)
    with query_budget(12):
        browser.get(reverse("notifications"))


def test_officers_list_and_retry_what_their_facilities_people_did_not_get(
    room, cleaner, officer, other_district, as_user, api
):
    tell(cleaner, room)
    dead = Reminder.objects.get(channel="email")
    Reminder.objects.filter(pk=dead.pk).update(state="dead", error="550 no such user", attempts=8)
    (row,) = api(officer).get("/api/v1/reminders/undelivered/").json()["results"]
    assert (row["error"], row["to"], row["state"]) == ("550 no such user", str(cleaner), "dead")
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    assert api(stranger).get("/api/v1/reminders/undelivered/").json()["results"] == []
    assert api(stranger).post(f"/api/v1/reminders/{dead.pk}/retry/").status_code == 404
    assert api(cleaner).post(f"/api/v1/reminders/{dead.pk}/retry/").status_code == 403
    assert "550 no such user" in as_user(officer).get(reverse("reminder-undelivered")).content.decode()
    assert api(officer).post(f"/api/v1/reminders/{dead.pk}/retry/").json()["state"] == "waiting"
    assert api(officer).post(f"/api/v1/reminders/{dead.pk}/retry/").status_code == 404
    assert actions.deliver().sent == 1
    assert timezone.now() > Reminder.objects.get(pk=dead.pk).sent_at - dt.timedelta(minutes=1)
