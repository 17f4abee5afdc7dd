"""What beat starts."""

from __future__ import annotations

from celery import shared_task


@shared_task(soft_time_limit=50, time_limit=60)
def deliver() -> None:
    """Send what waits."""
