"""Running what waits: claim one, do it, mark it; killed at any point, it is found and taken up again."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import Error, InterfaceError, OperationalError, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ops.jobs.models import Job
from ops.jobs.nudging import nudge
from ops.jobs.registry import Failed, Result
from ops.records.bulk import one_at_a_time
from ops.records.errors import DomainError

log = structlog.get_logger(__name__)
State = Job.State

# A run that says nothing for so long is taken to be dead, and another takes over.
LEASE = dt.timedelta(seconds=60)
# After so many runs that were killed, the job itself is taken to be the cause.
ATTEMPTS = 5
FILE_DAYS = 7
FOLDER = "jobs"
# The progress of a run is written at most so often, in seconds.
PACE = 0.5


class Lost(Exception):
    """The claim is another's by now: this run is worth nothing, and ends without a trace."""


class Report:
    """What a run calls to say how far it is: `report(done, total)`."""

    def __init__(self, job: Job, *, renews: bool):
        self.job = job
        self.renews = renews
        self.last = 0.0

    def __call__(self, done: int, total: int = 0) -> None:
        """Show the progress and keep the claim. Raises Lost when the claim has gone to another."""
        if time.monotonic() - self.last < PACE:
            return
        self.last = time.monotonic()
        self.job.done, self.job.total = done, total
        cache.set(self.job.progress_key, [done, total], 3600)
        # Within its one transaction a run neither can nor need renew: nobody gets at the row that it holds.
        if self.renews and not _mine(self.job).update(done=done, total=total, leased_until=timezone.now() + LEASE):
            raise Lost


def run_waiting(*, seconds: float = 60) -> int:
    """Run jobs one after another, beginning none later than `seconds` from now; returns how many were run.

    At most JOBS_AT_ONCE run at a time, so that exports never keep the sweeps waiting for a free worker.
    """
    until, ran = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        if not Job.objects.due(timezone.now()).exists():
            return ran
        job = _claim()
        if job is None:
            return ran
        if job.state == State.RUNNING:
            _run(job)
        ran += 1
    nudge("ops.jobs.tasks.drain")
    return ran


@transaction.atomic
def _claim() -> Job | None:
    """The next job, now ours, or given up because it was killed too often; None if nothing may be begun."""
    one_at_a_time("jobs")
    now = timezone.now()
    if _running(now) >= settings.JOBS_AT_ONCE:
        return None
    job = Job.objects.due(now).order_by("created_at", "pk").select_for_update(skip_locked=True).first()
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:
        with translation.override(job.language or settings.LANGUAGE_CODE):
            job.message = _("It was interrupted again and again. Try it once more later, or with less at a time.")
        job.state, job.finished_at, job.trouble = State.FAILED, now, f"interrupted {job.attempts} times"
    else:
        job.state, job.claim, job.attempts = State.RUNNING, uuid.uuid4(), job.attempts + 1
        job.started_at, job.leased_until = now, now + LEASE
        job.done = job.total = 0
    job.save()
    return job


def _running(now: dt.datetime) -> int:
    """How many are under way: those heard of, and those whose run still holds their row."""
    running = Job.objects.filter(state=State.RUNNING)
    abandoned = running.filter(leased_until__lte=now).select_for_update(skip_locked=True)
    return running.count() - len(abandoned.values_list("pk"))


def _run(job: Job) -> None:
    with translation.override(job.language or settings.LANGUAGE_CODE):
        try:
            _work(job)
        except Lost:
            log.warning("job_lost", job=str(job.pk), kind=job.kind)
        except (OperationalError, InterfaceError):
            _let_go(job)
            raise
        except Exception as error:  # noqa: BLE001  # whatever went wrong is told to who waits for it
            _fail(job, error)


def _work(job: Job) -> None:
    kind = job.entry
    if kind is None:
        raise Failed(_("This version of the program does not know this kind of job. Ask for it anew."))
    if not kind.atomic:
        _finish(job, kind.run(job, job.actor, Report(job, renews=True)))
        return
    with transaction.atomic():
        if not _mine(job).select_for_update().exists():
            raise Lost
        _finish(job, kind.run(job, job.actor, Report(job, renews=False)))


def _finish(job: Job, result: Result | None) -> None:
    """Mark it as done, unless another has taken it over meanwhile: one run is kept, the others leave no file."""
    result = result or Result()
    if result.file is not None:
        suffix = result.file_name.rpartition(".")[2]
        with result.file as content:
            job.file.name = default_storage.save(f"{FOLDER}/{job.claim}.{suffix}", File(content))
        job.file_name, job.expires_at = result.file_name[:120], timezone.now() + dt.timedelta(days=FILE_DAYS)
    columns: dict[str, Any] = {"file": job.file.name or "", "file_name": job.file_name, "expires_at": job.expires_at}
    columns |= {"outcome": result.outcome, "done": max(job.done, job.total), "total": job.total}
    if not _mine(job).update(**columns, state=State.DONE, finished_at=timezone.now(), message="", errors=[]):
        if columns["file"]:
            default_storage.delete(columns["file"])
        raise Lost


def _fail(job: Job, error: Exception) -> None:
    """Say what went wrong: a refusal in its own words, everything else in ours, the error for the administrator."""
    columns: dict[str, Any] = {"trouble": "", "errors": []}
    if isinstance(error, DomainError):
        columns |= {"message": str(error.detail)[:300], "errors": _as_data(error)}
    elif isinstance(error, SoftTimeLimitExceeded):
        columns |= {"message": _("It took too long and was stopped. Ask for less at a time."), "trouble": "time limit"}
    else:
        log.error("job_failed", job=str(job.pk), kind=job.kind, exc_info=error)
        words = _("Something broke on our side. Run it again; if it stays, tell the system administrator.")
        columns |= {"message": words, "trouble": f"{type(error).__name__}: {error}"[:300]}
    _mine(job).update(**columns, state=State.FAILED, finished_at=timezone.now())


def _as_data(error: DomainError) -> list[dict[str, str]]:
    lines = getattr(error, "lines", None) or [
        ("" if field == "__all__" else field, message)
        for field, messages in error.errors.items()
        for message in messages
        if str(message) != str(error.detail)
    ]
    return [{"where": str(where), "message": str(message)} for where, message in lines[:200]]


def _let_go(job: Job) -> None:
    """The database failed us: nothing was committed; if it is back already another may begin at once, else later."""
    connections.close_all()
    try:
        _mine(job).update(state=State.WAITING, leased_until=None)
    except Error:
        log.warning("job_left_to_its_lease", job=str(job.pk))


def _mine(job: Job) -> Any:
    """The row, as long as it is this run's."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, claim=job.claim)
