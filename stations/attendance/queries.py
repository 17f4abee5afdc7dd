"""Who is expected, here, away or gone: the roll call of a day, and one child's day for the hand-over at the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Closure, Facility
from ops.organization.models import in_language
from stations.attendance.models import Absence, Handover, Relation
from stations.enrolment.models import Child, Enrolment, PickupPerson
from stations.terms.models import Term
from stations.terms.queries import closure_on, terms_on

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
# term leaves out is still taken in: a hand-over that happened is never refused for the calendar's sake.
_DAY_OF_CHILDREN = """
SELECT c.id, c.name, c.may_leave_alone, c.facility_id, f.union_path, f.time_zone,
  e.id, e.state, h.sequence, h.occurred_at{others}
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
    with connection.cursor() as cursor:
        cursor.execute(_DAY_OF_CHILDREN.replace("{others}", others).replace("{marks}", marks), params)
        for row in cursor.fetchall():
            child_id = as_uuid(row[0])
            if child_id in days:
                continue  # an earlier hand-over of the day, or a second term
            days[child_id] = ChildDay(
                child_id=child_id,
                name=row[1],
                may_leave_alone=bool(row[2]),
                place=Place(as_uuid(row[3]), row[4]),
                zone=row[5],
                day=day,
                enrolment_id=as_uuid(row[6]) if row[6] else None,
                enrolment_state=row[7] or "",
                sequence=row[8] or 0,
                last_at=as_moment(row[9]),
                missing=row[10],
                here=row[11],
            )
    return days


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


class TileState:
    """Where a child stands on the roll call of a day."""

    MISSING = "missing"
    HERE = "here"
    ABSENT = "absent"
    LEFT = "left"


@dataclass(slots=True)
class Tile:
    """One child on the roll call."""

    child_id: UUID
    enrolment_id: UUID
    name: str
    name_en: str
    pinyin: str
    initials: str
    flag: str
    grade: int | None
    photo_id: UUID | None
    may_leave_alone: bool
    group_id: UUID | None
    term_id: UUID
    state: str = TileState.MISSING
    overdue: bool = False
    sequence: int = 0
    came_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    person_name: str = ""
    relation: str = ""
    left_alone: bool = False
    released: bool = False
    handover_id: UUID | None = None
    version: int = 0
    undo_until: dt.datetime | None = None
    absence_id: UUID | None = None
    absence_reason: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def face(self) -> str:
        """What stands for the face where there is no photo: the last two characters of a Chinese name, or initials."""
        return self.name[-2:] if self.name and not self.name.isascii() else self.initials[:2].upper()

    @property
    def relation_label(self) -> str:
        """Who brought or collected the child, as a word."""
        return str(Relation(self.relation).label) if self.relation else ""

    @property
    def css(self) -> str:
        """How the tile looks."""
        looks = {TileState.HERE: "here", TileState.ABSENT: "away", TileState.LEFT: "gone"}
        return looks.get(self.state, "late" if self.overdue else "wait")

    @property
    def search(self) -> str:
        """What the tile is found by."""
        return " ".join(part for part in (self.name, self.name_en.lower(), self.pinyin, self.initials) if part)

    @property
    def last_at(self) -> dt.datetime | None:
        """When the child came, or left."""
        return self.left_at if self.state == TileState.LEFT else self.came_at


@dataclass(slots=True)
class Board:
    """The roll call of a facility on a day."""

    facility: Facility
    day: dt.date
    terms: list[Term]
    tiles: list[Tile]
    closure: Closure | None
    read_at: dt.datetime = field(default_factory=timezone.now)

    @property
    def is_today(self) -> bool:
        """Whether this is the facility's today, on which children are handed over by a tap."""
        return self.day == self.facility.today()

    def arrive_by(self, tile: Tile) -> str:
        """By when the child should be here, on the station's clock."""
        return next((f"{term.arrive_by:%H:%M}" for term in self.terms if term.pk == tile.term_id), "")

    def note(self, tile: Tile) -> str:
        """What the tile says below the name."""
        if tile.state == TileState.ABSENT:
            return _("Away: %(why)s") % {"why": Absence.Reason(tile.absence_reason).label}
        if tile.state == TileState.MISSING:
            late = _("Due %(clock)s, not here") % {"clock": self.arrive_by(tile)}
            return late if tile.overdue else (_("Tap when here") if self.is_today else _("Did not come"))
        clock = f"{self.facility.local(tile.last_at):%H:%M}" if tile.last_at else ""
        if tile.left_alone:
            return f"{clock} {_('left alone')}"
        return f"{clock} {tile.relation_label or tile.person_name}".strip()

    def count(self, state: str) -> int:
        """Children in a state."""
        return sum(tile.state == state for tile in self.tiles)

    @property
    def counts(self) -> dict[str, int]:
        """All states with their numbers, and those missing beyond the hour."""
        counts = {state: self.count(state) for state in ("missing", "here", "absent", "left")}
        return counts | {
            "overdue": sum(tile.overdue for tile in self.tiles),
            "all": len(self.tiles),
            "expected": len(self.tiles) - counts["absent"],
        }


