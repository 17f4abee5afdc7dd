"""Any rule, any zone, any day of the year: the moments of a duty stay in order, and nothing falls twice."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ops.duties.models import DutyPlan, EscalationPolicy
from ops.duties.occurrences import Calendars, moments, occurrences_of, rule_days
from ops.facilities.models import Facility
from ops.facilities.queries import Opening

ZONES = ("Asia/Shanghai", "Asia/Urumqi", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia")
zones = st.sampled_from(ZONES)
days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
rules = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=DAILY;COUNT=5",
        "FREQ=DAILY;UNTIL=20271231T160000Z",
    ]
)


def planned(zone, opens, due, rule="FREQ=DAILY", first=dt.date(2024, 1, 1), grace=0, late=0):
    early, late_clock = sorted((opens, due))
    return DutyPlan(
        facility=Facility(time_zone=zone),
        policy=EscalationPolicy(),
        calendar="every_day",
        rrule=rule,
        opens=early,
        due=late_clock,
        grace_minutes=grace,
        late_minutes=late,
        first_day=first,
    )


@given(zones, days, clocks, clocks, st.integers(0, 600), st.integers(0, 4000))
@settings(deadline=None)
def test_the_four_moments_stay_in_order_on_every_day_of_every_zone(zone, day, opens, due, grace, late):
    plan = planned(zone, opens, due, grace=grace, late=late)
    opens_at, due_at, overdue_at, closes_at = moments(plan, plan.facility, day)
    assert opens_at <= due_at <= overdue_at <= closes_at
    assert overdue_at - due_at == dt.timedelta(minutes=grace)
    assert due_at.astimezone(ZoneInfo(zone)).date() in (day, day + dt.timedelta(days=1))


@given(rules, days, st.integers(0, 500), st.integers(1, 120))
@settings(deadline=None)
def test_a_rule_gives_the_same_days_however_the_span_is_cut(rule, first, ahead, length):
    start = first + dt.timedelta(days=ahead)
    middle, end = start + dt.timedelta(days=length // 2), start + dt.timedelta(days=length)
    whole = rule_days(rule, first, start, end)
    assert whole == tuple(sorted(set(whole)))
    assert whole == rule_days(rule, first, start, middle) + rule_days(rule, first, middle + dt.timedelta(days=1), end)
    assert all(start <= day <= end for day in whole)


@given(zones, rules, days, clocks, clocks)
@settings(deadline=None)
def test_no_two_occurrences_are_due_at_the_same_moment(zone, rule, first, opens, due):
    plan = planned(zone, opens, due, rule, first)
    calendars = Calendars(Opening(), frozenset(), {})
    found = [one.due_at for one in occurrences_of(plan, calendars, first, first + dt.timedelta(days=400))]
    assert len(found) == len(set(found))


def test_a_clock_time_that_summer_time_skips_is_moved_on():
    plan = planned("America/New_York", dt.time(2, 30), dt.time(3, 0))
    opens_at, due_at, *_rest = moments(plan, plan.facility, dt.date(2026, 3, 8))
    assert opens_at == due_at == dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC)
