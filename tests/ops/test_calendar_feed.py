"""A person's duties as iCalendar under a secret address: valid text, only their own, gone with their role."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ops.absences.models import Absence
from ops.duties import ics
from ops.duties.actions import change_plan, generate_duties
from ops.duties.feed import renew_feed
from ops.duties.feed_models import CalendarFeed
from ops.organization.models import Membership
from ops.organization.roles import Role
from ops.records.actions import create, save
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import make_plan

NOON = dt.datetime(2026, 9, 22, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="海尔路小屋", address="海尔路 1 号, 一楼; 东门")


@pytest.fixture
def person(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def fetch(secret, **headers):
    return Client().get(reverse("calendar-ics", args=[secret]), headers=headers)


def read(answer):
    """The calendar's lines unfolded, as (name, value)."""
    text = answer.content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return [tuple(line.split(":", 1)) for line in lines]


def events(answer):
    found, current = [], None
    for name, value in read(answer):
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            found.append(current)
        elif current is not None:
            current[name.split(";")[0]] = value
    return found


def test_the_duties_of_the_days_ahead_with_all_that_a_calendar_needs(room, person):
    plan = make_plan(room, opens=dt.time(8), due=dt.time(18), name="每日检查, 含消毒; 甲")
    found = events(fetch(renew_feed(user=person, by=TESTER)))
    assert len(found) == 31  # today and thirty days
    first = found[0]
    assert (first["DTSTART"], first["DTEND"]) == ("20260922T000000Z", "20260922T100000Z")
    assert first["SUMMARY"] == "每日检查\\, 含消毒\\; 甲"
    assert first["LOCATION"] == "海尔路小屋 · 海尔路 1 号\\, 一楼\\; 东门"
    assert first["URL"].endswith(reverse("duty-detail", args=[plan.duties.earliest("due_at").pk]))
    assert (first["STATUS"], found[-1]["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert len({one["UID"] for one in found}) == 31
    assert all(one["LAST-MODIFIED"] == one["DTSTAMP"] for one in found)


def test_a_planned_duty_keeps_its_uid_when_it_is_made(room, person):
    make_plan(room, due=dt.time(18))
    secret = renew_feed(user=person, by=TESTER)
    before = {one["DTEND"]: one["UID"] for one in events(fetch(secret))}
    generate_duties(first=dt.date(2026, 9, 22), last=dt.date(2026, 10, 20), by=TESTER)
    after = events(fetch(secret))
    assert {one["DTEND"]: one["UID"] for one in after} == before
    assert len(after) == len(before)


def test_only_ones_own_duties_are_in_it(room, person, other_district):
    make_plan(room, due=dt.time(18))
    make_plan(room, due=dt.time(17), role="facility_manager")
    make_plan(factories.make_facility(other_district, "room"), due=dt.time(16))
    found = events(fetch(renew_feed(user=person, by=TESTER)))
    assert {one["DTEND"][9:] for one in found} == {"100000Z"}


def test_what_a_person_does_by_name_and_as_stand_in_is_in_it(room, person):
    other = factories.make_user(Role.FACILITY_MANAGER, room)
    make_plan(room, due=dt.time(18), person=other)
    secret = renew_feed(user=person, by=TESTER)
    assert events(fetch(secret)) == []
    assert len(events(fetch(renew_feed(user=other, by=TESTER)))) == 31
    create(Absence(user=other, since=NOON, until=None, stand_in=person), by=TESTER)
    assert len(events(fetch(secret))) == 31


def test_an_ended_membership_is_gone_with_the_next_fetch_and_a_person_who_left_has_none(room, person):
    make_plan(room, due=dt.time(18))
    secret = renew_feed(user=person, by=TESTER)
    assert events(fetch(secret))
    membership = Membership.objects.get(user=person)
    membership.until = timezone.now()
    save(membership, by=TESTER)
    assert events(fetch(secret)) == []
    person.is_active = False
    save(person, by=TESTER)
    assert fetch(secret).status_code == 404


def test_nothing_new_is_told_by_304_and_a_change_by_new_text(room, person):
    plan = make_plan(room, due=dt.time(18))
    secret = renew_feed(user=person, by=TESTER)
    first = fetch(secret)
    assert first["Cache-Control"] == "private, no-cache"
    same = fetch(secret, if_none_match=first["ETag"])
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    change_plan(plan=plan, by=TESTER, version=1, reason="x", due=dt.time(19))
    changed = fetch(secret, if_none_match=first["ETag"])
    assert changed.status_code == 200
    cancelled = [one for one in events(changed) if one["STATUS"] == "CANCELLED"]
    assert {one["DTEND"][9:] for one in cancelled} == {"100000Z"}
    assert all(one["SEQUENCE"] == "2" for one in cancelled)


def test_it_speaks_the_persons_language(room, person):
    make_plan(room, due=dt.time(18), name="每日检查", name_en="Daily check")
    secret = renew_feed(user=person, by=TESTER)
    assert events(fetch(secret))[0]["SUMMARY"] == "每日检查"
    person.language = "en"
    save(person, by=TESTER)
    assert events(fetch(secret, accept_language="zh-hans"))[0]["SUMMARY"] == "Daily check"


def test_the_address_is_shown_once_renewed_and_ended_on_ones_own_page(as_user, room, person):
    browser = as_user(person)
    page = reverse("calendar-feed")
    assert "no address yet" in browser.get(page).content.decode()
    made = browser.post(page)
    secret = made.context["made"].rsplit("/", 1)[1].removesuffix(".ics")
    assert f"webcal://127.0.0.1:8000{reverse('calendar-ics', args=[secret])}" in made.content.decode()
    assert secret not in browser.get(page).content.decode()
    assert secret not in str(CalendarFeed.history.values())
    assert fetch(secret).status_code == 200
    second = browser.post(page).context["made"].rsplit("/", 1)[1].removesuffix(".ics")
    assert (fetch(secret).status_code, fetch(second).status_code) == (404, 200)
    assert browser.post(reverse("calendar-feed-revoke")).status_code == 302
    assert fetch(second).status_code == 404


def test_a_program_makes_and_ends_it(api, person):
    client, address = api(person), reverse("api-calendar-feed")
    assert client.get(address).data["exists"] is False
    url = client.post(address).data["url"]
    assert client.get(address).data["exists"] is True
    secret = url.rsplit("/", 1)[1].removesuffix(".ics")
    assert fetch(secret).status_code == 200
    assert client.delete(address).status_code == 204
    assert fetch(secret).status_code == 404
    assert fetch("nobody-knows").status_code == 404
    assert Client().post(reverse("calendar-ics", args=[secret])).status_code == 405


def test_a_fetch_costs_the_same_however_many_duties_there_are(room, person, query_budget):
    make_plan(room, due=dt.time(18))
    secret = renew_feed(user=person, by=TESTER)
    with query_budget(22):
        fetch(secret)
    for hour in range(8, 18):
        make_plan(room, due=dt.time(hour), name=f"{hour}")
    with query_budget(22):
        fetch(secret)


@pytest.mark.parametrize("text", ["短", "x" * 200, "每日检查" * 40, "a" * 74 + "检查", "🧒" * 60])
def test_long_lines_are_folded_between_characters(text):
    folded = ics.folded(f"SUMMARY:{text}")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"SUMMARY:{text}"


def test_a_text_cannot_begin_a_line_of_its_own():
    assert ics.escaped("a\r\nBEGIN:VALARM\rb\nc\\,;\x07") == "a\\nBEGIN:VALARM\\nb\\nc\\\\\\,\\;"
