"""Any rule, calendar and order of events: every occurrence has exactly one duty, in a state that history explains.

A random course of generation, sweeps, completions, changes of the plan, pauses, closures and their lifting, and leaps
of the clock, compared after each step with a naive reckoning of our own that knows neither dateutil nor SQL.
"""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ops.duties.actions import (
    change_plan,
    complete_duty,
    generate_duties,
    pause_plan,
    reopen_after_lift,
    resume_plan,
    sweep,
    void_for_closure,
)
from ops.duties.generation import AHEAD_DAYS
from ops.duties.models import Duty
from ops.duties.rules import falls, is_anchored
from ops.facilities.models import Closure
from ops.organization.roles import Role
from ops.records.actions import create, save
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import Reading, make_plan

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
State = Duty.State
HOUR = dt.timedelta(hours=1)
# Before changes of summer time, a turn of the year, Chinese make-up days, a leap day.
BEGINNINGS = [(2026, 3, 6), (2026, 10, 23), (2026, 10, 30), (2026, 12, 28), (2026, 4, 2), (2028, 2, 26)]

# Rules as data, from which both the text and the naive reckoning are made.
RULES = st.one_of(
    st.fixed_dictionaries({"unit": st.just("DAILY"), "every": st.integers(1, 4)}),
    st.fixed_dictionaries(
        {
            "unit": st.just("WEEKLY"),
            "every": st.integers(1, 3),
            "days": st.sets(st.integers(0, 6), min_size=1, max_size=4),
        }
    ),
    st.fixed_dictionaries(
        {"unit": st.just("MONTHLY"), "every": st.integers(1, 3), "day": st.sampled_from([1, 15, 31, -1])}
    ),
    st.fixed_dictionaries(
        {
            "unit": st.just("MONTHLY"),
            "every": st.just(1),
            "nth": st.sampled_from([1, 2, 4, -1]),
            "weekday": st.integers(0, 6),
        }
    ),
    st.fixed_dictionaries(
        {
            "unit": st.just("DAILY"),
            "every": st.integers(1, 2),
            "hours": st.sets(st.integers(0, 23), min_size=1, max_size=4),
            "minute": st.sampled_from([0, 30]),
        }
    ),
    st.fixed_dictionaries({"unit": st.just("HOURLY"), "every": st.sampled_from([3, 5, 7])}),
)
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
CLOCKS = st.sets(st.sampled_from(["00:30", "02:15", "02:30", "09:00", "14:30", "23:45"]), min_size=1, max_size=3)


def text_of(one):
    parts = [f"FREQ={one['unit']}"]
    if one["every"] > 1:
        parts.append(f"INTERVAL={one['every']}")
    if "days" in one:
        parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(one["days"])))
    if "day" in one:
        parts.append(f"BYMONTHDAY={one['day']}")
    if "nth" in one:
        parts.append(f"BYDAY={one['nth']}{DAYS[one['weekday']]}")
    if "hours" in one:
        parts += ["BYHOUR=" + ",".join(map(str, sorted(one["hours"]))), f"BYMINUTE={one['minute']}"]
    return ";".join(parts)


