"""Who hears when nothing happens: the owner before, the manager at the deadline, then the union; each once."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from ops.facilities.models import Facility
from ops.organization.roles import Role
from ops.records.actions import amend
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
    clock.move_to(MORNING + dt.timedelta(days=20))
    with query_budget(13):
        assert sweep(by=TESTER) == 6
    assert len(told()) == 6
    CorrectiveAction.objects.update(told=1, tell_at=MORNING)
    sweep(by=TESTER, batch=4)
    assert len(told()) == 6
