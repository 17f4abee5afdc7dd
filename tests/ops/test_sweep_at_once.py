"""Sweeps at the same time, and sweeps that are killed: nothing twice, nothing lost. On the real PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, connections

from ops.duties.actions import generate_duties, sweep
from ops.duties.models import Duty
from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.reminders.models import Reminder
from tests import factories
from tests.ops.duty_world import make_plan

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
SWEEP = Actor.system("sweep")
PLANS, DAYS = 12, 60


@pytest.fixture
def many():
    """720 duties that are due, of twelve plans of a room with a cleaner and a manager: four reminders each."""
    import datetime as dt

    city = factories.make_union()
    room = factories.make_facility(factories.make_union(below=city), "room")
    factories.make_user(Role.ROOM_MANAGER, room)
    factories.make_user(Role.FACILITY_MANAGER, room)
    first = dt.date(2026, 3, 1)
    last = first + dt.timedelta(days=DAYS - 1)
    plans = [
        make_plan(room, first_day=first, last_day=last, late_minutes=60 * 24 * 44000 // 1440) for _n in range(PLANS)
    ]
    generate_duties(first=first, last=last, by=SWEEP, plans=plans)
    return PLANS * DAYS


def in_threads(work, number=4):
    failed = []

    def run():
        try:
            work()
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def everything_once(many):
    """Each duty went from open to overdue once (and perhaps on to missed), and each person was told once."""
    assert Duty.objects.filter(state=Duty.State.OPEN).count() == 0
    history = Duty.history.model.objects
    assert history.filter(state="overdue", history_type="~").count() == many
    assert history.filter(state="missed", history_type="~").count() == Duty.objects.filter(state="missed").count()
    assert Reminder.objects.filter(level=1).count() == 4 * many
    assert Duty.objects.filter(version__gt=3).count() == 0


def test_four_sweeps_at_once_do_the_work_of_one(many):
    in_threads(lambda: sweep(by=SWEEP, batch=50))
    sweep(by=SWEEP)
    everything_once(many)


def test_generating_at_once_makes_nothing_twice(many):
    import datetime as dt

    days = {"first": dt.date(2026, 3, 1), "last": dt.date(2026, 3, 10)}
    before = Duty.objects.count()
    in_threads(lambda: generate_duties(**days, by=SWEEP))
    assert Duty.objects.count() == before


def test_a_sweep_killed_in_the_middle_is_taken_up_by_the_next(many):
    program = "from ops.duties.actions import sweep; from ops.records.actor import Actor; " + (
        "print('ready', flush=True); sweep(by=Actor.system('sweep'), batch=20)"
    )
    killed_in_the_middle = 0
    for _attempt in range(6):
        before = done_so_far()
        process = run_in_process(program)
        wait_until(lambda before=before: done_so_far() > before, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed_in_the_middle += before < done_so_far() < many
        if done_so_far() == many:
            break
    assert killed_in_the_middle
    sweep(by=SWEEP)
    everything_once(many)


def done_so_far():
    return Duty.objects.exclude(state=Duty.State.OPEN).count()


def wait_until(condition, process, seconds=60):
    until = time.monotonic() + seconds
    while not condition() and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.005)


def run_in_process(program):
    """A Python process of the product on the test's own database."""
    name = connection.settings_dict["NAME"]
    url = settings_url(name)
    start = f"import django; django.setup(); {program}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", start], env=environment, cwd=settings.BASE_DIR)


def settings_url(name):
    db = connection.settings_dict
    password = f":{db['PASSWORD']}" if db["PASSWORD"] else ""
    return f"postgres://{db['USER']}{password}@{db['HOST']}:{db['PORT']}/{name}"
