"""One child's day so far, as the hand-over at the door needs it: few statements, for this runs at every tap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from ops.facilities.models import Facility
from ops.records.prepared import prepared_cursor
from stations.attendance.models import Handover
from stations.enrolment.models import Child

# Where more children than this are unaccounted for, no hand-over can be the last, whoever else taps at this moment.
NEARLY_LAST = 4


@dataclass(slots=True)
class Place:
    """As much of a facility as the scope asks for."""

    pk: UUID
    union_path: str


@dataclass(slots=True)
class ChildDay:
    """A child's day so far, as a hand-over needs it."""

    child_id: UUID
    name: str
    may_leave_alone: bool
    place: Place
    zone: str
    day: dt.date
    enrolment_id: UUID | None
    enrolment_state: str
    sequence: int
    last_at: dt.datetime | None
    # Epidemic mode: temperature and health are asked at drop-off.
    health_check: bool = False
    # Where they were read along: children missing, and children here, up to NEARLY_LAST + 1 each.
    missing: int = 0
    here: int = 0

    @property
    def is_here(self) -> bool:
        """Whether the child is in the station."""
        return self.sequence % 2 == 1

    @property
    def last_clock(self) -> str:
        """When the last hand-over was, on the station's clock."""
        return f"{self.last_at.astimezone(ZoneInfo(self.zone)):%H:%M}" if self.last_at else ""


# One statement for scope, place, enrolment and the day's last hand-over. Written by hand, because this runs at every
# tap at every door, and composing it from models takes longer than running it. A child who comes on a weekday that the
# term leaves out is still taken in: a hand-over that happened is never refused for the calendar's sake. And a child
# who is here leaves by the place it came with, though that place was given up in the meantime.
_DAY_OF_CHILDREN = """
SELECT c.id, c.name, c.may_leave_alone, c.facility_id, f.union_path, f.time_zone,
  e.id, e.state, h.sequence, h.occurred_at,
  (SELECT t.health_check FROM stations_term t WHERE t.id = e.term_id), h.enrolment_id{others}
FROM stations_child c
JOIN ops_facility f ON f.id = c.facility_id
LEFT JOIN stations_enrolment e ON e.child_id = c.id AND e.state IN ('admitted', 'attending')
  AND (e.from_day IS NULL OR e.from_day <= %s) AND (e.until_day IS NULL OR e.until_day >= %s)
  AND EXISTS (
    SELECT 1 FROM stations_term t
    WHERE t.id = e.term_id AND t.state = 'open' AND t.first_day <= %s AND t.last_day >= %s
  )
LEFT JOIN stations_handover h ON h.child_id = c.id AND h.local_date = %s AND h.voided_at IS NULL
WHERE c.id IN ({marks})
ORDER BY h.sequence DESC
"""

_OTHERS_MISSING = """
SELECT count(*) FROM (
  SELECT 1 FROM stations_enrolment e JOIN stations_term t ON t.id = e.term_id
  WHERE e.facility_id = %s AND e.state IN ('admitted', 'attending')
    AND (e.from_day IS NULL OR e.from_day <= %s) AND (e.until_day IS NULL OR e.until_day >= %s)
    AND t.state = 'open' AND t.first_day <= %s AND t.last_day >= %s AND t.weekdays LIKE %s
    AND NOT EXISTS (SELECT 1 FROM stations_handover h
      WHERE h.child_id = e.child_id AND h.local_date = %s AND h.voided_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM stations_absence a
      WHERE a.child_id = e.child_id AND a.local_date = %s AND a.voided_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM stations_termclosure x WHERE x.term_id = t.id AND x.date = %s)
  LIMIT %s
) unaccounted
"""

_OTHERS_HERE = """
SELECT count(*) FROM (
  SELECT 1 FROM stations_handover a
  WHERE a.facility_id = %s AND a.local_date = %s AND a.voided_at IS NULL AND a.kind = 'drop_off'
    AND NOT EXISTS (SELECT 1 FROM stations_handover b
      WHERE b.child_id = a.child_id AND b.local_date = a.local_date AND b.sequence = a.sequence + 1
        AND b.voided_at IS NULL)
  LIMIT %s
) here
"""

