"""What beat starts; each may run twice, at once, or be killed."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.utils import timezone

from ops.compliance import actions

# So many past days are counted from the beginning every night, whatever the history of duties says.
NIGHTLY_DAYS = 40


@shared_task(soft_time_limit=110, time_limit=120)
def count() -> None:
    """Count what has changed."""
    actions.count_changes()


@shared_task(soft_time_limit=1700, time_limit=1800)
def count_nightly() -> None:
    """Count the last weeks and the week ahead from the beginning."""
    today = timezone.localdate()
    actions.recount(today - dt.timedelta(days=NIGHTLY_DAYS), today + dt.timedelta(days=8))
