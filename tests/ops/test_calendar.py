"""The calendar: duties that stand and that plans will ask for, closures, term and special days, by month and week."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from ops.duties import registry
from ops.duties.calendar_queries import calendar
from ops.facilities.models import Closure
from ops.organization.access import Access
from ops.organization.roles import Role
from ops.records.actions import create
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import make_duty, make_plan

# A Tuesday, 12:00 in Qingdao.
NOON = dt.datetime(2026, 9, 22, 4, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 22)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="海尔路小屋")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def month(**options):
    return (dt.date(2026, 9, 1), dt.date(2026, 10, 31))


def test_a_month_has_the_duties_that_stand_and_those_that_are_to_come(room):
    plan = make_plan(room, due=dt.time(18))
    days = calendar([room], *month())
    assert [item.state for item in days[TODAY].items] == ["open"]
    later = days[dt.date(2026, 10, 20)].items[0]
    assert (later.state, later.duty, later.clock, later.plan) == ("planned", None, "18:00", plan)
    assert days[dt.date(2026, 9, 29)].items[0].duty is not None  # the last day ahead for which duties stand
    assert all(len(day.items) == (day.date >= TODAY) for day in days.values())


def test_closures_term_days_and_special_days_are_told(room, district, monkeypatch):
    term = {dt.date(2026, 9, 23)}
    monkeypatch.setattr(registry, "_term_days", [lambda facilities, first, last: {f.pk: term for f in facilities}])
    make_plan(room, due=dt.time(18))
    order = Closure(union=district, cause="weather", first_day=dt.date(2026, 10, 12), last_day=dt.date(2026, 10, 13))
    create(order, by=TESTER)
    days = calendar([room], *month())
    assert days[dt.date(2026, 10, 12)].closures == [(room, order)]
    assert [item.state for item in days[dt.date(2026, 10, 12)].items] == ["void"]
    assert days[dt.date(2026, 9, 23)].terms == [room]
    assert days[dt.date(2026, 10, 1)].special.working is False  # National Day
    assert days[dt.date(2026, 9, 20)].special.working is True  # worked for it


def test_only_what_is_mine(room, manager):
    make_plan(room, due=dt.time(18))
    make_plan(room, due=dt.time(19), role="facility_manager", name="另一项")
    days = calendar([room], TODAY, dt.date(2026, 10, 10), own_of=Access(manager))
    assert {len(day.items) for day in days.values()} == {1}
    assert {item.plan.role for day in days.values() for item in day.items} == {"room_manager"}


def test_a_day_says_what_is_wrong_first_and_counts_what_is_done(room):
    plan = make_plan(room, due=dt.time(18))
    states = ("done", "missed", "open", "done_late", "open", "open", "open", "void")
    for minutes, state in enumerate(states):
        make_duty(plan, due_in=minutes, state=state)
    day = calendar([room], TODAY, TODAY)[TODAY]
    assert [item.sign for item in day.shown] == ["bad", "note", "note", "note"]
    assert (day.rest, day.settled) == (2, 2)
    assert day.signs == ["bad", "note", "due", "ok", "void"]
    with translation.override("en"):
        assert day.spoken == "1 overdue or not done, 5 to do, 2 done"


def test_the_calendar_costs_the_same_however_much_stands_on_it(room, query_budget):
    make_plan(room, due=dt.time(18))

    with query_budget(14):
        calendar([room], *month())
    for hour in range(8, 18):
        make_plan(room, due=dt.time(hour), name=f"{hour}")
    with query_budget(14):
        calendar([room], *month())


def test_the_page_of_a_facility_by_month_and_week_with_ways_before_and_after(as_user, officer, room):
    plan = make_plan(room, due=dt.time(18))
    browser = as_user(officer)
    address = reverse("facility-calendar", args=[room.pk])
    shown = browser.get(address).content.decode()
    assert reverse("duty-detail", args=[plan.duties.get(day=TODAY).pk]) in shown
    assert "September" in shown
    assert "day=2026-08-31" in shown
    assert "day=2026-10-01" in shown
    week = browser.get(address, {"view": "week", "day": "2026-09-24"}).content.decode()
    assert "day=2026-09-14" in week
    assert "day=2026-09-28" in week
    for wrong in ("x", "0001-01-01", "9999-12-31"):
        assert browser.get(address, {"day": wrong}).status_code == 200


def test_a_person_sees_all_their_facilities_and_nobody_elses(as_user, district, other_district, room, manager):
    second = factories.make_facility(district, "room", name="延安路小屋")
    elsewhere = factories.make_facility(other_district, "room", name="别处小屋")
    factories.grant(manager, Role.ROOM_MANAGER, second)
    for place in (room, second, elsewhere):
        make_plan(place, due=dt.time(18))
    browser = as_user(manager)
    shown = browser.get(reverse("my-calendar")).content.decode()
    assert "海尔路小屋" in shown
    assert "延安路小屋" in shown
    assert "别处小屋" not in shown
    one = browser.get(reverse("my-calendar"), {"facility": str(second.pk), "mine": "1"})
    assert {cell[0].items[0].facility for cell in one.context["weeks"][-1]} == {second}
    assert browser.get(reverse("facility-calendar", args=[elsewhere.pk])).status_code == 404


def test_a_program_asks_for_the_same_days(api, manager, room):
    plan = make_plan(room, due=dt.time(18))
    asked = {"first": "2026-09-22", "last": "2026-10-05"}
    days = api(manager).get(reverse("api-calendar"), asked).data
    assert len(days) == 14
    assert days[0]["items"][0]["duty"] == str(plan.duties.get(day=TODAY).pk)
    assert days[-1]["items"][0]["state"] == "planned"
    assert days[-5]["working"] is False
    own = api(manager).get(reverse("api-calendar"), {**asked, "facility": str(room.pk), "mine": "true"}).data
    assert len(own[0]["items"]) == 1
    refused = api(manager).get(reverse("api-calendar"), {"first": "2026-09-22", "last": "2027-09-22"})
    assert list(refused.data["errors"]) == ["last"]
