"""The roll call of a day: who is expected, here, away or gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Closure, Facility
from ops.organization.models import in_language
from stations.attendance.models import Absence, Handover, Relation
from stations.enrolment.models import Enrolment, PickupPerson
from stations.terms.models import Term
from stations.terms.queries import closure_on, terms_on


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
    group_name: str | None = ""
    group_name_en: str | None = ""
    state: str = TileState.MISSING
    overdue: bool = False
    sequence: int = 0
    came_at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    person_name: str = ""
    relation: str = ""
    left_alone: bool = False
    released: bool = False
    by_code: bool = False
    temperature: Any = None
    feverish: bool = False
    measure: str = ""
    unmeasured: bool = False
    handover_id: UUID | None = None
    version: int = 0
    undo_until: dt.datetime | None = None
    absence_id: UUID | None = None
    absence_reason: str = ""
    announced: bool = False

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def group(self) -> str:
        """The group's name in the reader's language; empty where there is none."""
        return in_language(self.group_name or "", self.group_name_en or "")

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
        if self.state == TileState.HERE and (self.feverish or self.unmeasured):
            return "here fever" if self.feverish else "here unmeasured"
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
            said = _("Announced: %(why)s") if tile.announced else _("Away: %(why)s")
            return said % {"why": Absence.Reason(tile.absence_reason).label}
        if tile.state == TileState.MISSING:
            late = _("Due %(clock)s") % {"clock": self.arrive_by(tile)}
            return late if tile.overdue else (_("Tap when here") if self.is_today else _("Did not come"))
        clock = f"{self.facility.local(tile.last_at):%H:%M}" if tile.last_at else ""
        if tile.left_alone:
            return f"{clock} {_('left alone')}"
        said = f"{clock} {tile.relation_label or tile.person_name}".strip()
        if tile.feverish and tile.state == TileState.HERE:
            done = str(Handover.Measure(tile.measure).label) if tile.measure else ""
            return " ".join(part for part in (clock, f"{tile.temperature} ℃", done) if part)
        if tile.unmeasured:
            return clock + " " + _("temperature missing")
        if tile.released:
            return said + "·" + _("released")
        return said + "·" + _("by code") if tile.by_code else said

    @property
    def asks_health(self) -> bool:
        """Epidemic mode in one of the terms: temperature and health are asked at drop-off."""
        return any(term.health_check for term in self.terms)

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
    """The roll call of a day; four queries whatever the number of children.

    Whoever was brought stays on it, though the day was cancelled or the place given up since: a child in the house is
    never out of sight.
    """
    terms = terms_on(facility, day)
    closure = closure_on(facility, day)
    handovers = list(standing_handovers(facility, day).order_by("sequence"))
    expected = Enrolment.objects.filter(facility=facility, term__in=[term.pk for term in terms]).on(day)
    brought = {handover.enrolment_id for handover in handovers}
    excuse = FilteredRelation(
        "child__absences", condition=Q(child__absences__local_date=day, child__absences__voided_at=None)
    )
    places = (
        Enrolment.objects.filter(Q(pk__in=expected.order_by().values("pk")) | Q(pk__in=brought))
        .annotate(excuse=excuse)
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
            "group__name",
            "group__name_en",
            "excuse__id",
            "excuse__reason",
            "excuse__announcement_id",
        )
    )
    tiles: dict[UUID, Tile] = {}
    for row in places:
        placed = tiles.setdefault(row[0], Tile(*row[:-3]))
        if row[-3] is not None:
            placed.state, placed.absence_id, placed.absence_reason = TileState.ABSENT, row[-3], row[-2]
            placed.announced = row[-1] is not None
    for handover in handovers:
        if handover.child_id in tiles:
            _apply(tiles[handover.child_id], handover)
    _mark_overdue(facility, day, terms, tiles.values())
    asked = {term.pk for term in terms if term.health_check}
    for tile in tiles.values():
        tile.unmeasured = tile.term_id in asked and tile.state == TileState.HERE and tile.temperature is None
    return Board(facility=facility, day=day, terms=terms, tiles=list(tiles.values()), closure=closure)


def standing_handovers(facility: Facility, day: dt.date) -> QuerySet[Handover]:
    """The hand-overs of a day that were not voided."""
    return Handover.objects.filter(facility=facility, local_date=day, voided_at=None)


def _apply(tile: Tile, handover: Handover) -> None:
    if handover.is_arrival:
        tile.state, tile.came_at, tile.left_at = TileState.HERE, handover.occurred_at, None
    else:
        tile.state, tile.left_at = TileState.LEFT, handover.occurred_at
    tile.sequence, tile.absence_id = handover.sequence, None
    tile.handover_id, tile.version = handover.pk, handover.version
    tile.person_name, tile.relation = handover.person_name, handover.relation
    tile.left_alone, tile.released = handover.left_alone, handover.override_by_id is not None
    tile.by_code = handover.code_id is not None
    if handover.is_arrival:
        tile.temperature, tile.feverish, tile.measure = handover.temperature, handover.feverish, handover.measure


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


def handovers_of_day(facility: Facility, day: dt.date) -> QuerySet[Handover]:
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
