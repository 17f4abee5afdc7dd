"""The duties that complete themselves once every child at table has a plate, or is known to want none: one a meal."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from stations.attendance.models import Handover
from stations.meals.models import Serving


def condition_of(kind: str) -> str:
    """The key under which the duty engine knows that a meal of this kind was served to everybody."""
    return f"{kind}_served"


def everybody_served(kind: str, duties: Sequence[Any]) -> set[UUID]:
    """Ids of the duties at whose meal nobody waits for a plate; one query for each day and time that occur.

    Expected are the children who are in the station, at the latest when the duty is due: who comes in the afternoon
    is no lunch guest. Where all have left since the duty opened, somebody must have been served before.
    """
    now = timezone.now()
    times: dict[tuple[dt.date, dt.datetime, dt.datetime], list[UUID]] = defaultdict(list)
    for duty in duties:
        times[duty.day, duty.opens_at, min(duty.due_at, now)].append(duty.facility_id)
    waiting = {
        (facility_id, day, opens)
        for (day, opens, until), ids in times.items()
        for facility_id in _waiting(kind, ids, day, opens, until)
    }
    return {duty.pk for duty in duties if (duty.facility_id, duty.day, duty.opens_at) not in waiting}


def _waiting(
    kind: str, facility_ids: list[UUID], day: dt.date, opens: dt.datetime, until: dt.datetime
) -> QuerySet[Handover, UUID]:
    """Facilities where a child has no plate."""
    plates = Serving.objects.filter(
        meal__local_date=day, meal__kind=kind, meal__voided_at=None, meal__facility=OuterRef("facility"), voided_at=None
    )
    left = Handover.objects.filter(
        child=OuterRef("child"), local_date=day, sequence=OuterRef("sequence") + 1, voided_at=None
    )
    came = Handover.objects.filter(
        facility__in=facility_ids,
        local_date=day,
        kind=Handover.Kind.DROP_OFF,
        occurred_at__lte=until,
        voided_at=None,
    ).annotate(left_at=Subquery(left.values("occurred_at")[:1]))
    here = Q(left_at=None) | Q(left_at__gt=until)
    were_here = Q(left_at__gt=opens) & ~Exists(plates)
    without = came.exclude(Exists(plates.filter(child=OuterRef("child"))))
    return without.filter(here | were_here).values_list("facility_id", flat=True).distinct()