def naive_day(one, start, day):
    """Whether a rule of days falls on a day, counted from its first."""
    if day < start:
        return False
    if one["unit"] == "DAILY":
        return (day - start).days % one["every"] == 0
    if one["unit"] == "WEEKLY":
        monday = start - dt.timedelta(days=start.weekday())
        return day.weekday() in one["days"] and ((day - monday).days // 7) % one["every"] == 0
    months = (day.year - start.year) * 12 + day.month - start.month
    length = calendar.monthrange(day.year, day.month)[1]
    if months % one["every"]:
        return False
    if "day" in one:
        return day.day == (length if one["day"] == -1 else one["day"])
    at = (day.day - 1) // 7 + 1
    return day.weekday() == one["weekday"] and (day.day + 7 > length if one["nth"] == -1 else at == one["nth"])


def naive_local(one, start, first, last, clocks):
    """(day, local moment) of every occurrence between two days."""
    found = []
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if one["unit"] == "HOURLY":
            begun = dt.datetime.combine(start, dt.time())
            hours = (dt.datetime.combine(day, dt.time(hour)) for hour in range(24))
            found += [
                (day, at) for at in hours if at >= begun and (at - begun).total_seconds() / 3600 % one["every"] == 0
            ]
        elif naive_day(one, start, day):
            times = [dt.time(hour, one["minute"]) for hour in one["hours"]] if "hours" in one else clocks
            found += [(day, dt.datetime.combine(day, clock)) for clock in times]
    return found


def naive_moment(local, zone):
    """The first time that the clock shows it, or where summer time skips it the moment an hour (or so) later."""
    moment = local.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(dt.UTC)


@given(RULES, st.dates(dt.date(2024, 2, 1), dt.date(2028, 3, 31)), st.integers(0, 400))
@settings(deadline=None, max_examples=150)
def test_a_rule_falls_when_a_naive_reckoning_says(one, start, later):
    text, first = text_of(one), start + dt.timedelta(days=later)
    last = first + dt.timedelta(days=45)
    expected = sorted(at for _day, at in naive_local(one, start, first, last, [dt.time()]))
    assert list(falls(text, start if is_anchored(text) else None, "Asia/Shanghai", first, last)) == expected


class AnyOrder(RuleBasedStateMachine):
    """One plan of one facility, and everything that can happen to it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        self.traveller = None
        # Per due moment: whether the plan asked for it when last looked at. What is past is never looked at again.
        self.asked = {}
        self.closures = []

    def teardown(self):
        if self.traveller:
            self.traveller.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        zone=ZONES,
        one=RULES,
        clocks=CLOCKS,
        begin=st.sampled_from(
            [(2026, 3, 6), (2026, 10, 23), (2026, 10, 30), (2026, 12, 28), (2026, 4, 2), (2028, 2, 26)]
        ),
        late=st.sampled_from([60, 1440]),
    )
    def plan_is_made(self, zone, one, clocks, begin, late):
        self.go_to(dt.datetime(*begin, 4, tzinfo=dt.UTC))
        city = factories.make_union()
        self.union = factories.make_union(below=city)
        self.room = factories.make_facility(self.union, "room", time_zone=zone)
        factories.make_user(Role.ROOM_MANAGER, self.room)
        self.one, self.clocks = one, clocks
        self.start = self.room.today()
        self.plan = make_plan(self.room, late_minutes=late, **self.columns())
        self.paused, self.effective = False, self.now
        self.look_again()

    def columns(self):
        due, *more = sorted(self.clocks)
        times = {"due": dt.time.fromisoformat(due), "also_due": more}
        return {"rrule": text_of(self.one), "window_minutes": 120, **times}

    def go_to(self, moment):
        if self.traveller:
            self.traveller.stop()
        self.now = moment
        self.traveller = time_machine.travel(moment, tick=False)
        self.traveller.start()

    # --- what is expected ---

    def ahead(self):
        today = self.room.today()
        return today, today + dt.timedelta(days=AHEAD_DAYS)

    def look_again(self, last=None):
        """What the plan asks for from now on; what was asked before and is past stays asked."""
        today, end = self.ahead()
        end = max([last or end, end, *(day for at, day in self.asked.items() if at > self.now)])
        self.asked = {at: day for at, day in self.asked.items() if at <= self.now}
        if self.paused:
            return
        clocks = [dt.time.fromisoformat(clock) for clock in self.clocks]
        for day, local in naive_local(self.one, self.start, today - dt.timedelta(days=1), end, clocks):
            at = naive_moment(local, self.room.time_zone)
            if at > max(self.now, self.effective):
                self.asked[at] = min(day, self.asked.get(at, day))

    def shut(self, day):
        return any(c.first_day <= day and (c.last_day is None or day <= c.last_day) for c in self.closures)

    # --- what happens ---

    @rule()
    def duties_are_made(self):
        today, last = self.ahead()
        generate_duties(first=today - dt.timedelta(days=1), last=last, by=TESTER)
        self.look_again(last)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        """Beat has made the duties of the days ahead before they are due."""
        self.duties_are_made()
        self.go_to(self.now + dt.timedelta(hours=hours))
        self.duties_are_made()

    @rule(back=st.integers(1, 3))
    def the_clock_is_set_back(self, back):
        """A sweep by a clock that is wrong calls nothing overdue too early, and undoes nothing."""
        sweep(by=TESTER, now=self.now - dt.timedelta(hours=back))

    @rule(again=st.integers(1, 2))
    def it_is_swept(self, again):
        for _n in range(again):
            sweep(by=TESTER)
        assert not self.plan.duties.filter(state=State.OPEN, overdue_at__lte=self.now).exists()

    @rule(pick=st.integers(0, 5))
    def something_is_done(self, pick):
        undone = self.plan.duties.undone().filter(opens_at__lte=self.now, closes_at__gt=self.now).order_by("due_at")
        for duty in undone[pick : pick + 1]:
            complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=self.now, by=TESTER)

    @rule(one=RULES, clocks=CLOCKS)
    def the_plan_is_changed(self, one, clocks):
        self.one, self.clocks = one, clocks
        before = self.plan.version
        self.plan = change_plan(plan=self.plan, by=TESTER, version=before, reason="x", **self.columns())
        if self.plan.version > before:
            self.effective = self.now
            self.look_again()

    @rule()
    def it_is_paused_or_resumed(self):
        self.paused = not self.paused
        act = pause_plan if self.paused else resume_plan
        self.plan = act(plan=self.plan, by=TESTER, reason="x")
        self.effective = self.effective if self.paused else self.now
        self.look_again()

    @precondition(lambda self: len(self.closures) < 3)
    @rule(first=st.integers(0, 6), days=st.integers(0, 5), of_union=st.booleans())
    def it_is_closed(self, first, days, of_union):
        begins = self.room.today() + dt.timedelta(days=first)
        where = {"union": self.union} if of_union else {"facility": self.room}
        cause, ends = Closure.Cause.WEATHER, begins + dt.timedelta(days=days)
        closure = create(Closure(first_day=begins, last_day=ends, cause=cause, **where), by=TESTER)
        void_for_closure(closure=closure, by=TESTER)
        self.closures.append(closure)

    @precondition(lambda self: self.closures)
    @rule()
    def a_closure_is_lifted(self):
        closure = self.closures.pop()
        closure.lifted_at = self.now
        save(closure, by=TESTER)
        reopen_after_lift(closure=closure, by=TESTER)

    # --- what holds at all times ---

    @invariant()
    def every_occurrence_has_exactly_one_duty(self):
        if not hasattr(self, "plan"):
            return
        duties = list(self.plan.duties.all())
        due = [duty.due_at for duty in duties]
        assert len(due) == len(set(due))
        standing = {duty.due_at: duty for duty in duties if duty.state != State.VOID or duty.closure_id}
        coming = {at: day for at, day in self.asked.items() if at > self.now}
        ahead = self.ahead()[1]
        missing = {at for at, day in coming.items() if day <= ahead} - standing.keys()
        assert not missing or not self.generated(missing), missing
        assert {at for at in standing if at > self.now and standing[at].state == State.OPEN} <= coming.keys()
        for at, day in coming.items():
            if at in standing and standing[at].state in (State.OPEN, State.VOID):
                assert (standing[at].state == State.VOID) == self.shut(day), (at, day, standing[at].state)

    def generated(self, missing):
        """Whether they are still missing after the next generation, which is what may be asked."""
        today, last = self.ahead()
        generate_duties(first=today - dt.timedelta(days=1), last=last, by=TESTER)
        found = set(self.plan.duties.filter(due_at__in=missing).values_list("due_at", flat=True))
        return missing - found

    @invariant()
    def nothing_is_in_two_states_and_nobody_told_twice(self):
        if not hasattr(self, "plan"):
            return
        for duty in self.plan.duties.filter(state=State.VOID):
            assert duty.closure_id or duty.void_reason
        undone = {State.OPEN, State.VOID, State.OVERDUE, State.MISSED}
        assert not self.plan.duties.filter(state__in=undone, done_at__isnull=False).exists()
        assert not self.plan.duties.filter(state__in=[State.DONE, State.DONE_LATE], done_at=None).exists()
        told = list(Reminder.objects.values_list("duty", "level", "recipient", "channel"))
        assert len(told) == len(set(told))
        newest = dict(Duty.history.model.objects.order_by("history_id").values_list("id", "state"))
        assert newest == dict(Duty.objects.values_list("pk", "state"))


@pytest.mark.django_db
def test_any_order_of_events():
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
