"""The state of the program, part by part, each with what to do when it is not well."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.duties.models import Duty
from ops.jobs import queries as jobs
from ops.jobs.models import Job
from ops.operation import broker
from ops.operation.models import TaskFailure, TaskPulse, WorkerPulse
from ops.operation.registry import own_tasks
from ops.reminders.models import Channel, Reminder
from ops.web import health

Text = str | Promise

# A worker that was not heard of for so long is taken to be gone.
WORKER_SILENT = dt.timedelta(seconds=60)
# So many tasks in a queue are more than a moment's work.
QUEUE_LONG = 50
SHOWN = 20
FAILURES_RECENT = dt.timedelta(hours=24)

QUEUE_LABELS: dict[str, Text] = {
    "sweeps": _("Duties and counts"),
    "delivery": _("Reminders"),
    "exports": _("Imports and exports"),
}
PART_LABELS: dict[str, Text] = {
    "database": _("Database"),
    "broker": _("Queue"),
    "cache": _("Cache"),
    "storage": _("Storage of files"),
    "sweep": _("Overdue sweep"),
}
ADVICE: dict[str, Text] = {
    "database": _(
        "Nothing can be recorded. Start the database again, and look at its log and at the disk's free space."
    ),
    "broker": _(
        "Nothing is lost, but tasks wait. Start Redis again; on one machine look whether DATA_DIR can be written."
    ),
    "cache": _("Pages are slower, nothing is lost. Start Redis again; on one machine look at the disk's free space."),
    "storage": _("Photos and files cannot be kept. Look whether the folder or bucket of STORAGE_URL can be written."),
    "sweep": _(
        "Nobody learns of overdue duties. Look whether worker and beat run: systemctl, docker compose ps, make run."
    ),
    "workers": _("No worker answers. Start one: celery --app config worker; with docker compose up -d worker."),
    "queue": _("More comes in than is done. Look whether workers run; start another one, or raise WORKER_CONCURRENCY."),
    "late": _("Look whether beat runs, and among the failures below."),
    "dead": _("Open the list, mend the address with the person, and try again."),
    "jobs": _("Open it, read why, then run it again."),
}


@dataclass(frozen=True)
class Part:
    """A part of the program: its name, its sign (ok, due or bad), what is seen, and what to do unless it is ok."""

    key: str
    label: Text
    sign: str
    detail: str = ""
    advice: Text = ""


@dataclass(frozen=True)
class Repeated:
    """What beat starts again and again. `every` is None for what runs at a time of day."""

    task: str
    label: Text
    every: dt.timedelta | None
    pulse: TaskPulse | None
    late: bool

    @property
    def sign(self) -> str:
        """Late or failed is wrong; never run yet is not yet wrong."""
        if self.late:
            return "bad"
        return "due" if self.pulse is None or self.pulse.last_failed else "ok"


@dataclass(frozen=True)
class State:
    """All of it, for the page and the API."""

    version: str
    parts: list[Part]
    queues: list[Part]
    workers: list[Part]
    repeated: list[Repeated]
    failures: list[TaskFailure]
    failures_today: int
    reminders: dict[str, int]
    jobs: dict[str, int]
    failed_jobs: list[Job] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many things somebody has to see to."""
        signs = [one.sign for group in (self.parts, self.queues, self.workers, self.repeated) for one in group]
        return signs.count("bad") + bool(self.reminders["dead"]) + bool(self.jobs["failed"])


def state() -> State:
    """The state now; a constant number of statements."""
    now = timezone.now()
    return State(
        version=version(),
        parts=parts(),
        queues=queues(),
        workers=workers(now),
        repeated=repeated(now),
        failures=list(TaskFailure.objects.order_by("-last_at", "-pk")[:SHOWN]),
        failures_today=TaskFailure.objects.filter(last_at__gte=now - FAILURES_RECENT).count(),
        reminders=reminders(),
        jobs=jobs.counts(),
        failed_jobs=list(
            Job.objects.filter(state=Job.State.FAILED).select_related("started_by").order_by("-created_at")[:SHOWN]
        ),
    )


