"""What beat starts. It may run twice, at once, or be killed: the action behind is idempotent."""

from __future__ import annotations

from celery import shared_task

from ops.records.actor import Actor
from ops.rectification.sweeping import sweep as sweep_actions


@shared_task(soft_time_limit=110, time_limit=120)
def sweep() -> None:
    """Remind of corrective actions that are near or overdue, and pass them on."""
    sweep_actions(by=Actor.system("rectification"))
