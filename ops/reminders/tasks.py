"""What beat starts, and what a committed reminder asks for."""

from __future__ import annotations

from celery import shared_task

from ops.reminders import actions


@shared_task(soft_time_limit=110, time_limit=120)
def deliver() -> None:
    """Send what waits."""
    actions.deliver()
