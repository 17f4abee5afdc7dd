"""Plans yield their duties ahead of time: by rule, calendar, clock and closures, and never twice."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ops.duties import registry
from ops.duties.actions import (
    change_plan,
    complete_duty,
    generate_duties,
    pause_plan,
    publish_plan,
    reopen_after_lift,
    resume_plan,
    sweep,
    void_for_closure,
)
from ops.duties.models import Duty, DutyPlan
from ops.duties.queries import preview
from ops.facilities.models import Closure, Facility, OpeningHours
from ops.records.actions import create, save
from ops.records.errors import RuleBroken, Stale
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import REGIME, TRIGGER, Reading, local, make_plan, register

# A Tuesday, 12:00 in Qingdao.
NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
TODAY = dt.date(2026, 7, 21)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


def days(plan, **filters):
    return list(plan.duties.filter(**filters).order_by("day").values_list("day", flat=True))


def generate(first, last, **options):
    return generate_duties(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last), by=TESTER, **options)


def backdated(facility, **fields):
    return make_plan(facility, first_day=dt.date(2026, 1, 1), **fields)


def test_a_new_plan_has_the_duties_of_the_week_ahead_with_their_times(room):
    plan = make_plan(room, opens=dt.time(8), due=dt.time(18), grace_minutes=15, late_minutes=120)
    assert days(plan) == [TODAY + dt.timedelta(days=n) for n in range(8)]
    duty = plan.duties.get(day=TODAY)
    assert duty.opens_at == local(room, 2026, 7, 21, 8)
    assert duty.due_at == local(room, 2026, 7, 21, 18)
    assert duty.overdue_at == local(room, 2026, 7, 21, 18, 15)
    assert duty.closes_at == local(room, 2026, 7, 21, 20)
    assert (duty.regime, duty.role, duty.trigger, duty.state) == (REGIME, "room_manager", TRIGGER, "open")
    assert duty.history.get().history_type == "+"


def test_a_plan_made_at_noon_asks_nothing_for_that_morning(room):
    plan = make_plan(room, due=dt.time(10))
    generate("2026-07-20", "2026-07-22")
    assert days(plan)[0] == dt.date(2026, 7, 22)


def test_generating_again_makes_nothing_twice(room):
    plan = make_plan(room)
    assert generate("2026-07-21", "2026-08-10") > 0
    assert generate("2026-07-21", "2026-08-10") == 0
    assert len(days(plan)) == len(set(days(plan)))


def test_a_duty_that_is_done_is_not_made_anew(room):
    plan = make_plan(room, due=dt.time(18))
    duty = plan.duties.get(day=TODAY)
    complete_duty(duty=duty, record_kind="run", record_id=Reading().pk, occurred_at=NOON, by=TESTER)
    assert generate("2026-07-21", "2026-07-21") == 0


def test_statements_do_not_grow_with_the_plans(district):
    def statements(plans):
        publish_plan(
            facilities=[factories.make_facility(district, "room") for _n in range(plans)],
            by=TESTER,
            regime=REGIME,
            name="x",
            due=dt.time(18),
            role="room_manager",
            completed_by="record",
            trigger=TRIGGER,
            calendar="opening_days",
        )
        with CaptureQueriesContext(connection) as captured:
            generate("2026-09-01", "2026-09-02")
        return len(captured)

    register()
    few = statements(2)
    assert statements(20) == few


def test_working_days_follow_the_official_make_up_days_of_2026(room):
    plan = backdated(room, calendar="working_days")
    generate("2026-02-09", "2026-03-01")
    made = days(plan, day__range=("2026-02-09", "2026-03-01"))
    assert dt.date(2026, 2, 14) in made  # a Saturday worked for the Spring Festival
    assert dt.date(2026, 2, 28) in made  # and another
    assert not {dt.date(2026, 2, d) for d in range(15, 24)} & set(made)


def test_opening_days_are_the_weekdays_on_which_the_facility_opens(room):
    for weekday in (0, 2):
        hours = OpeningHours(facility=room, weekday=weekday, opens=dt.time(8), closes=dt.time(17))
        create(hours, by=TESTER)
    plan = make_plan(room, calendar="opening_days")
    generate("2026-07-22", "2026-08-03")
    assert {day.weekday() for day in days(plan)} == {0, 2}


def test_term_days_come_from_whoever_knows_terms(room, monkeypatch):
    days_of_term = {dt.date(2026, 7, 23), dt.date(2026, 7, 24)}
    monkeypatch.setattr(
        registry, "_term_days", [lambda facilities, first, last: {f.pk: days_of_term for f in facilities}]
    )
    plan = make_plan(room, calendar="term_days")
    assert set(days(plan)) == days_of_term


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", ["2026-08-03", "2026-08-06", "2026-08-10", "2026-08-13"]),
        ("FREQ=MONTHLY;BYDAY=1FR", ["2026-08-07"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", []),
        ("FREQ=DAILY;INTERVAL=5", ["2026-08-04", "2026-08-09", "2026-08-14"]),
    ],
)
def test_any_rule_of_days(room, rule, expected):
    plan = backdated(room, rrule=rule)
    generate("2026-08-01", "2026-08-14")
    assert [str(day) for day in days(plan, day__gte="2026-08-01")] == expected


@pytest.mark.parametrize(
    "rule",
    [
        *("", "nonsense", "FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=3", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;X=1"),
        *(
            "FREQ=DAILY;BYHOUR=24",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=3;UNTIL=20270101",
            "FREQ=DAILY;UNTIL=soon",
        ),
        *("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=WEEKLY;BYMONTHDAY=1"),
        *("FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYWEEKNO=3", "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=7"),
        # On no day, or every minute: found out at once, not by searching eight thousand years.
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY"),
        *("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=DAILY;UNTIL=20200101"),
    ],
)
def test_a_rule_that_is_none_is_refused_at_its_field(room, rule):
    with pytest.raises(RuleBroken) as refused:
        make_plan(room, rrule=rule)
    assert refused.value.field == "rrule"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"regime": "nobody_knows"}, "regime"),
        ({"trigger": "nobody_knows"}, "trigger"),
        ({"completed_by": "checklist"}, "checklist"),
        ({"role": "union_officer"}, "role"),
        ({"opens": dt.time(19)}, "opens"),
        ({"last_day": dt.date(2020, 1, 1)}, "last_day"),
        ({"name": " "}, "name"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_at_its_field(room, fields, at):
    with pytest.raises(RuleBroken) as refused:
        make_plan(room, **{"due": dt.time(18), **fields})
    assert refused.value.field == at
    assert DutyPlan.objects.count() == 0


def close(**fields):
    return create(Closure(cause=Closure.Cause.WEATHER, **fields), by=TESTER)


def test_a_closed_day_has_its_duty_as_not_required_with_the_order_that_closed_it(room, district):
    closure = close(union=district, first_day=dt.date(2026, 7, 23), last_day=dt.date(2026, 7, 24), document_no="2026-7")
    plan = make_plan(room)
    void = plan.duties.filter(state=Duty.State.VOID)
    assert {duty.day for duty in void} == {dt.date(2026, 7, 23), dt.date(2026, 7, 24)}
    assert {duty.closure for duty in void} == {closure}
    assert "2026-7" in void[0].why_void
    assert void[0].history.get().state == Duty.State.VOID


def test_an_order_voids_what_is_open_below_the_union_and_nothing_else(room, district, other_district):
    elsewhere = factories.make_facility(other_district, "room")
    station = factories.make_facility(district, "station")
    plan, other, kind = make_plan(room), make_plan(elsewhere), make_plan(station)
    closure = close(union=district, facility_kind="room", first_day=TODAY, last_day=None)
    voided = void_for_closure(closure=closure, by=TESTER)
    assert len(voided) == plan.duties.filter(state="void", closure=closure).count() == plan.duties.count()
    assert not other.duties.filter(state="void").exists()
    assert not kind.duties.filter(state="void").exists()
    assert void_for_closure(closure=closure, by=TESTER) == []
    assert sweep(by=TESTER, now=NOON + dt.timedelta(days=2)).overdue == 4  # two days of the other two


def test_an_order_of_the_union_excuses_what_was_missed_and_a_facilitys_own_entry_does_not(room, district):
    plan = backdated(room, due=dt.time(10), late_minutes=60)
    generate("2026-07-21", "2026-07-21")
    sweep(by=TESTER)
    missed = plan.duties.get(day=TODAY)
    assert missed.state == Duty.State.MISSED
    void_for_closure(closure=close(facility=room, first_day=TODAY, last_day=TODAY), by=TESTER)
    missed.refresh_from_db()
    assert missed.state == Duty.State.MISSED
    void_for_closure(closure=close(union=district, first_day=TODAY, last_day=TODAY), by=TESTER)
    missed.refresh_from_db()
    assert missed.state == Duty.State.VOID


def test_a_lifted_order_asks_again_for_what_is_not_yet_due_unless_another_still_closes(room, district):
    plan = make_plan(room, due=dt.time(18))
    order = close(union=district, first_day=TODAY)
    repair = close(facility=room, first_day=dt.date(2026, 7, 23), last_day=dt.date(2026, 7, 23))
    void_for_closure(closure=order, by=TESTER)
    order.lifted_at = NOON
    save(order, by=TESTER)
    reopened = reopen_after_lift(closure=order, by=TESTER)
    assert len(reopened) == plan.duties.count() - 1
    still = plan.duties.get(state=Duty.State.VOID)
    assert (still.day, still.closure) == (dt.date(2026, 7, 23), repair)


@pytest.mark.parametrize("state", [Facility.State.PREPARING, Facility.State.CLOSED])
def test_nothing_is_asked_of_a_facility_that_prepares_or_is_closed_for_good(district, state):
    plan = make_plan(factories.make_facility(district, "room", state=state))
    assert days(plan) == []


def test_a_changed_plan_rewrites_only_open_duties_of_the_future(room):
    plan = backdated(room, due=dt.time(18))
    generate("2026-07-19", "2026-07-28")
    sweep(by=TESTER)
    past = list(plan.duties.filter(due_at__lt=NOON).values("pk", "state", "due_at", "version"))
    done = plan.duties.get(day=TODAY)
    complete_duty(duty=done, record_kind="run", record_id=Reading().pk, occurred_at=NOON, by=TESTER)

    changed = change_plan(
        plan=plan, by=TESTER, version=plan.version, reason="later", due=dt.time(19), role="facility_manager"
    )

    assert list(plan.duties.filter(due_at__lt=NOON).values("pk", "state", "due_at", "version")) == past
    done.refresh_from_db()
    assert (done.state, done.due_at) == (Duty.State.DONE, local(room, 2026, 7, 21, 18))
    open_ = plan.duties.filter(state=Duty.State.OPEN, due_at__gt=NOON)
    assert {duty.facility.local(duty.due_at).hour for duty in open_} == {19}
    assert {duty.role for duty in open_} == {"facility_manager"}
    gone = plan.duties.filter(state=Duty.State.VOID)
    assert {duty.void_reason for duty in gone} == {"plan_changed"}
    assert {duty.facility.local(duty.due_at).hour for duty in gone} == {18}
    assert changed.version == 2
    assert generate("2026-07-19", "2026-07-28") == 0


def test_changing_back_opens_the_same_duties_again(room):
    plan = make_plan(room, due=dt.time(18))
    before = set(plan.duties.values_list("pk", flat=True))
    plan = change_plan(plan=plan, by=TESTER, version=1, reason="later", due=dt.time(19))
    plan = change_plan(plan=plan, by=TESTER, version=2, reason="back", due=dt.time(18))
    assert set(plan.duties.filter(state=Duty.State.OPEN).values_list("pk", flat=True)) == before


def test_a_change_by_an_editor_who_has_not_seen_the_last_one_is_refused(room):
    plan = make_plan(room, due=dt.time(18))
    change_plan(plan=plan, by=TESTER, version=1, reason="later", due=dt.time(19))
    with pytest.raises(Stale):
        change_plan(plan=plan, by=TESTER, version=1, reason="earlier", due=dt.time(17))


def test_a_change_that_makes_no_sense_changes_nothing(room):
    plan = make_plan(room, due=dt.time(18))
    with pytest.raises(RuleBroken):
        change_plan(plan=plan, by=TESTER, version=1, reason="x", rrule="never")
    plan.refresh_from_db()
    assert (plan.version, plan.rrule) == (1, "FREQ=DAILY")


def test_a_paused_plan_asks_for_nothing_until_it_is_resumed(room):
    plan = make_plan(room, due=dt.time(18))
    paused = pause_plan(plan=plan, by=TESTER, reason="renovation")
    assert not plan.duties.filter(state=Duty.State.OPEN).exists()
    assert generate("2026-07-21", "2026-08-30") == 0
    resumed = resume_plan(plan=paused, by=TESTER, reason="finished")
    assert days(resumed, state=Duty.State.OPEN) == [TODAY + dt.timedelta(days=n) for n in range(8)]


def test_the_preview_shows_the_next_thirty_and_writes_nothing(room):
    register()
    draft = make_plan(room, rrule="FREQ=WEEKLY;BYDAY=MO")
    count = Duty.objects.count()
    shown = preview(draft)
    assert len(shown) == 30
    assert {one.day.weekday() for one in shown} == {0}
    assert Duty.objects.count() == count


def test_what_is_not_yet_due_follows_changed_opening_hours_and_closures_entered_behind_our_back(room):
    for weekday in range(7):
        create(OpeningHours(facility=room, weekday=weekday, opens=dt.time(8), closes=dt.time(17)), by=TESTER)
    plan = make_plan(room, calendar="opening_days")
    monday = OpeningHours.objects.get(weekday=0)
    monday.last_day = TODAY
    save(monday, by=TESTER)
    closure = close(facility=room, first_day=dt.date(2026, 7, 23), last_day=dt.date(2026, 7, 23))
    generate("2026-07-21", "2026-07-28")
    void = dict(plan.duties.filter(state=Duty.State.VOID).values_list("day", "void_reason"))
    assert void == {dt.date(2026, 7, 27): "calendar", dt.date(2026, 7, 23): ""}
    assert plan.duties.get(day=dt.date(2026, 7, 23)).closure == closure
    monday.last_day = None
    save(monday, by=TESTER)
    generate("2026-07-21", "2026-07-28")
    assert plan.duties.get(day=dt.date(2026, 7, 27)).state == Duty.State.OPEN
