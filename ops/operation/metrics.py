"""Figures for Prometheus, beside those of django-prometheus; read when they are asked for. With METRICS=1 alone."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import Error
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily

from ops.duties.queries import seconds_since_sweep
from ops.jobs import queries as jobs
from ops.operation import broker, queries
from ops.operation.models import TaskPulse, WorkerPulse


class Figures:
    """A collector: six small statements a scrape, however much the database holds."""

    def describe(self) -> list[Metric]:
        """Nothing beforehand, so that registering touches no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All figures; while the database is away only that it is."""
        try:
            found = [*_duties(), *_outbox(), *_jobs(), *_tasks()]
        except Error:
            yield GaugeMetricFamily("aixin_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("aixin_database_up", "Whether the database answers.", value=1)
        yield from _queues()
        yield from found


def _queues() -> Iterator[Metric]:
    depths = broker.depths()
    yield GaugeMetricFamily("aixin_broker_up", "Whether the broker answers.", value=depths is not None)
    waiting = GaugeMetricFamily("aixin_queue_tasks", "Tasks that wait in a queue.", labels=["queue"])
    for name, count in (depths or {}).items():
        waiting.add_metric([name], count)
    yield waiting


def _duties() -> Iterator[Metric]:
    age = seconds_since_sweep()
    seen = GaugeMetricFamily("aixin_sweep_age_seconds", "Seconds since the last sweep ended; absent before the first.")
    if age is not None:
        seen.add_metric([], age)
    yield seen
    states = GaugeMetricFamily("aixin_duties", "Duties that are open or overdue.", labels=["state"])
    for name, count in queries.duties().items():
        states.add_metric([name], count)
    yield states


def _outbox() -> Iterator[Metric]:
    states = GaugeMetricFamily("aixin_reminders", "Messages waiting to be sent, and given up.", labels=["state"])
    for name, count in queries.reminders().items():
        states.add_metric([name], count)
    yield states


def _jobs() -> Iterator[Metric]:
    states = GaugeMetricFamily("aixin_jobs", "Imports and exports by state.", labels=["state"])
    for name, count in jobs.counts().items():
        states.add_metric([name], count)
    yield states


def _tasks() -> Iterator[Metric]:
    took = SummaryMetricFamily("aixin_task_seconds", "Runs of tasks, and the seconds they took.", labels=["task"])
    failed = CounterMetricFamily("aixin_task_failures", "Runs of tasks that failed.", labels=["task"])
    for pulse in TaskPulse.objects.order_by("task"):
        took.add_metric([pulse.task], count_value=pulse.runs, sum_value=pulse.seconds)
        failed.add_metric([pulse.task], pulse.failures)
    yield took
    yield failed
    seen = GaugeMetricFamily("aixin_worker_seen_seconds", "Seconds since a worker was heard of.", labels=["worker"])
    for worker in WorkerPulse.objects.order_by("name"):
        seen.add_metric([worker.name], max(0.0, time.time() - worker.seen_at.timestamp()))
    yield seen