def roll_call(facility: Facility, day: dt.date) -> Board:
    """The roll call of a day; five queries whatever the number of children."""
    terms = terms_on(facility, day)
    closure = closure_on(facility, day)
    places = (
        Enrolment.objects.filter(facility=facility, term__in=[term.pk for term in terms])
        .on(day)
        .order_by("group__position", "child__pinyin", "pk")
        .values_list(
            "child_id",
            "pk",
            "child__name",
            "child__name_en",
            "child__pinyin",
            "child__initials",
            "child__flag",
            "child__grade",
            "child__photo_id",
            "child__may_leave_alone",
            "group_id",
            "term_id",
        )
    )
    tiles: dict[UUID, Tile] = {}
    for row in places:
        tiles.setdefault(row[0], Tile(*row))
    for handover in standing_handovers(facility, day).order_by("sequence"):
        if tile := tiles.get(handover.child_id):
            _apply(tile, handover)
    for absence in Absence.objects.filter(facility=facility, local_date=day, voided_at=None):
        tile = tiles.get(absence.child_id)
        if tile and tile.state == TileState.MISSING:
            tile.state, tile.absence_id, tile.absence_reason = TileState.ABSENT, absence.pk, absence.reason
    _mark_overdue(facility, day, terms, tiles.values())
    return Board(facility=facility, day=day, terms=terms, tiles=list(tiles.values()), closure=closure)


def standing_handovers(facility: Facility, day: dt.date) -> QuerySet[Handover]:
    """The hand-overs of a day that were not voided."""
    return Handover.objects.filter(facility=facility, local_date=day, voided_at=None)


def _apply(tile: Tile, handover: Handover) -> None:
    if handover.is_arrival:
        tile.state, tile.came_at, tile.left_at = TileState.HERE, handover.occurred_at, None
    else:
        tile.state, tile.left_at = TileState.LEFT, handover.occurred_at
    tile.sequence = handover.sequence
    tile.handover_id, tile.version = handover.pk, handover.version
    tile.person_name, tile.relation = handover.person_name, handover.relation
    tile.left_alone, tile.released = handover.left_alone, handover.override_by_id is not None


def _mark_overdue(facility: Facility, day: dt.date, terms: list[Term], tiles: Iterable[Tile]) -> None:
    limits = {term.pk: facility.moment(day, term.arrive_by) for term in terms}
    now = timezone.now()
    for tile in tiles:
        tile.overdue = tile.state == TileState.MISSING and now > limits[tile.term_id]


def persons_for(facility: Facility, day: dt.date, child_ids: Iterable[UUID]) -> dict[UUID, list[PickupPerson]]:
    """Authorised and barred persons that count on a day, by child, without their phone numbers; one query."""
    persons: dict[UUID, list[PickupPerson]] = {}
    found = PickupPerson.objects.filter(facility=facility, child__in=list(child_ids)).standing(day).defer("phone")
    for person in found.order_by("child", "position", "id"):
        persons.setdefault(person.child_id, []).append(person)
    return persons


def authorisations_mark(facility: Facility) -> str:
    """Changes whenever an authorised or barred person of the facility changes; one query."""
    mark = PickupPerson.objects.filter(facility=facility).aggregate(number=Count("pk"), versions=Sum("version"))
    return f"{mark['number']}-{mark['versions'] or 0}"


def day_records(facility: Facility, day: dt.date) -> QuerySet[Handover]:
    """All hand-overs of a day with those voided, newest first; one query with child and person."""
    return (
        Handover.objects.filter(facility=facility, local_date=day)
        .select_related("child", "person", "recorded_by", "override_by")
        .defer(
            "child__identity_number",
            "child__allergies",
            "child__health_note",
            "child__medication",
            "person__phone",
        )
        .order_by("-occurred_at", "-sequence", "-id")
    )


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


def _places_with(duties: Sequence[Any], find: Callable[[list[UUID], dt.date], Any]) -> set[tuple[UUID, dt.date]]:
    places: dict[dt.date, list[UUID]] = {}
    for duty in duties:
        places.setdefault(duty.day, []).append(duty.facility_id)
    return {(facility_id, day) for day, ids in places.items() for facility_id in find(ids, day)}


def _missing_places(facility_ids: list[UUID], day: dt.date) -> Any:
    """Facilities where an expected child neither came nor is excused."""
    came = Handover.objects.filter(child=OuterRef("child"), local_date=day, voided_at=None)
    excused = Absence.objects.filter(child=OuterRef("child"), local_date=day, voided_at=None)
    expected = Enrolment.objects.filter(facility__in=facility_ids).on(day)
    return expected.exclude(Exists(came)).exclude(Exists(excused)).values_list("facility_id", flat=True).distinct()


def _full_places(facility_ids: list[UUID], day: dt.date) -> Any:
    """Facilities where a child came and has not left."""
    left = Handover.objects.filter(
        child=OuterRef("child"), local_date=day, sequence=OuterRef("sequence") + 1, voided_at=None
    )
    came = Handover.objects.filter(
        facility__in=facility_ids, local_date=day, kind=Handover.Kind.DROP_OFF, voided_at=None
    )
    return came.exclude(Exists(left)).values_list("facility_id", flat=True).distinct()
