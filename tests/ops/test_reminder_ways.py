"""A reminder goes the ways its recipient chose, or the policy demands; once to a union's group; always in the app."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from ops.duties.actions import sweep
from ops.duties.library import publish_policies
from ops.organization.roles import Role
from ops.records.actions import create, save
from ops.reminders import actions
from ops.reminders.models import ContactPoint, Preference, Reminder
from ops.reminders.registry import Message, MessageKind, messages
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import make_duty, make_plan

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


def point(channel="wecom", *, verified=True, **owner):
    row = ContactPoint(channel=channel, label="群", address="{}", verified_at=timezone.now() if verified else None)
    for name, value in owner.items():
        setattr(row, name, value)
    return create(row, by=TESTER)


def prefer(user, ordinary=("email",), urgent=("email",), **fields):
    return create(Preference(user=user, ordinary=list(ordinary), urgent=list(urgent), **fields), by=TESTER)


def ways_of(person=None, **found):
    rows = Reminder.objects.filter(recipient=person, **found)
    return sorted(rows.values_list("channel", flat=True))


def demand(*channels, level=1):
    policy = publish_policies(by=TESTER)["routine"]
    for step in policy.steps.filter(level=level):
        step.channels = list(channels)
        save(step, by=TESTER)
    return policy


def tell(people, facility, subject="x", **options):
    if "tested" not in messages:
        messages.register(MessageKind("tested", "Tested", lambda reminder, language: Message("t", "…", "/x/")))
    actions.remind(kind="tested", subject=subject, facility=facility, recipients=people, by=TESTER, **options)


def test_each_goes_the_ways_that_the_person_chose_for_its_importance(room, cleaner):
    prefer(cleaner, ordinary=["wecom"], urgent=["sms", "email", "wecom"])
    point(user=cleaner)
    make_duty(make_plan(room, **PAST))
    make_duty(make_plan(room, policy="child_safety", **PAST))
    sweep(by=TESTER)
    assert ways_of(cleaner, urgent=False) == ["in_app", "wecom"]
    assert ways_of(cleaner, urgent=True) == ["email", "in_app", "sms", "wecom"]


def test_nothing_goes_to_an_address_that_is_not_verified_or_was_taken_away(room, cleaner):
    prefer(cleaner, ordinary=["wecom", "webhook", "sms"])
    point(user=cleaner, verified=False)
    point("webhook", user=cleaner, ended_at=timezone.now())
    cleaner.phone = None
    save(cleaner, by=TESTER)
    make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    tell([cleaner], room)
    assert ways_of(cleaner) == ["in_app", "in_app"]


def test_two_addresses_of_one_channel_are_two_reminders(room, cleaner):
    prefer(cleaner, ordinary=["push"])
    point("push", user=cleaner)
    point("push", user=cleaner)
    make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    tell([cleaner], room)
    tell([cleaner], room)
    assert ways_of(cleaner) == ["in_app"] * 2 + ["push"] * 4


def test_what_the_policy_demands_goes_whatever_the_person_chose(room, cleaner):
    prefer(cleaner, ordinary=[])
    make_duty(make_plan(room, policy=demand("sms"), **PAST))
    sweep(by=TESTER)
    assert ways_of(cleaner) == ["in_app", "sms"]


def test_where_nobody_can_be_reached_as_demanded_the_own_choice_holds(room, cleaner):
    make_duty(make_plan(room, policy=demand("wecom"), **PAST))
    sweep(by=TESTER)
    assert ways_of(cleaner) == ["email", "in_app"]


def test_a_unions_group_is_told_once_of_what_reaches_its_officers(room, district, other_district, officer, cleaner):
    factories.make_user(Role.UNION_OFFICER, district)
    group = point(union=district)
    point("dingtalk", union=other_district)
    late = make_duty(make_plan(room, policy="child_safety", **PAST))
    sweep(by=TESTER)
    assert not Reminder.objects.filter(point=group).exists()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=True):
        sweep(by=TESTER)
    told = Reminder.objects.get(recipient=None)
    assert (told.point, told.duty, told.level, told.state) == (group, late, 2, "waiting")


def test_a_notice_to_officers_goes_to_the_groups_of_unions_above_the_facility(room, district, city, officer):
    chief = factories.make_user(Role.UNION_OFFICER, city)
    near, urgent_only = point(union=district), point(union=city, urgent_only=True)
    tell([officer, chief], room)
    assert list(Reminder.objects.filter(recipient=None).values_list("point", flat=True)) == [near.pk]
    tell([officer, chief], room, subject="fire", urgent=True)
    assert set(Reminder.objects.filter(recipient=None, urgent=True).values_list("point", flat=True)) == {
        near.pk,
        urgent_only.pk,
    }


def test_who_keeps_own_hours_is_not_held_by_the_policys(room, cleaner):
    prefer(cleaner, quiet_from=dt.time(1), quiet_until=dt.time(5))
    night = dt.datetime(2026, 7, 21, 15, tzinfo=dt.UTC)  # 23:00 in Qingdao
    with time_machine.travel(night, tick=False):
        make_duty(make_plan(room, **PAST))
        sweep(by=TESTER)
        tell([cleaner], room)
    assert set(Reminder.objects.filter(channel="email").values_list("not_before", flat=True)) == {night}
