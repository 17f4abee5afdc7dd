"""What is left undone becomes overdue by itself; those concerned are told once, then those above them."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from ops.duties.actions import complete_duty, sweep
from ops.duties.library import publish_policies
from ops.duties.models import Duty
from ops.facilities.models import Facility
from ops.organization.roles import Role
from ops.records.actions import save
from ops.records.actor import Actor
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import Reading, make_duty, make_plan

SWEEP = Actor.system("sweep")
NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


@pytest.fixture
def routine(room):
    return make_plan(room, **PAST)


@pytest.fixture
def safety(room):
    return make_plan(room, policy="child_safety", **PAST)


def told(level=None, channel="in_app"):
    found = Reminder.objects.filter(channel=channel)
    if level is not None:
        found = found.filter(level=level)
    return set(found.values_list("recipient", flat=True))


def stored(duty):
    return Duty.objects.get(pk=duty.pk)


def columns(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def test_an_undone_duty_is_overdue_within_one_sweep_and_the_room_and_its_manager_are_told(routine, cleaner, manager):
    late, later = make_duty(routine, due_in=-1), make_duty(routine, due_in=5)
    swept = sweep(by=SWEEP)

    assert swept.overdue == 1
    assert (stored(late).state, stored(later).state) == (Duty.State.OVERDUE, Duty.State.OPEN)
    assert told() == {cleaner.pk, manager.pk}
    assert told(channel="email") == {cleaner.pk, manager.pk}
    states = dict(Reminder.objects.values_list("channel", "state").distinct())
    assert states == {"in_app": "sent", "email": "waiting"}


def test_the_grace_is_waited_for(routine, cleaner):
    duty = make_duty(routine, due_in=-1, grace=15)
    sweep(by=SWEEP)
    assert stored(duty).state == Duty.State.OPEN
    sweep(by=SWEEP, now=timezone.now() + dt.timedelta(minutes=15))
    assert stored(duty).state == Duty.State.OVERDUE


def test_history_rows_of_a_sweep_equal_those_of_save(routine):
    swept, saved = make_duty(routine, due_in=-1), make_duty(routine, due_in=10)
    sweep(by=SWEEP)
    swept.refresh_from_db()
    saved.state, saved.escalated_to, saved.escalate_at = swept.state, swept.escalated_to, swept.escalate_at
    save(saved, by=SWEEP)

    ignored = {"id", "history_id", "history_date", "opens_at", "due_at", "overdue_at", "closes_at"}
    left, right = columns(swept.history.first()), columns(saved.history.first())
    assert {k: v for k, v in left.items() if k not in ignored} == {k: v for k, v in right.items() if k not in ignored}
    assert (left["source"], left["actor_name"], left["version"]) == ("system", "sweep", 2)
    assert swept.history.count() == 2


def test_sweeping_again_changes_nothing(routine, cleaner, manager):
    duty = make_duty(routine)
    sweep(by=SWEEP)
    before = (stored(duty).version, Reminder.objects.count(), duty.history.count())
    again = sweep(by=SWEEP)
    assert (again.overdue, again.escalated, again.missed) == (0, 0, 0)
    assert (stored(duty).version, Reminder.objects.count(), duty.history.count()) == before


def test_child_safety_reaches_the_union_after_half_an_hour_and_the_city_after_two_hours(
    safety, cleaner, manager, officer, city
):
    chief = factories.make_user(Role.UNION_OFFICER, city)
    duty = make_duty(safety)
    sweep(by=SWEEP)
    start = timezone.now()
    sweep(by=SWEEP, now=start + dt.timedelta(minutes=29))
    assert told() == {cleaner.pk, manager.pk}
    sweep(by=SWEEP, now=start + dt.timedelta(minutes=31))
    assert told(level=2) == {officer.pk}
    sweep(by=SWEEP, now=start + dt.timedelta(minutes=122))
    assert told(level=3) == {chief.pk}
    assert stored(duty).escalate_at is None


def test_the_nearest_union_that_has_an_officer_is_told_and_not_those_above(safety, city, district, room):
    grassroots = factories.make_union(below=district, level="grassroots")
    room.union = grassroots
    save(room, by=TESTER)
    chief = factories.make_user(Role.UNION_OFFICER, city)
    near = factories.make_user(Role.UNION_OFFICER, district)
    gone = factories.make_user(Role.UNION_OFFICER, grassroots, is_active=False)
    make_duty(safety)
    sweep(by=SWEEP)
    sweep(by=SWEEP, now=timezone.now() + dt.timedelta(minutes=31))
    assert told(level=2) == {near.pk}
    assert gone.pk != chief.pk


def test_officers_of_a_sibling_and_former_ones_are_not_told(safety, other_district, district, officer):
    factories.make_user(Role.UNION_OFFICER, other_district)
    factories.grant(factories.make_user(), Role.UNION_OFFICER, district, since=NOON - dt.timedelta(9), until=NOON)
    make_duty(safety)
    sweep(by=SWEEP)
    sweep(by=SWEEP, now=timezone.now() + dt.timedelta(minutes=31))
    assert told(level=2) == {officer.pk}


def test_one_level_at_a_time_even_when_the_sweep_was_down(safety, cleaner, officer):
    make_duty(safety, due_in=-300)
    swept = sweep(by=SWEEP)
    assert (swept.overdue, swept.escalated) == (1, 0)
    assert told() == {cleaner.pk}


def test_what_was_done_is_not_passed_on_and_what_waited_is_settled(safety, cleaner, officer):
    duty = make_duty(safety)
    sweep(by=SWEEP)
    complete_duty(duty=duty, record_kind="run", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    sweep(by=SWEEP, now=timezone.now() + dt.timedelta(minutes=31))
    assert told(level=2) == set()
    assert Reminder.objects.get(channel="email").state == Reminder.State.SETTLED


def test_a_window_that_has_closed_makes_it_missed_and_the_first_level_is_still_told(routine, cleaner):
    duty = make_duty(routine, due_in=-90, late=60)
    swept = sweep(by=SWEEP)
    assert (swept.overdue, swept.missed) == (1, 1)
    assert stored(duty).state == Duty.State.MISSED
    assert told() == {cleaner.pk}
    assert [row.state for row in duty.history.order_by("history_id")] == ["open", "overdue", "missed"]


def test_a_missed_duty_of_child_safety_is_still_passed_on(safety, officer):
    make_duty(safety, due_in=-90, late=60)
    sweep(by=SWEEP)
    sweep(by=SWEEP, now=timezone.now() + dt.timedelta(minutes=31))
    assert told(level=2) == {officer.pk}


def test_a_suspended_facility_is_excused(routine, room, cleaner):
    room.state = Facility.State.SUSPENDED
    save(room, by=TESTER)
    duty = make_duty(routine)
    swept = sweep(by=SWEEP)
    assert (swept.void, swept.overdue) == (1, 0)
    assert (stored(duty).state, stored(duty).void_reason) == (Duty.State.VOID, "suspended")
    assert told() == set()


def test_a_person_with_two_roles_is_told_once(routine, cleaner, room):
    factories.grant(cleaner, Role.FACILITY_MANAGER, room)
    make_duty(routine)
    sweep(by=SWEEP)
    assert Reminder.objects.filter(recipient=cleaner, channel="in_app").count() == 1


def test_a_person_without_mail_is_told_in_the_app(routine, room):
    factories.make_user(Role.ROOM_MANAGER, room, email="")
    make_duty(routine)
    sweep(by=SWEEP)
    assert set(Reminder.objects.values_list("channel", flat=True)) == {"in_app"}


def test_at_night_mail_waits_for_the_morning_of_the_facility_unless_a_child_is_concerned(
    district, routine, safety, cleaner
):
    far = factories.make_facility(district, "room", time_zone="Asia/Urumqi")
    factories.make_user(Role.ROOM_MANAGER, far)
    night = dt.datetime(2026, 7, 21, 15, tzinfo=dt.UTC)  # 23:00 in Qingdao, 21:00 in Urumqi
    with time_machine.travel(night, tick=False):
        for plan in (routine, safety, make_plan(far, **PAST)):
            make_duty(plan)
        sweep(by=SWEEP)
    mails = Reminder.objects.filter(channel="email")
    assert mails.get(duty__plan=routine).not_before == dt.datetime(2026, 7, 21, 23, tzinfo=dt.UTC)
    assert mails.get(duty__plan=safety).not_before == night
    assert mails.get(duty__plan__facility=far).not_before == night


def test_the_responsible_are_reminded_beforehand_where_the_policy_says_so(room, cleaner, manager):
    policy = publish_policies(by=TESTER)["routine"]
    policy.before_minutes = 30
    save(policy, by=TESTER)
    plan = make_plan(room, policy=policy, due=dt.time(12, 20))
    assert sweep(by=SWEEP).near == 1
    assert told(level=0) == {cleaner.pk}
    assert sweep(by=SWEEP).near == 0
    assert Duty.objects.filter(plan=plan, state=Duty.State.OPEN).exists()


def test_a_sweep_of_nothing_asks_a_constant_number_of_statements(routine, safety, query_budget):
    sweep(by=SWEEP)
    with query_budget(36):  # of which 8 are savepoints around 2 policies' batches
        sweep(by=SWEEP)


def test_many_batches_are_all_swept(routine, cleaner):
    for minute in range(1, 13):
        make_duty(routine, due_in=-minute)
    assert sweep(by=SWEEP, batch=5).overdue == 12
    assert Duty.objects.filter(state=Duty.State.OVERDUE).count() == 12
    assert Reminder.objects.filter(channel="in_app").count() == 12