def parts() -> list[Part]:
    """What the readiness checks say."""
    return [
        Part(
            key=one["name"],
            label=PART_LABELS.get(one["name"], one["name"]),
            sign="ok" if one["ok"] else "bad",
            detail=_detail(one),
            advice="" if one["ok"] else ADVICE.get(one["name"], ""),
        )
        for one in health.results()
    ]


def _detail(found: dict[str, Any]) -> str:
    """How long the check took, else the fault in its own words; when the sweep last ran stands in the list below."""
    if found["ok"]:
        return f"{found['ms']:.0f} ms"
    return "" if found["name"] == "sweep" else found["detail"]


def queues() -> list[Part]:
    """Waiting tasks by queue."""
    found = broker.depths()
    if found is None:
        return []
    return [
        Part(
            key=name,
            label=QUEUE_LABELS.get(name, name),
            sign="bad" if waiting > QUEUE_LONG else "ok",
            detail=str(waiting),
            advice=ADVICE["queue"] if waiting > QUEUE_LONG else "",
        )
        for name, waiting in found.items()
    ]


def workers(now: dt.datetime) -> list[Part]:
    """Workers heard of within a day; one part that says so where none is alive."""
    rows = list(WorkerPulse.objects.filter(seen_at__gte=now - dt.timedelta(days=1)).order_by("-seen_at")[:SHOWN])
    alive = [row for row in rows if row.seen_at >= now - WORKER_SILENT]
    if not alive:
        return [Part("workers", _("Workers"), "bad", "0", ADVICE["workers"])]
    return [Part(row.name, row.name, "ok", _seconds((now - row.seen_at).total_seconds())) for row in alive]


def _seconds(number: float) -> str:
    return gettext("%(number)s s") % {"number": f"{number:.0f}"}


def repeated(now: dt.datetime) -> list[Repeated]:
    """What beat starts, once a task, those that run most often first."""
    pulses = {pulse.task: pulse for pulse in TaskPulse.objects.all()}
    shortest: dict[str, float | None] = {}
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        seconds = float(entry["schedule"]) if isinstance(entry["schedule"], int | float) else None
        known = shortest.get(entry["task"])
        shortest[entry["task"]] = seconds if known is None else min(known, seconds or known)
    found = []
    for task, seconds in sorted(shortest.items(), key=lambda pair: pair[1] or float("inf")):
        pulse, every = pulses.get(task), dt.timedelta(seconds=seconds) if seconds else None
        late = pulse is not None and pulse.last_at is not None and now - pulse.last_at > _patience(every)
        found.append(Repeated(task, _label(task), every, pulse, late))
    return found


def _label(task: str) -> Text:
    """What it does; its dotted name where nobody said so."""
    entry = own_tasks.get(task)
    return entry.label if entry else task


def _patience(every: dt.timedelta | None) -> dt.timedelta:
    """After so long without a run, it is late: a worker may be busy for a moment, a night's task runs once a day."""
    if every is None:
        return dt.timedelta(hours=26)
    return max(3 * every, dt.timedelta(seconds=90))


def reminders() -> dict[str, int]:
    """Messages that wait to be sent (or tried again), and those given up; what is read in the app needs no sending."""
    rows = Reminder.objects.exclude(channel=Channel.IN_APP).filter(state__in=["waiting", "failed", "sending", "dead"])
    found: dict[Any, int] = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    dead = found.pop("dead", 0)
    return {"waiting": sum(found.values()), "dead": dead}


def duties() -> dict[str, int]:
    """Duties that are open and overdue, for the figures; counted at most four times a minute."""

    def counted() -> dict[str, int]:
        rows = Duty.objects.filter(state__in=[Duty.State.OPEN, Duty.State.OVERDUE])
        found: dict[Any, int] = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
        return {str(name): found.get(name, 0) for name in (Duty.State.OPEN.value, Duty.State.OVERDUE.value)}

    return cache.get_or_set("operation:duties", counted, 15) or counted()


@lru_cache(maxsize=1)
def version() -> str:
    """The program's version."""
    path = settings.BASE_DIR / "pyproject.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"]) if path.exists() else ""
