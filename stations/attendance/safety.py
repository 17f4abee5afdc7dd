"""What concerns children's safety and the union sees: releases to somebody else, breaches of the ratio."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stations.attendance.models import Handover, RatioBreach
from stations.enrolment.models import SENSITIVE

DAYS, MOST = 30, 200


def releases(access: Any) -> QuerySet[Handover]:
    """Releases of the last thirty days in the reader's scope, newest first; one query, at most 200."""
    found = Handover.objects.visible_to(access).filter(
        override_by__isnull=False, voided_at=None, local_date__gte=_first_day()
    )
    rows = found.select_related("facility", "child", "override_by").defer(*(f"child__{name}" for name in SENSITIVE))
    return rows.order_by("-occurred_at", "-id")[:MOST]


def breaches(access: Any) -> QuerySet[RatioBreach]:
    """Breaches of the ratio of the last thirty days in the reader's scope, newest first; one query, at most 200."""
    found = RatioBreach.objects.visible_to(access).filter(local_date__gte=_first_day())
    return found.select_related("facility").order_by("-occurred_at", "-id")[:MOST]


def _first_day() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=DAYS)
