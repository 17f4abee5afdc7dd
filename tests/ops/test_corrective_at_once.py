"""Several people at the same moment: two verifiers, two reports of one fault, two sweeps. On PostgreSQL only."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connections
from django.utils import timezone

from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.records.errors import Conflict
from ops.rectification import actions
from ops.rectification.models import CorrectiveAction, Failure
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.corrective import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
]


def at_once(*works):
    """Run all together; returns what each answered, errors included."""
    gate, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        gate.wait()
        try:
            answers[place] = work()
        except Exception as error:  # noqa: BLE001 - judged by the test
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room")


def acting(user):
    return Actor(user=user, source=Source.WEB)


def test_of_two_verifiers_one_wins_and_the_other_hears_so(room, officer):
    staff = factories.make_user(Role.ROOM_MANAGER, room)
    manager = factories.make_user(Role.FACILITY_MANAGER, room)
    for _round in range(5):
        action = opened(room)
        done = actions.finish(action=action, note="好了", by=acting(staff), version=1)
        answers = at_once(
            lambda done=done: actions.verify(action=done, by=acting(manager), version=2),
            lambda done=done: actions.verify(action=done, by=acting(officer), version=2),
        )
        assert sorted(type(one) for one in answers if isinstance(one, Exception)) == [Conflict]
        row = CorrectiveAction.objects.get(pk=action.pk)
        assert (row.state, row.version) == ("verified", 3)
        assert row.history.count() == 3


def test_verified_or_sent_back_but_not_both(room, officer):
    staff = factories.make_user(Role.ROOM_MANAGER, room)
    manager = factories.make_user(Role.FACILITY_MANAGER, room)
    action = opened(room)
    done = actions.finish(action=action, note="好了", by=acting(staff), version=1)
    answers = at_once(
        lambda: actions.verify(action=done, by=acting(manager), version=2),
        lambda: actions.send_back(action=done, reason="没好", by=acting(officer), version=2),
    )
    assert sum(isinstance(one, Conflict) for one in answers) == 1
    assert CorrectiveAction.objects.get().version == 3


def test_one_fault_reported_by_many_at_once_is_one_action(room):
    def report():
        one = actions.Report("finding", uuid.uuid4(), "checklist:x:door", "门锁坏", timezone.now())
        return actions.report_failures(facility=room, reports=[one], by=TESTER)

    answers = at_once(*[report] * 5)
    assert not [one for one in answers if isinstance(one, Exception)]
    action = CorrectiveAction.objects.get()
    assert (action.times_found, action.severity, Failure.objects.filter(action=action).count()) == (5, "serious", 5)


def test_two_sweeps_tell_each_person_once(district):
    for _number in range(6):
        room = factories.make_facility(district, "room")
        factories.make_user(Role.FACILITY_MANAGER, room)
        opened(room)
    soon = CorrectiveAction.objects.earliest("due_at").due_at - dt.timedelta(hours=1)
    swept = at_once(*[lambda: actions.sweep(by=TESTER, now=soon, batch=2)] * 3)
    assert sum(swept) == 6
    assert Reminder.objects.filter(kind="corrective_near", channel="in_app").count() == 6