# The same counts beside a child `c`, within the one statement of a tap.
_MISSING_OF_C = _OTHERS_MISSING.replace("e.facility_id = %s", "e.facility_id = c.facility_id")
_HERE_OF_C = _OTHERS_HERE.replace("a.facility_id = %s", "a.facility_id = c.facility_id")


def days_of_children(child_ids: Sequence[UUID], moment: dt.datetime) -> dict[UUID, ChildDay]:
    """The day so far of each child, on the local date of `moment`; one statement (two where a zone differs)."""
    days = _read_days(child_ids, moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date())
    elsewhere: dict[dt.date, list[UUID]] = {}
    for child_id, day in days.items():
        local = moment.astimezone(ZoneInfo(day.zone)).date() if day.zone != settings.TIME_ZONE else day.day
        if local != day.day:
            elsewhere.setdefault(local, []).append(child_id)
    for local, ids in elsewhere.items():
        days |= _read_days(ids, local)
    return days


def _read_days(child_ids: Sequence[UUID], day: dt.date, *, with_others: bool = False) -> dict[UUID, ChildDay]:
    if not child_ids:
        return {}
    key = Child._meta.pk
    date = connection.ops.adapt_datefield_value(day)
    marks = ", ".join(["%s"] * len(child_ids))
    params = [date] * 5 + [key.get_db_prep_value(child_id, connection) for child_id in child_ids]
    others = ", 0, 0"
    if with_others:
        others = f", ({_MISSING_OF_C}), ({_HERE_OF_C})"
        wanted = NEARLY_LAST + 1
        params = [*([date] * 4), f"%{day.weekday()}%", *([date] * 3), wanted, date, wanted, *params]
    days: dict[UUID, ChildDay] = {}
    with prepared_cursor(connection) as cursor:
        cursor.execute(_DAY_OF_CHILDREN.replace("{others}", others).replace("{marks}", marks), params)
        for row in cursor.fetchall():
            child_id = as_uuid(row[0])
            if child_id in days:
                continue  # an earlier hand-over of the day, or a second term
            days[child_id] = _child_day(row, day)
    return days


def _child_day(row: Sequence[Any], day: dt.date) -> ChildDay:
    sequence = row[8] or 0
    came_with = row[11] if sequence % 2 else None
    enrolment = row[6] or came_with
    return ChildDay(
        child_id=as_uuid(row[0]),
        name=row[1],
        may_leave_alone=bool(row[2]),
        place=Place(as_uuid(row[3]), row[4]),
        zone=row[5],
        day=day,
        enrolment_id=as_uuid(enrolment) if enrolment else None,
        enrolment_state=row[7] or "",
        sequence=sequence,
        last_at=as_moment(row[9]),
        health_check=bool(row[10]),
        missing=row[12],
        here=row[13],
    )


def day_of_child(child_id: UUID, moment: dt.datetime) -> ChildDay | None:
    """As `days_of_children` for one child, with how many others are missing or here; one statement."""
    day = moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    found = _read_days([child_id], day, with_others=True).get(child_id)
    if found is not None and found.zone != settings.TIME_ZONE:
        local = moment.astimezone(ZoneInfo(found.zone)).date()
        if local != day:
            found = _read_days([child_id], local, with_others=True).get(child_id)
    return found


def others_unaccounted(facility_id: UUID, day: dt.date, kind: str) -> int:
    """How many children are missing (kind drop-off) or still here (pick-up), counted up to NEARLY_LAST + 1."""
    facility = Facility._meta.pk.get_db_prep_value(facility_id, connection)
    date = connection.ops.adapt_datefield_value(day)
    if kind == Handover.Kind.DROP_OFF:
        statement = _OTHERS_MISSING
        params = [facility, date, date, date, date, f"%{day.weekday()}%", date, date, date, NEARLY_LAST + 1]
    else:
        statement, params = _OTHERS_HERE, [facility, date, NEARLY_LAST + 1]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0]


def as_uuid(value: Any) -> UUID:
    """A key as the database driver gives it (SQLite: 32 characters)."""
    return value if isinstance(value, UUID) else UUID(value)


def as_moment(value: Any) -> dt.datetime | None:
    """A moment as the database driver gives it (SQLite: without its zone, or as text; always UTC)."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value
