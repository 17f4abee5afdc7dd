"""What the soak's processes know beside the product: a regime, two kinds of jobs, and shorter leases."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
from typing import Any

from celery.signals import worker_ready
from django.conf import settings

from config import beat
from ops.facilities.models import Facility
from ops.jobs import running
from ops.jobs.registry import JobKind, Result, kinds
from ops.organization.models import TradeUnion
from ops.records.actions import create
from ops.reminders import delivery
from tests.ops import duty_world

# A killed holder keeps what it held for seconds here, for a minute or more in real life.
LEASE = dt.timedelta(seconds=10)
delivery.LEASE = running.LEASE = LEASE
delivery.SERVER_WAIT = dt.timedelta(seconds=1)
running.ATTEMPTS = 100
beat.LEASE = 4.0
beat.StandbyScheduler.max_interval = 0.5
ROWS = 4


@worker_ready.connect
def say_so(**kwargs: Any) -> None:
    """Let the soak see that this worker has begun."""
    (settings.DATA_DIR / f"ready-{os.getpid()}").touch()


def enter(job, by, report):
    """Enter some facilities, slowly: all of them with the mark "done", or none."""
    union = TradeUnion.objects.get(pk=job.params["union"])
    for number in range(ROWS):
        report(number, ROWS)
        create(Facility(union=union, kind="room", name=f"{job.pk} {number}"), by=by)
        time.sleep(0.1)
    return Result({"entered": ROWS})


def write(job, by, report):
    """Write a file, slowly."""
    for number in range(ROWS):
        report(number, ROWS)
        time.sleep(0.1)
    return Result({}, io.BytesIO(str(job.pk).encode()), "soak.txt")


duty_world.register()
kinds.register(JobKind("soak-enter", "Enter", run=enter, page=lambda job: "", said=lambda job: ""))
kinds.register(JobKind("soak-write", "Write", run=write, page=lambda job: "", said=lambda job: "", atomic=False))
