"""The two duties that complete themselves: every child accounted for, every child handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from stations.attendance.headcount import last_handovers, last_of, not_yet_here
from stations.attendance.models import Handover


def every_child_accounted_for(duties: Sequence[Any]) -> set[UUID]:
    """Ids of the duties on whose day every expected child came or is excused; one query a day that occurs."""
    missing = _places_with(duties, _missing_places)
    return {duty.pk for duty in duties if (duty.facility_id, duty.day) not in missing}


def every_child_handed_over(duties: Sequence[Any]) -> set[UUID]:
    """Ids of the duties on whose day nobody is left in the station.

    Before closing time an empty station is not enough: children who are still to come would be forgotten.
    """
    full = _places_with(duties, _full_places)
    missing = _places_with(duties, _missing_places)
    now = timezone.now()
    met = set()
    for duty in duties:
        key = (duty.facility_id, duty.day)
        if key not in full and (key not in missing or now >= duty.due_at):
            met.add(duty.pk)
    return met


def a_child_is_here() -> Exists:
    """Expression over duties: on their day a child came to their station and has not left."""
    came = Handover.objects.filter(
        facility=OuterRef("facility"), local_date=OuterRef("day"), kind=Handover.Kind.DROP_OFF
    )
    return Exists(last_of(came))


def _places_with(duties: Sequence[Any], find: Callable[[list[UUID], dt.date], Any]) -> set[tuple[UUID, dt.date]]:
    places: dict[dt.date, list[UUID]] = {}
    for duty in duties:
        places.setdefault(duty.day, []).append(duty.facility_id)
    return {(facility_id, day) for day, ids in places.items() for facility_id in find(ids, day)}


def _missing_places(facility_ids: list[UUID], day: dt.date) -> Any:
    """Facilities where an expected child neither came nor is excused."""
    return not_yet_here(facility_ids, day).filter(excused=False).values_list("facility_id", flat=True).distinct()


def _full_places(facility_ids: list[UUID], day: dt.date) -> Any:
    """Facilities where a child came and has not left."""
    here = last_handovers(facility_ids, day).filter(kind=Handover.Kind.DROP_OFF)
    return here.values_list("facility_id", flat=True).distinct()
