"""Any rule, any zone, any day of the year: the moments of a duty stay in order, and nothing falls twice."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ops.duties.models import DutyPlan, EscalationPolicy
from ops.duties.occurrences import Calendars, Place, occurrences_of
from ops.duties.rules import check_rule, falls, is_anchored
from ops.facilities.models import Facility
from ops.facilities.queries import Hours

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
        "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=30",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,SA;WKST=SU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=16",
        "FREQ=HOURLY;INTERVAL=5",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=400",
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


def calendars(plan, first, last, hours=()):
    place = Place(plan.facility.time_zone, (tuple(hours),) * 7)
    return Calendars(first, last, places={plan.facility_id: place})


def of_day(plan, day, hours=()):
    return list(occurrences_of(plan, calendars(plan, day, day, hours)))


@given(zones, days, clocks, clocks, st.integers(0, 600), st.integers(0, 4000))
@settings(deadline=None, max_examples=60)
def test_the_four_moments_stay_in_order_on_every_day_of_every_zone(zone, day, opens, due, grace, late):
    plan = planned(zone, opens, due, grace=grace, late=late)
    (one,) = of_day(plan, day)
    assert one.opens_at <= one.due_at <= one.overdue_at <= one.closes_at
    assert one.overdue_at - one.due_at == dt.timedelta(minutes=grace)
    assert one.due_at.astimezone(ZoneInfo(zone)).date() in (day, day + dt.timedelta(days=1))


@given(rules, days, st.integers(0, 500), st.integers(1, 120))
@settings(deadline=None, max_examples=60)
def test_a_rule_falls_the_same_however_the_span_is_cut(rule, first, ahead, length):
    start = first + dt.timedelta(days=ahead)
    middle, end = start + dt.timedelta(days=length // 2), start + dt.timedelta(days=length)
    check_rule(rule, dt.date(2024, 1, 1))
    anchor = first if is_anchored(rule) else None

    def between(one, other):
        return falls(rule, anchor, "Asia/Shanghai", one, other)

    whole = between(start, end)
    assert whole == tuple(sorted(set(whole)))
    assert whole == between(start, middle) + between(middle + dt.timedelta(days=1), end)
    assert whole == tuple(one for one in between(first, end) if one.date() >= start)
    assert all(start <= moment.date() <= end for moment in whole)


@given(zones, rules, days, clocks, clocks, clocks)
@settings(deadline=None, max_examples=60)
def test_no_two_occurrences_are_due_at_the_same_moment(zone, rule, first, opens, due, again):
    plan = planned(zone, opens, due, rule, first)
    plan.also_due = [f"{again:%H:%M}"]
    found = [one.due_at for one in occurrences_of(plan, calendars(plan, first, first + dt.timedelta(days=200)))]
    assert len(found) == len(set(found))


def test_a_clock_time_that_summer_time_skips_is_moved_on():
    plan = planned("America/New_York", dt.time(2, 30), dt.time(3, 0))
    (one,) = of_day(plan, dt.date(2026, 3, 8))
    assert one.opens_at == one.due_at == dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC)


def test_a_time_that_occurs_twice_is_the_first_and_one_that_is_moved_onto_another_is_one_duty():
    night = planned("America/New_York", dt.time(0), dt.time(1, 30))
    (one,) = of_day(night, dt.date(2026, 11, 1))
    assert one.due_at == dt.datetime(2026, 11, 1, 5, 30, tzinfo=dt.UTC)
    hourly = planned("America/New_York", dt.time(0), dt.time(0), "FREQ=HOURLY")
    assert len(of_day(hourly, dt.date(2026, 3, 8))) == 23
    assert len(of_day(hourly, dt.date(2026, 11, 1))) == 24


def test_each_of_several_times_a_day_may_be_done_from_the_one_before():
    plan = planned("Asia/Shanghai", dt.time(8), dt.time(9, 30))
    plan.also_due = ["14:30"]
    morning, afternoon = of_day(plan, dt.date(2026, 7, 21))
    assert (morning.opens_at.hour, afternoon.opens_at) == (0, morning.due_at)
    plan.window_minutes = 30
    assert [one.due_at - one.opens_at for one in of_day(plan, dt.date(2026, 7, 21))] == [dt.timedelta(minutes=30)] * 2


def test_every_so_many_opening_hours_counts_on_each_span_and_ends_with_closing():
    plan = planned("Asia/Shanghai", dt.time(0), dt.time(0))
    plan.every_opening_hours, plan.calendar = 2, "opening_days"
    # 8:00–12:00 in two spans that meet, 14:00–17:00.
    spans = [((8, 10)), ((10, 12)), ((14, 17))]
    hours = [Hours(dt.time(opens), dt.time(closes), None, None) for opens, closes in spans]
    found = of_day(plan, dt.date(2026, 7, 21), hours)
    clock = [(plan.facility.local(one.opens_at).hour, plan.facility.local(one.due_at).hour) for one in found]
    assert clock == [(8, 10), (10, 12), (12, 16)]
    assert of_day(plan, dt.date(2026, 7, 21)) == []
