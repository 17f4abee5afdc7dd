"""Who hears when nothing happens: the owner before, the manager at the deadline, then the union; each once."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ops.absences.models import Absence
from ops.duties.library import publish_policies
from ops.facilities.models import Facility
from ops.organization.roles import Role
from ops.records.actions import amend, create
from ops.rectification.models import CorrectiveAction
from ops.rectification.sweeping import sweep
from ops.rectification.tasks import sweep as sweep_task
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.corrective import call, opened

MORNING = dt.datetime(2026, 7, 21, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def room(clock, district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def staff(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


@pytest.fixture
def city_officer(city):
    return factories.make_user(Role.UNION_OFFICER, city)


def told():
    rows = Reminder.objects.filter(channel="in_app").exclude(kind="corrective_opened").order_by("level", "created_at")
    return [(row.kind.removeprefix("corrective_"), row.recipient) for row in rows]


def test_owner_then_manager_then_union_each_once(clock, room, staff, manager, officer):
    action = opened(room)
    assert amend(action, by=TESTER, version=None, reason="分工", owner=staff)
    sweep(by=TESTER)
    assert told() == []
    clock.move_to(MORNING + dt.timedelta(days=6))
    assert sweep(by=TESTER) == 1
    assert sweep(by=TESTER) == 0
    assert told() == [("near", staff)]
    clock.move_to(MORNING + dt.timedelta(days=7, minutes=1))
    sweep_task()
    sweep_task()
    assert sorted(told(), key=str) == sorted([("near", staff), ("overdue", staff), ("overdue", manager)], key=str)
    clock.move_to(MORNING + dt.timedelta(days=8))
    sweep(by=TESTER)
    assert len(told()) == 3
    clock.move_to(MORNING + dt.timedelta(days=10))
    for _time in range(3):
        sweep(by=TESTER)
    assert told()[-1] == ("escalated", officer)
    assert len(told()) == 4
    action = CorrectiveAction.objects.get()
    assert (action.told, action.tell_at) == (3, None)


def test_a_sweep_that_was_down_does_not_skip_the_manager(clock, room, manager, officer):
    opened(room)
    clock.move_to(MORNING + dt.timedelta(days=20))
    sweep(by=TESTER)
    assert told() == [("overdue", manager)]


def test_what_is_done_is_nobodys_reminder_any_more(clock, api, room, staff, manager):
    action = opened(room)
    clock.move_to(dt.datetime(2026, 7, 28, 15, 0, tzinfo=dt.UTC))
    sweep(by=TESTER)
    mail = Reminder.objects.get(channel="email", recipient=manager, kind="corrective_overdue")
    assert (mail.state, timezone.localtime(mail.not_before).hour) == ("waiting", 7)
    assert call(api(staff), action, "finish", {"note": "好了"}).status_code == 200
    mail.refresh_from_db()
    assert mail.state == "settled"
    clock.move_to(MORNING + dt.timedelta(days=30))
    assert sweep(by=TESTER) == 0


def test_sent_back_it_is_chased_anew(clock, api, room, staff, manager):
    action = opened(room)
    clock.move_to(MORNING + dt.timedelta(days=7, minutes=1))
    sweep(by=TESTER)
    call(api(staff), action, "finish", {"note": "好了"})
    call(api(manager), action, "send-back", {"reason": "没好"})
    clock.move_to(MORNING + dt.timedelta(days=8, hours=1))
    sweep(by=TESTER)
    assert [kind for kind, _who in told()].count("overdue") == 2


def test_a_closed_place_is_not_chased(clock, room, manager):
    opened(room)
    amend(room, by=TESTER, version=None, reason="疫情", state=Facility.State.SUSPENDED)
    clock.move_to(MORNING + dt.timedelta(days=20))
    assert sweep(by=TESTER) == 0


def test_many_are_told_in_batches_at_a_constant_cost(clock, district, officer, query_budget):
    for _number in range(6):
        room = factories.make_facility(district, "room")
        factories.make_user(Role.FACILITY_MANAGER, room)
        opened(room)
    publish_policies(by=TESTER)
    clock.move_to(MORNING + dt.timedelta(days=20))
    with query_budget(16):
        assert sweep(by=TESTER) == 6
    assert len(told()) == 6
    CorrectiveAction.objects.update(told=1, tell_at=MORNING)
    sweep(by=TESTER, batch=4)
    assert len(told()) == 6


def test_the_policy_of_the_severity_says_who_hears_and_when(clock, room, staff, manager, officer, city_officer):
    opened(room, severity="serious")
    due = CorrectiveAction.objects.get().due_at
    for after, heard in (
        (dt.timedelta(hours=-12), [("near", manager)]),
        (dt.timedelta(), [("overdue", manager)]),
        (dt.timedelta(hours=24), [("escalated", officer)]),
        (dt.timedelta(hours=95), []),
        (dt.timedelta(hours=96), [("escalated", city_officer)]),
        (dt.timedelta(days=30), []),
    ):
        before = told()
        clock.move_to(due + after)
        sweep(by=TESTER)
        assert told()[len(before) :] == heard, after


def test_an_officer_changes_the_policy_and_the_next_level_goes_by_it(clock, api, room, staff, manager, city_officer):
    opened(room)
    due = CorrectiveAction.objects.get().due_at
    policy = publish_policies(by=TESTER)["corrective-minor"]
    steps = [
        {"level": 1, "after_minutes": 0, "reach": "facility", "role": Role.ROOM_MANAGER, "channels": ["sms"]},
        {"level": 2, "after_minutes": 60, "reach": "city", "role": Role.UNION_OFFICER, "channels": []},
    ]
    changes = {"before_minutes": None, "quiet_from": "08:00", "quiet_until": "12:00", "steps": steps, "reason": "x"}
    address = reverse("api-escalation-policies-detail", args=[policy.pk])
    answer = api(city_officer).patch(address, changes, format="json", headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.data
    clock.move_to(due)
    sweep(by=TESTER)
    assert told() == [("overdue", staff)]
    text = Reminder.objects.get(channel="sms", recipient=staff)
    assert timezone.localtime(text.not_before).hour == 12
    clock.move_to(due + dt.timedelta(minutes=60))
    sweep(by=TESTER)
    assert told() == [("overdue", staff), ("escalated", city_officer)]


def test_while_the_owner_is_away_the_stand_in_hears(clock, room, staff, manager):
    other = factories.make_user(Role.ROOM_MANAGER, room)
    action = opened(room)
    amend(action, by=TESTER, version=None, reason="分工", owner=staff)
    since = MORNING - dt.timedelta(days=1)
    create(Absence(user=staff, stand_in=other, since=since, until=MORNING + dt.timedelta(days=30)), by=TESTER)
    clock.move_to(MORNING + dt.timedelta(days=6))
    sweep(by=TESTER)
    assert told() == [("near", other)]


def test_the_page_says_who_hears_next(clock, as_user, room, manager):
    action = opened(room)
    sweep(by=TESTER)
    page = as_user(manager).get(reverse("corrective-action", args=[action.pk])).content.decode()
    assert "Next to hear of it" in page
    clock.move_to(MORNING + dt.timedelta(days=40))
    for _level in range(2):
        sweep(by=TESTER)
        clock.shift(dt.timedelta(days=5))
    page = as_user(manager).get(reverse("corrective-action", args=[action.pk])).content.decode()
    assert "Next to hear of it" not in page
