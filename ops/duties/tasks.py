"""What beat starts. Each may run twice, at once, or be killed: the actions behind are idempotent."""

from __future__ import annotations

from celery import shared_task

from ops.duties import actions
from ops.duties.generation import days_ahead
from ops.records.actor import Actor


@shared_task(soft_time_limit=110, time_limit=120)
def sweep() -> None:
    """Call what is overdue overdue, remind, escalate."""
    actions.sweep(by=Actor.system("sweep"))


@shared_task(soft_time_limit=1700, time_limit=1800)
def generate() -> None:
    """Make the duties of the week ahead."""
    first, last = days_ahead()
    actions.generate_duties(first=first, last=last, by=Actor.system("generate"))
