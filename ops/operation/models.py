"""What workers say about themselves: kept in the database, so that every process can show it. No domain records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskPulse(models.Model):
    """One row a task: when it last ended, how long it took, and the sums since the beginning."""

    task = models.CharField(max_length=100, primary_key=True)
    last_at = models.DateTimeField(null=True)
    last_seconds = models.FloatField(default=0)
    last_failed = models.BooleanField(default=False)
    runs = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        verbose_name = _("task that runs by itself")
        verbose_name_plural = _("tasks that run by themselves")

    def __str__(self) -> str:
        return self.task


class TaskFailure(models.Model):
    """A task's error: one row for the same words, with how often and when. Old ones go; see actions.clear_away."""

    task = models.CharField(_("task"), max_length=100)
    error = models.CharField(_("error"), max_length=300)
    worker = models.CharField(max_length=100, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(_("last time"))
    times = models.PositiveIntegerField(_("how often"), default=1)

    class Meta:
        verbose_name = _("failure of a task")
        verbose_name_plural = _("failures of tasks")
        constraints = (models.UniqueConstraint(fields=["task", "error"], name="task_failure_once"),)
        indexes = (models.Index(fields=["-last_at"], name="task_failure_newest"),)

    def __str__(self) -> str:
        return f"{self.task}: {self.error}"


class WorkerPulse(models.Model):
    """A worker process, and when it was last heard of."""

    name = models.CharField(max_length=100, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name
