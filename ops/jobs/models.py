"""The row of a long task: who asked for what, how far it is, what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.jobs.registry import JobKind, kinds
from ops.organization.models import User
from ops.records.actor import Actor, Source
from ops.records.ids import uuid7
from ops.records.models import HistoryRow


class JobQuerySet(models.QuerySet):
    """Jobs as the reader may see them."""

    def visible_to(self, access: Any) -> JobQuerySet:
        """One's own; the administrator of the whole installation sees all."""
        return self if access.runs_installation else self.filter(started_by=access.user.pk)

    def unfinished(self) -> JobQuerySet:
        """Those that wait or run."""
        return self.filter(state__in=Job.UNFINISHED)

    def due(self, now: Any) -> JobQuerySet:
        """Those that a worker may take: waiting, or taken by one that has not been heard of."""
        return self.filter(Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, leased_until__lte=now))


class Job(HistoryRow):
    """A long task. Machinery, as the outbox is: what it does to records stands in their history, under its asker.

    `source`, `request_id`, `ip` and `actor_name` are those of the request that asked. All moments are UTC.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("In the queue")
        RUNNING = "running", pgettext_lazy("job", "Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    started_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("started by"), db_index=False, null=True
    )
    # The language in which its file and its words are written.
    language = models.CharField(max_length=10, blank=True)
    # What it is about in words, as its starter knows it: a file's name, a facility's.
    title = models.CharField(_("what it is about"), max_length=160, blank=True)
    # What it is about (an import's draft, an export), and what else the kind needs to know.
    object_id = models.UUIDField(null=True, blank=True)
    params = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(_("total"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    # For the person: why it failed, and by line or field what to mend: [{"where": "…", "message": "…"}].
    message = models.CharField(_("message"), max_length=300, blank=True)
    errors = models.JSONField(default=list, blank=True)
    # For the administrator: the program's own words about a failure.
    trouble = models.CharField(max_length=300, blank=True)
    # What came of it, as data; its kind says it in the reader's language.
    outcome = models.JSONField(default=dict, blank=True)
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # Who runs it: a claim of its own for each run, and until when the claim holds without being heard of.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="job_one_at_a_time",
                condition=Q(state__in=["waiting", "running"], object_id__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["created_at"], name="job_to_run", condition=Q(state__in=["waiting", "running"])),
            models.Index(fields=["started_by", "-created_at"], name="job_by_person"),
            models.Index(fields=["object_id", "-created_at"], name="job_by_object"),
            models.Index(fields=["state", "-created_at"], name="job_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.label} · {self.get_state_display()}"

    @property
    def entry(self) -> JobKind | None:
        """Its kind; None when the program no longer knows it."""
        return kinds.get(self.kind)

    @property
    def label(self) -> str:
        """What it is, in the reader's language."""
        return str(self.entry.label) if self.entry else self.kind

    @property
    def actor(self) -> Actor:
        """Who asked for it."""
        return Actor(self.started_by, Source(self.source), self.request_id, self.ip, self.actor_name)

    @property
    def about(self) -> UUID:
        """What it is about, for kinds that are about something."""
        if self.object_id is None:
            raise ValueError(f"A job of kind {self.kind} is about nothing")
        return self.object_id

    @property
    def is_over(self) -> bool:
        """Whether it is done or failed."""
        return self.state not in self.UNFINISHED

    @property
    def may_run_again(self) -> bool:
        """Whether trying once more makes sense: it failed, and its kind is still known."""
        return self.state == self.State.FAILED and self.entry is not None

    @property
    def progress(self) -> tuple[int, int]:
        """Done and total; while it runs as it last said, which for an atomic kind is only in the cache."""
        if self.state == self.State.RUNNING and (said := cache.get(self.progress_key)):
            return said[0], said[1]
        return self.done, self.total

    @property
    def progress_key(self) -> str:
        """Where the progress of a run is kept while it runs."""
        return f"job:{self.pk}:{self.claim}"

    @property
    def page(self) -> str:
        """The page that started it."""
        return self.entry.page(self) if self.entry else ""

    @property
    def said(self) -> str:
        """What came of it, in a sentence of the reader's language."""
        return self.entry.said(self) if self.entry and self.state == self.State.DONE else self.message

    @property
    def has_file(self) -> bool:
        """Whether there is a file that is still kept."""
        return bool(self.file) and (self.expires_at is None or self.expires_at > timezone.now())
