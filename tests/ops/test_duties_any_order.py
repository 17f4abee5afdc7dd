"""Any rule, calendar and order of events: every occurrence has exactly one duty, in a state that history explains.

A random course of generation, sweeps, completions, changes of the plan or new versions of its template, other opening
hours, pauses, closures and their lifting, moves to another union and back, absences, and leaps of the clock, compared
after each step with a naive reckoning of our own that knows neither dateutil nor SQL.
"""

import calendar
import datetime as dt
import os
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
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

from ops.absences.actions import enter_absence, withdraw_absence
from ops.duties.actions import (
    change_plan,
    complete_duty,
    generate_duties,
    pause_plan,
    reopen_after_lift,
    resume_plan,
    sweep,
    void_for_closure,
    withdraw_completion,
)
from ops.duties.generation import days_ahead
from ops.duties.models import Duty, DutyPlan
from ops.duties.rules import falls, is_anchored, names_times
from ops.duties.template_actions import publish_template, publish_version
from ops.facilities.actions import move_facility, set_opening_hours
from ops.facilities.models import Closure
from ops.organization.roles import Role
from ops.records.actions import create, save
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import REGIME, TRIGGER, Reading, make_plan, register

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
# How it is asked: at clock times or after so many opening hours; in a window of minutes or since the one before.
WAYS = st.fixed_dictionaries(
    {
        "calendar": st.sampled_from(["every_day", "opening_days"]),
        "hours": st.sampled_from([None, None, 2, 3]),
        "window": st.sampled_from([120, None]),
    }
)
WEEKS = st.fixed_dictionaries(
    {
        "days": st.sets(st.integers(0, 6), max_size=7),
        "spans": st.sampled_from([[(1, 9)], [(8, 12), (13, 17)], [(9, 12)], [(0, 23)]]),
    }
)
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


@dataclass
class Terms:
    """What is asked for from a day on: a rule (data), clock times, the way, and since when the rule counts."""

    start: dt.date
    one: dict
    clocks: set
    way: dict

    @property
    def after_hours(self):
        """Hours after each opening, where the rule does not say when itself."""
        return None if names_times(text_of(self.one)) else self.way["hours"]

    @property
    def window(self):
        return 120 if names_times(text_of(self.one)) else self.way["window"]

    def columns(self):
        due, *more = sorted(self.clocks)
        return {
            "rrule": text_of(self.one),
            "calendar": self.way["calendar"],
            "window_minutes": self.window,
            "every_opening_hours": self.after_hours,
            "due": dt.time.fromisoformat(due),
            "also_due": more,
        }


class AnyOrder(RuleBasedStateMachine):
    """One plan of one facility, its own or a union's, and everything that can happen to it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        self.traveller = None
        # Per due moment: its day and from when it may be done, as last looked at. What is past stays as it was.
        self.asked = {}
        self.closures = []
        self.absences = []

    def teardown(self):
        if self.traveller:
            self.traveller.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        zone=ZONES,
        one=RULES,
        clocks=CLOCKS,
        way=WAYS,
        week=WEEKS,
        begin=st.sampled_from(BEGINNINGS),
        late=st.sampled_from([60, 1440]),
        before=st.sampled_from([None, 90]),
        published=st.booleans(),
    )
    def plan_is_made(self, zone, one, clocks, way, week, begin, late, before, published):
        self.go_to(dt.datetime(*begin, 4, tzinfo=dt.UTC))
        register()
        city = factories.make_union()
        self.union, self.elsewhere = (factories.make_union(below=city) for _n in range(2))
        self.room = factories.make_facility(self.union, "room", time_zone=zone)
        roles = (Role.ROOM_MANAGER, Role.ROOM_MANAGER, Role.FACILITY_MANAGER)
        self.people = [factories.make_user(role, self.room) for role in roles]
        self.weeks = []
        self.set_week(week)
        self.late, self.published, self.moved = late, published, False
        self.terms = [Terms(timezone.localdate() if published else self.room.today(), one, clocks, way)]
        policy = make_plan(self.room, name="x", first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 1, 2)).policy
        policy.before_minutes = self.before = before
        policy.acted_by(TESTER).save()
        self.policy = policy
        if published:
            self.template = publish_template(
                union=self.union,
                reach=[self.union],
                facility_kinds=["room"],
                regime=REGIME,
                name="x",
                from_day=self.terms[0].start,
                reason="x",
                by=TESTER,
                **self.asked_of_template(self.terms[0]),
            )
        else:
            self.plan = make_plan(self.room, late_minutes=late, policy=policy, **self.terms[0].columns())
        self.paused, self.effective = False, self.now
        self.look_again()

    def asked_of_template(self, terms):
        rest = {"role": "room_manager", "completed_by": "record", "trigger": TRIGGER, "policy": self.policy}
        return {**terms.columns(), **rest, "late_minutes": self.late}

    def plans(self):
        found = DutyPlan.objects.filter(facility=self.room, regime=REGIME, first_day__gt=dt.date(2021, 1, 1)).order_by(
            "first_day"
        )
        return list(found.select_related("facility", "policy"))

    def duties(self):
        return Duty.objects.filter(facility=self.room, regime=REGIME)

    def go_to(self, moment):
        if self.traveller:
            self.traveller.stop()
        self.now = moment
        self.traveller = time_machine.travel(moment, tick=False)
        self.traveller.start()

    # --- what is expected ---

    def look_again(self):
        """What is asked for from now on; what was asked before and is past stays asked."""
        today, last = self.room.today(), days_ahead()[1]
        self.asked = {at: found for at, found in self.asked.items() if at <= self.now}
        if self.paused or self.moved:
            return
        for number in range(-1, (last - today).days + 1):
            day = today + dt.timedelta(days=number)
            for opens_at, at in self.naive_windows(day):
                if at > max(self.now, self.effective):
                    self.asked.setdefault(at, (day, opens_at))

    def naive_windows(self, day):
        """(may be done from, due) of each occurrence of a day."""
        terms = [one for one in self.terms if one.start <= day][-1:]
        if not terms or (terms[0].way["calendar"] == "opening_days" and not self.spans(day)):
            return []
        (terms,) = terms
        clocks = [dt.time()] if terms.after_hours else [dt.time.fromisoformat(clock) for clock in terms.clocks]
        start = terms.start
        locals_ = [local for _day, local in naive_local(terms.one, start, day, day, clocks)]
        before, due = self.moment(dt.datetime.combine(day, dt.time())), {self.moment(local) for local in locals_}
        if terms.after_hours and locals_:
            due, openings = set(), [before]
            for opens, closes in self.spans(day):
                opened, closed = (self.moment(dt.datetime.combine(day, dt.time(hour))) for hour in (opens, closes))
                openings.append(opened)
                step = dt.timedelta(hours=terms.after_hours)
                due |= {opened + step * number for number in range(1, 24) if opened + step * number <= closed}
            before = min(openings[1:], default=before)
        found = []
        for at in sorted(due):
            opens_at = at - dt.timedelta(minutes=terms.window) if terms.window else min(before, at)
            found.append((opens_at, at))
            before = at
        return found

    def moment(self, local):
        return naive_moment(local, self.room.time_zone)

    def spans(self, day):
        """The opening hours of a day, closed or not."""
        week = next(week for first, week in reversed(self.weeks) if first <= day)
        return week["spans"] if day.weekday() in week["days"] else []

    def shut(self, day):
        return any(
            c.first_day <= day and (c.last_day is None or day <= c.last_day)
            for c in self.closures
            if c.union_id is None or not self.moved
        )

    def set_week(self, week):
        first = self.room.today() if self.weeks else dt.date(2020, 1, 1)
        spans = [(dt.time(opens), dt.time(closes)) for opens, closes in week["spans"]]
        self.room.refresh_from_db()
        set_opening_hours(
            facility=self.room, week=dict.fromkeys(week["days"], spans), version=self.room.version, by=TESTER
        )
        self.weeks.append((first, week))

    # --- what happens ---

    @rule()
    def duties_are_made(self):
        first, last = days_ahead()
        generate_duties(first=first, last=last, by=TESTER)
        self.look_again()

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
        assert not self.duties().filter(state=State.OPEN, overdue_at__lte=self.now).exists()

    @rule(pick=st.integers(0, 5), take_back=st.booleans())
    def something_is_done(self, pick, take_back):
        undone = self.duties().undone().filter(opens_at__lte=self.now, closes_at__gt=self.now).order_by("due_at")
        for duty in undone[pick : pick + 1]:
            reading = Reading()
            complete_duty(duty=duty, record_kind="x", record_id=reading.pk, occurred_at=self.now, by=TESTER)
            if take_back:
                withdraw_completion(record_kind="x", record_id=reading.pk, facility=self.room, by=TESTER)

    @precondition(lambda self: not self.published)
    @rule(one=RULES, clocks=CLOCKS, way=WAYS)
    def the_plan_is_changed(self, one, clocks, way):
        terms = Terms(self.terms[0].start, one, clocks, way)
        (plan,) = self.plans()
        changed = change_plan(plan=plan, by=TESTER, version=plan.version, reason="x", **terms.columns())
        if changed.version > plan.version:
            self.terms, self.effective = [terms], self.now
            self.look_again()

    @precondition(lambda self: self.published and not self.moved)
    @rule(one=RULES, clocks=CLOCKS, way=WAYS, later=st.integers(1, 5))
    def a_new_version_is_announced(self, one, clocks, way, later):
        day = max(timezone.localdate() + dt.timedelta(days=later), self.terms[-1].start)
        terms = Terms(day, one, clocks, way)
        if terms.columns() == self.terms[-1].columns():
            return
        publish_version(
            template=self.template,
            version=None,
            from_day=day,
            reason="x",
            by=TESTER,
            **self.asked_of_template(terms),
        )
        self.terms = [one for one in self.terms if one.start < day] + [terms]
        self.look_again()

    @rule()
    def it_is_paused_or_resumed(self):
        self.paused = not self.paused
        act = pause_plan if self.paused else resume_plan
        first, *others = self.plans()
        in_force = [plan for plan in others if plan.first_day <= self.room.today()]
        act(plan=[first, *in_force][-1], by=TESTER, reason="x")
        self.effective = self.effective if self.paused else self.now
        self.look_again()

    @rule(week=WEEKS)
    def it_opens_at_other_times(self, week):
        self.set_week(week)
        self.look_again()

    @precondition(lambda self: self.published)
    @rule()
    def it_moves_to_another_union_or_back(self):
        self.moved = not self.moved
        self.room.refresh_from_db()
        to = self.elsewhere if self.moved else self.union
        self.room = move_facility(facility=self.room, union=to, reason="x", version=None, by=TESTER)
        self.effective = self.now
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

    @precondition(lambda self: len(self.absences) < 3)
    @rule(stand_in=st.integers(1, 3))
    def somebody_goes_away(self, stand_in):
        who = self.people[len(self.absences)]
        other = self.people[(len(self.absences) + stand_in) % 3]
        stands_in = None if other == who else other
        self.absences.append(enter_absence(user=who, since=self.now, stand_in=stands_in, by=TESTER))

    @precondition(lambda self: self.absences)
    @rule()
    def somebody_comes_back(self):
        withdraw_absence(absence=self.absences.pop(), by=TESTER, reason="x")

    # --- what holds at all times ---

    @invariant()
    def every_occurrence_has_exactly_one_duty(self):
        if not hasattr(self, "effective"):
            return
        duties = list(self.duties())
        assert max(Counter((duty.plan_id, duty.due_at) for duty in duties).values(), default=1) == 1
        standing = [duty for duty in duties if duty.state != State.VOID or duty.closure_id]
        coming = {at: found for at, found in self.asked.items() if at > self.now}
        asked = [duty for duty in standing if duty.due_at > self.now and duty.state == State.OPEN]
        assert {duty.due_at for duty in asked} <= coming.keys()
        assert max(Counter(duty.due_at for duty in asked).values(), default=1) == 1
        by_due = {duty.due_at: duty for duty in sorted(standing, key=lambda duty: duty.state != State.VOID)}
        missing = coming.keys() - by_due.keys()
        assert not missing or not self.still_missing(missing), missing
        for at, (day, opens_at) in coming.items():
            duty = by_due.get(at)
            if duty is not None and duty.state in (State.OPEN, State.VOID):
                assert (duty.state == State.VOID) == self.shut(day), (at, day, duty.state)
                self.it_is_well_timed(duty, opens_at)

    def it_is_well_timed(self, duty, opens_at):
        """One that has not begun may be done from when its hours say, and is reminded of beforehand."""
        if duty.state != State.OPEN:
            return
        if duty.opens_at > self.now:
            assert duty.opens_at == opens_at, (duty.due_at, duty.opens_at, opens_at)
        if self.before and duty.due_at - dt.timedelta(minutes=self.before) > self.now:
            assert duty.escalate_at == duty.due_at - dt.timedelta(minutes=self.before), duty.due_at

    def still_missing(self, missing):
        """Whether they are still missing after the next generation, which is what may be asked."""
        first, last = days_ahead()
        generate_duties(first=first, last=last, by=TESTER)
        found = set(self.duties().filter(due_at__in=missing).values_list("due_at", flat=True))
        return missing - found

    @invariant()
    def nothing_is_in_two_states_and_nobody_told_twice(self):
        if not hasattr(self, "effective"):
            return
        for duty in self.duties().filter(state=State.VOID):
            assert duty.closure_id or duty.void_reason
        undone = {State.OPEN, State.VOID, State.OVERDUE, State.MISSED}
        assert not self.duties().filter(state__in=undone, done_at__isnull=False).exists()
        assert not self.duties().filter(state__in=[State.DONE, State.DONE_LATE], done_at=None).exists()
        told = list(Reminder.objects.values_list("duty", "level", "recipient", "channel"))
        assert len(told) == len(set(told))
        newest = dict(Duty.history.model.objects.order_by("history_id").values_list("id", "state"))
        assert newest == dict(Duty.objects.values_list("pk", "state"))

    @invariant()
    def whoever_is_away_somebody_is_told(self):
        if not hasattr(self, "effective"):
            return
        reached = set(
            self.duties()
            .filter(state__in=[State.OVERDUE, State.MISSED], escalated_to__gte=1)
            .values_list("pk", flat=True)
        )
        assert reached <= set(Reminder.objects.filter(level=1).values_list("duty", flat=True))


@pytest.mark.django_db
def test_any_order_of_events():
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=int(os.environ.get("ANY_ORDER_EXAMPLES", "25")),
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
