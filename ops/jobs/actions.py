"""What happens with jobs: one is asked for, asked for again, and old ones go. Running them lies in `running`."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import structlog
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ops.jobs.models import Job
from ops.jobs.nudging import nudge
from ops.jobs.registry import kinds
from ops.jobs.running import FOLDER, run_waiting
from ops.organization.access import Access
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed

__all__ = ["ask_again", "clear_away", "run_waiting", "start"]

DRAIN = "ops.jobs.tasks.drain"
# Finished jobs stand in the lists for so long; what they did stands in history for good.
KEPT = dt.timedelta(days=90)
log = structlog.get_logger(__name__)


@transaction.atomic
def start(
    *,
    kind: str,
    by: Actor,
    object_id: UUID | None = None,
    title: str = "",
    params: dict[str, Any] | None = None,
) -> Job:
    """Ask for a long task, in the transaction of its cause; a worker begins once that is committed.

    A double tap makes one job: an unfinished one of this kind about the same object is returned as it stands.
    """
    if kind not in kinds:
        raise KeyError(kind)
    job = Job(
        kind=kind,
        started_by=by.user,
        language=get_language() or "",
        object_id=object_id,
        title=title[:160],
        params=params or {},
        source=by.source,
        request_id=by.request_id,
        ip=by.ip,
        actor_name=by.name,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        standing = Job.objects.unfinished().filter(kind=kind, object_id=object_id).first()
        if standing is None:
            raise
        return standing
    nudge(DRAIN)
    return job


@transaction.atomic
def ask_again(*, job: Job, access: Access, by: Actor) -> Job:
    """Let a failed job be tried once more, by whoever started it or the administrator; as its starter asked for it.

    Raises NotAllowed for others, Conflict when it did not fail or when another of its kind is under way.
    """
    if not access.runs_installation and job.started_by_id != access.user.pk:
        raise NotAllowed()
    columns = {"state": Job.State.WAITING, "attempts": 0, "message": "", "trouble": "", "errors": [], "claim": None}
    columns |= {"finished_at": None, "started_at": None, "leased_until": None, "done": 0, "total": 0}
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED, kind__in=[kind.key for kind in kinds])
    try:
        with transaction.atomic():
            found = failed.update(**columns)
    except IntegrityError as error:
        raise Conflict(_("Another one of this kind is under way. Wait until it is done.")) from error
    if not found:
        raise Conflict(_("Only a job that failed can be run again. Load the page again to see where it stands."))
    log.info("job_asked_again", job=str(job.pk), by=str(by.user or by.name))
    nudge(DRAIN)
    return Job.objects.get(pk=job.pk)


def clear_away() -> tuple[int, int]:
    """Delete files that are kept no longer or belong to no job, and rows long finished; how many of each."""
    now = timezone.now()
    gone = Job.objects.filter(finished_at__lt=now - KEPT).delete()[0]
    kept = set(Job.objects.exclude(file="").filter(expires_at__gt=now).values_list("file", flat=True))
    files = 0
    for name in _names():
        path = f"{FOLDER}/{name}"
        # A run may just be about to mark its file as kept: nothing of the last day is touched.
        if path not in kept and default_storage.get_modified_time(path) < now - dt.timedelta(days=1):
            default_storage.delete(path)
            files += 1
    Job.objects.exclude(file="").filter(expires_at__lte=now).update(file="")
    return files, gone


def _names() -> list[str]:
    try:
        return default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []
