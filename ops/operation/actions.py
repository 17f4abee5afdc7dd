"""Letting go of what nobody needs any more about the machinery."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from ops.operation.models import TaskFailure, WorkerPulse

FAILURES_KEPT = dt.timedelta(days=30)
FAILURES_MOST = 500
WORKERS_KEPT = dt.timedelta(days=1)


def clear_away() -> int:
    """Delete old failures, those beyond the newest few hundred, and workers long gone; how many rows."""
    now = timezone.now()
    newest = TaskFailure.objects.order_by("-last_at", "-pk").values_list("pk", flat=True)[:FAILURES_MOST]
    gone = TaskFailure.objects.filter(last_at__lt=now - FAILURES_KEPT).delete()[0]
    gone += TaskFailure.objects.exclude(pk__in=list(newest)).delete()[0]
    return gone + WorkerPulse.objects.filter(seen_at__lt=now - WORKERS_KEPT).delete()[0]
