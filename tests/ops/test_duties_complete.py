"""A duty is done in time, late, or not at all."""

import datetime as dt

import pytest
from django.utils import timezone

from ops.duties.actions import complete_by_record, complete_duty, condition_changed, sweep, withdraw_completion
from ops.duties.models import Duty
from ops.records.errors import RuleBroken
from tests import factories
from tests.factories import TESTER
from tests.ops import duty_world
from tests.ops.duty_world import CONDITION, TRIGGER, Reading, make_duty, make_plan

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


@pytest.fixture
def plan(room):
    return make_plan(room, first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 1, 2))


@pytest.fixture
def waiting_plan(room):
    days = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}
    return make_plan(room, completed_by="condition", trigger=CONDITION, **days)


def complete(duty, at):
    return complete_duty(duty=duty, record_kind="run", record_id=Reading().pk, occurred_at=at, by=TESTER)


def stored(duty):
    return Duty.objects.get(pk=duty.pk)


def test_what_is_done_in_its_window_is_done(plan):
    duty = make_duty(plan, due_in=30)
    at = timezone.now()
    done = complete(duty, at)
    assert done.state == stored(duty).state == Duty.State.DONE
    assert stored(duty).done_at == at
    assert stored(duty).version == done.version == 2
    assert duty.history.count() == 2


def test_what_is_done_within_the_grace_is_in_time(plan):
    assert complete(make_duty(plan, due_in=-10, grace=15), timezone.now()).state == Duty.State.DONE


def test_what_is_done_after_it_was_overdue_is_done_late(plan):
    duty = make_duty(plan, due_in=-10)
    sweep(by=TESTER)
    assert complete(duty, timezone.now()).state == stored(duty).state == Duty.State.DONE_LATE


def test_what_happened_in_time_and_was_sent_late_counts_as_in_time(plan):
    duty = make_duty(plan, due_in=-90, late=60)
    sweep(by=TESTER)
    assert stored(duty).state == Duty.State.MISSED
    assert complete(duty, duty.due_at - MINUTE).state == Duty.State.DONE


def test_what_is_done_after_the_window_stays_missed(plan):
    duty = make_duty(plan, due_in=-90, late=60)
    sweep(by=TESTER)
    assert complete(duty, timezone.now()).state == Duty.State.MISSED


def test_nothing_can_be_done_before_its_window(plan):
    duty = make_duty(plan, due_in=24 * 60)
    with pytest.raises(RuleBroken) as refused:
        complete(duty, timezone.now())
    assert refused.value.field == "occurred_at"


def test_doing_it_twice_keeps_the_first(plan):
    duty = make_duty(plan, due_in=30)
    first = complete(duty, timezone.now())
    again = complete(duty, timezone.now() + MINUTE)
    assert again.record_id == first.record_id
    assert stored(duty).version == 2


def test_a_record_completes_the_duty_in_whose_window_it_lies(plan, room, query_budget):
    duty = make_duty(plan, due_in=30)
    record = Reading()
    with query_budget(9):  # two statements on PostgreSQL, five on SQLite, and two savepoints
        (done,) = complete_by_record(
            facility=room, trigger=TRIGGER, record=record, occurred_at=timezone.now(), by=TESTER
        )
    assert (done.pk, done.state) == (duty.pk, Duty.State.DONE)
    assert (stored(duty).record_kind, stored(duty).record_id) == (TRIGGER, record.pk)


def test_a_record_in_time_does_not_also_stand_for_the_one_forgotten_before(plan, room):
    forgotten, due = make_duty(plan, due_in=-240), make_duty(plan, due_in=30)
    complete_by_record(facility=room, trigger=TRIGGER, record=Reading(), occurred_at=timezone.now(), by=TESTER)
    assert (stored(forgotten).state, stored(due).state) == (Duty.State.OPEN, Duty.State.DONE)
    complete_by_record(facility=room, trigger=TRIGGER, record=Reading(), occurred_at=timezone.now(), by=TESTER)
    assert stored(forgotten).state == Duty.State.DONE_LATE


def test_a_record_of_another_facility_completes_nothing(plan, room, district):
    make_duty(plan, due_in=30)
    elsewhere = factories.make_facility(district, "room")
    found = complete_by_record(
        facility=elsewhere, trigger=TRIGGER, record=Reading(), occurred_at=timezone.now(), by=TESTER
    )
    assert found == []


def test_a_condition_completes_its_duty_once_it_is_true(waiting_plan, room):
    duty = make_duty(waiting_plan, due_in=30)
    assert condition_changed(facility=room, condition=CONDITION, by=TESTER) == []
    duty_world.TRUE_FOR.add(duty.pk)
    (done,) = condition_changed(facility=room, condition=CONDITION, by=TESTER)
    assert done.pk == duty.pk
    assert stored(duty).state == Duty.State.DONE


def test_a_condition_that_is_no_longer_true_makes_the_duty_undone_again(waiting_plan, room):
    duty = make_duty(waiting_plan, due_in=30)
    duty_world.TRUE_FOR.add(duty.pk)
    condition_changed(facility=room, condition=CONDITION, by=TESTER)
    duty_world.TRUE_FOR.discard(duty.pk)
    condition_changed(facility=room, condition=CONDITION, by=TESTER)
    assert stored(duty).state == Duty.State.OPEN
    assert stored(duty).done_at is None


def test_the_sweep_asks_the_condition_before_it_calls_the_duty_overdue(waiting_plan):
    fine, wrong = make_duty(waiting_plan, due_in=-1), make_duty(waiting_plan, due_in=-2)
    duty_world.TRUE_FOR.add(fine.pk)
    swept = sweep(by=TESTER)
    assert (stored(fine).state, stored(wrong).state) == (Duty.State.DONE, Duty.State.OVERDUE)
    assert (swept.done, swept.overdue) == (1, 1)


def test_a_withdrawn_record_leaves_its_duty_undone(plan, room):
    duty = make_duty(plan, due_in=30)
    record = Reading()
    complete_by_record(facility=room, trigger=TRIGGER, record=record, occurred_at=timezone.now(), by=TESTER)
    withdraw_completion(record_kind=TRIGGER, record_id=record.pk, facility=room, by=TESTER)
    assert stored(duty).state == Duty.State.OPEN
