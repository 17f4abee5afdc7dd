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
from django.utils import timezone

from ops.duties.actions import change_plan, generate_duties, sweep
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import expand
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


def test_making_sweeping_and_changing_plans_at_once_leaves_each_occurrence_one_duty():
    """Four threads at the same plans; what stands afterwards is what the plans, as they then are, ask for."""
    import datetime as dt

    room = factories.make_facility(factories.make_union(below=factories.make_union()), "room")
    factories.make_user(Role.ROOM_MANAGER, room)
    plans = [make_plan(room, due=dt.time(23, 30)) for _n in range(4)]
    today, last = room.today(), room.today() + dt.timedelta(days=12)
    clocks = [[f"{hour:02}:15"] for hour in range(1, 9)]

    def change(plan):
        for also_due in clocks:
            change_plan(plan=plan, by=SWEEP, version=None, reason="x", also_due=also_due)

    def make():
        for _n in range(8):
            generate_duties(first=today, last=last, by=SWEEP)

    def sweep_again():
        for _n in range(8):
            sweep(by=SWEEP)

    works = iter([lambda: change(plans[0]), lambda: change(plans[1]), make, make, sweep_again])

    def work():
        next(works)()

    in_threads(work, number=5)
    now = timezone.now()
    for plan in DutyPlan.objects.select_related("facility", "policy"):
        generate_duties(first=today, last=last, by=SWEEP, plans=[plan])
        asked = {one.due_at for _plan, one in expand([plan], today, last) if one.due_at > now}
        standing = plan.duties.filter(due_at__gt=now, state=Duty.State.OPEN).values_list("due_at", flat=True)
        assert sorted(standing) == sorted(asked)
    newest = dict(Duty.history.model.objects.order_by("history_id").values_list("id", "state"))
    assert newest == dict(Duty.objects.values_list("pk", "state"))


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
