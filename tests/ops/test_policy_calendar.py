"""Working days: the published calendar, and the federation's own entries over it."""

import datetime as dt

import pytest
import time_machine

from ops.organization.roles import Role
from ops.policy.actions import restore_calendar_day, set_calendar_day
from ops.policy.models import CalendarDay
from ops.policy.queries import calendar_year, working_days
from tests import factories
from tests.factories import TESTER

DAYS = "/api/v1/calendar-days/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july():
    with time_machine.travel("2026-07-01 08:00 +0800", tick=False):
        yield


@pytest.fixture
def city_officer(city):
    return factories.make_user(Role.UNION_OFFICER, city)


def works(day):
    return day in working_days(day, day)


def test_holidays_and_make_up_days_are_known():
    assert not works(dt.date(2026, 10, 1))  # National Day, a Thursday
    assert works(dt.date(2026, 10, 10))  # a Saturday made up for it
    assert not works(dt.date(2026, 7, 4))
    assert works(dt.date(2026, 7, 6))


def test_an_own_entry_wins_and_is_in_history(api, city_officer):
    sent = {"date": "2026-07-06", "working": False, "name": "台风", "reason": "台风红色预警"}
    answer = api(city_officer).post(DAYS, sent)
    assert answer.status_code == 201, answer.data
    assert not works(dt.date(2026, 7, 6))
    [row] = CalendarDay.objects.get().history.all()
    assert (row.history_user, row.history_change_reason) == (city_officer, "台风红色预警")


def test_an_entry_is_changed_and_taken_back_without_being_lost():
    day = set_calendar_day(date=dt.date(2026, 7, 6), working=False, name="台风", reason="台风", by=TESTER)
    restore_calendar_day(day=day, reason="台风转向", by=TESTER)
    assert works(dt.date(2026, 7, 6))
    assert CalendarDay.objects.get().history.count() == 2


def test_the_past_stays_as_it_was_counted(api, city_officer):
    answer = api(city_officer).post(DAYS, {"date": "2026-06-30", "working": False, "reason": "x"})
    assert answer.status_code == 400
    assert list(answer.data["errors"]) == ["date"]


def test_only_the_whole_federation_changes_the_one_calendar(api, officer, auditor):
    sent = {"date": "2026-07-06", "working": False, "reason": "x"}
    assert api(officer).post(DAYS, sent).status_code == 403
    assert api(auditor).post(DAYS, sent).status_code == 403
    assert api(auditor).get(DAYS, {"year": 2026}).status_code == 200


def test_a_year_lists_the_days_that_differ_and_says_when_make_up_days_are_unknown():
    year = calendar_year(2026)
    assert year.announced
    assert {(one.date.month, one.date.day): one.working for one in year.days}[10, 10] is True
    assert next(one for one in year.days if one.date == dt.date(2026, 10, 1)).name == "国庆节"
    assert not calendar_year(2031).announced
