"""Who eats, and what was served."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from ops.facilities.models import Facility
from stations.attendance.board import Board, Tile, TileState, roll_call
from stations.meals.models import MealException, MealKind, MealRecord


@dataclass(slots=True)
class Place:
    """A child at table: the tile of the roll call, and how the meal differs."""

    tile: Tile
    kind: str = ""
    note: str = ""

    @property
    def kind_label(self) -> str:
        """The exception as a word."""
        return str(MealException(self.kind).label) if self.kind else ""


@dataclass(slots=True)
class Table:
    """A meal's board: everybody present, pre-filled as having eaten."""

    board: Board
    kind: str
    record: MealRecord | None
    places: list[Place] = field(default_factory=list)

    @property
    def flagged(self) -> list[Place]:
        """Children with a flag, who are looked at one by one before serving."""
        return [place for place in self.places if place.tile.flag]


def table(facility: Facility, day: dt.date, kind: str) -> Table:
    """The meal board of a day: who is present now, or who was noted when the meal was recorded; six queries."""
    board = roll_call(facility, day)
    record = standing_meals(facility, day).filter(kind=kind).first()
    noted = record.exceptions if record else {}
    found = Table(board=board, kind=kind, record=record)
    for tile in board.tiles:
        entry = noted.get(str(tile.child_id), {})
        if tile.state == TileState.HERE or entry:
            found.places.append(Place(tile, entry.get("kind", ""), entry.get("note", "")))
    return found


def table_of(record: MealRecord) -> Table:
    """The board of a recorded meal: everybody who was in the station that day; five queries."""
    board = roll_call(record.facility, record.local_date)
    found = Table(board=board, kind=record.kind, record=record)
    for tile in board.tiles:
        entry = record.exceptions.get(str(tile.child_id), {})
        if tile.sequence or entry:
            found.places.append(Place(tile, entry.get("kind", ""), entry.get("note", "")))
    return found


def standing_meals(facility: Facility, day: dt.date) -> QuerySet[MealRecord]:
    """The meals of a day that were not voided."""
    return MealRecord.objects.filter(facility=facility, local_date=day, voided_at=None)


def present_at(facility: Facility, day: dt.date) -> set[UUID]:
    """Children in the station now (or at the end of a past day)."""
    return {tile.child_id for tile in roll_call(facility, day).tiles if tile.state == TileState.HERE}


def usual_kind(facility: Facility, now: dt.datetime) -> str:
    """The meal that the clock suggests."""
    hour = facility.local(now).hour
    if hour < 10:
        return MealKind.BREAKFAST
    if hour < 14:
        return MealKind.LUNCH
    return MealKind.SNACK if hour < 17 else MealKind.DINNER
