"""Listening to Celery: each end of a task, each failure, each worker's heartbeat. Never in the way of a task."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps
from multiprocessing import current_process
from typing import Any

import structlog
from celery import signals
from django.db import connections
from django.db.models import F
from django.utils import timezone

from ops.operation.models import TaskFailure, TaskPulse, WorkerPulse

log = structlog.get_logger(__name__)

# A worker's heart beats every two seconds; so often it is written down.
HEARTBEAT = 15.0
# What differs between two failures for the same reason: ids, numbers, addresses in memory.
_PARTICULARS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\d+")
_began: dict[str, float] = {}
_heard = [-HEARTBEAT]


def listen() -> None:
    """Connect the signals, once a process. They are sent in workers alone."""
    signals.task_prerun.connect(_begins, dispatch_uid="operation")
    signals.task_postrun.connect(_ends, dispatch_uid="operation")
    signals.task_failure.connect(_fails, dispatch_uid="operation")
    signals.heartbeat_sent.connect(_beats, dispatch_uid="operation")


def quietly(record: Callable[..., None]) -> Callable[..., None]:
    """What cannot be recorded (the database is away) is left out: the task matters more."""

    @wraps(record)
    def recording(**words: Any) -> None:
        try:
            record(**words)
        except Exception as error:  # noqa: BLE001
            log.info("not_recorded", what=record.__name__, error=type(error).__name__)
        finally:
            # A worker's main process forks: what it opened must not be found by its children.
            if current_process().name == "MainProcess" and not _eager(words.get("sender")):
                connections.close_all()

    return recording


def _eager(sender: Any) -> bool:
    return bool(getattr(getattr(sender, "request", None), "is_eager", False))


def _begins(task_id: str, **words: Any) -> None:
    _began[task_id] = time.monotonic()


@quietly
def _ends(*, sender: Any, task_id: str, state: str = "", **words: Any) -> None:
    took = time.monotonic() - _began.pop(task_id, time.monotonic())
    note_run(sender.name, seconds=took, failed=state == "FAILURE")


@quietly
def _fails(*, sender: Any, exception: Any, **words: Any) -> None:
    hostname = str(getattr(getattr(sender, "request", None), "hostname", "") or "")
    note_failure(sender.name, exception, worker=hostname)


@quietly
def _beats(*, sender: Any, **words: Any) -> None:
    if time.monotonic() - _heard[0] < HEARTBEAT:
        return
    _heard[0] = time.monotonic()
    note_worker(sender.eventer.hostname)


def note_run(task: str, *, seconds: float, failed: bool) -> None:
    """A task has ended. One statement, two for the first time."""
    columns: dict[str, Any] = {
        "last_at": timezone.now(),
        "last_seconds": seconds,
        "last_failed": failed,
        "runs": F("runs") + 1,
        "failures": F("failures") + int(failed),
        "seconds": F("seconds") + seconds,
    }
    row = TaskPulse.objects.filter(task=task)
    if not row.update(**columns):
        TaskPulse.objects.bulk_create([TaskPulse(task=task)], ignore_conflicts=True)
        row.update(**columns)


def note_failure(task: str, error: BaseException, *, worker: str = "") -> None:
    """A task has failed; the same words of the same task are counted, not listed again."""
    now, words = timezone.now(), _PARTICULARS.sub("…", f"{type(error).__name__}: {error}")[:300]
    row = TaskFailure.objects.filter(task=task, error=words)
    columns: dict[str, Any] = {"last_at": now, "worker": worker[:100], "times": F("times") + 1}
    if not row.update(**columns):
        new = TaskFailure(task=task, error=words, worker=worker[:100], first_at=now, last_at=now)
        TaskFailure.objects.bulk_create([new], ignore_conflicts=True)


def note_worker(name: str) -> None:
    """A worker has been heard of."""
    now = timezone.now()
    if not WorkerPulse.objects.filter(name=name).update(seen_at=now):
        WorkerPulse.objects.bulk_create([WorkerPulse(name=name, seen_at=now)], ignore_conflicts=True)
