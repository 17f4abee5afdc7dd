"""What beat starts, and what a committed job asks for. May run twice, at once, or be killed: see `running`."""

from __future__ import annotations

from celery import shared_task

from ops.jobs import actions


@shared_task(soft_time_limit=1500, time_limit=1560)
def drain() -> None:
    """Run what waits."""
    actions.run_waiting()


@shared_task
def clear_away() -> None:
    """Delete files and rows that are kept no longer."""
    actions.clear_away()
