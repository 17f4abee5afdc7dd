"""The evacuation list (疏散清点): who is in the house now, to be counted outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from ops.facilities.models import Facility
from stations.attendance.board import Board, Tile, TileState, roll_call
from stations.terms.models import Shift
from stations.terms.roster import shifts_between


@dataclass(frozen=True, slots=True)
class EvacuationGroup:
    """A group's children of the day, in the house or not, in the order of the board."""

    group_id: UUID | None
    name: str
    tiles: list[Tile]

    @property
    def here(self) -> list[Tile]:
        """Those in the house."""
        return [tile for tile in self.tiles if tile.state == TileState.HERE]


@dataclass(frozen=True, slots=True)
class Evacuation:
    """Whom to count: the board of this moment, its groups, and the grown-ups who are on duty now."""

    board: Board
    groups: list[EvacuationGroup]
    on_duty: list[Shift]

    @property
    def here(self) -> int:
        """Children in the house."""
        return self.board.count(TileState.HERE)


def evacuation_of(facility: Facility) -> Evacuation:
    """The list of a station as of now; five queries whatever the number of children."""
    board = roll_call(facility, facility.today())
    by_group = groupby(board.tiles, key=lambda tile: (tile.group_id, tile.group))
    groups = [EvacuationGroup(pk, name, list(tiles)) for (pk, name), tiles in by_group]
    shifts = shifts_between(facility, board.day, board.day)[board.day]
    return Evacuation(board, groups, _now_on(shifts, facility.local(board.read_at).time()))


def _now_on(shifts: Sequence[Shift], clock: dt.time) -> list[Shift]:
    return [shift for shift in shifts if shift.starts <= clock < shift.ends]
