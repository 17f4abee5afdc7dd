"""What beat starts. It may run twice, at once, or be killed."""

from __future__ import annotations

from celery import shared_task

from ops.operation import actions


@shared_task
def clear_away() -> None:
    """Delete what is kept no longer."""
    actions.clear_away()
