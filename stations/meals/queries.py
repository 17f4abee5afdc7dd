"""Who eats, and what was served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ops.facilities.models import Facility
from stations.attendance.board import Board, Tile, TileState, roll_call
from stations.enrolment.avoiding import avoided_at
from stations.meals.conflicts import Care, care_for
from stations.meals.menus import planned
from stations.meals.models import NOT_EATEN, Dish, MealKind, MealRecord, Portion, Serving


@dataclass(slots=True)
class Place:
    """A child at table: the tile of the roll call, what it needs before it is served, and what it had."""

    tile: Tile
    care: Care
    serving: Serving | None = None
    # Of a meal noted before servings were.
    noted: str = ""

    @property
    def portion(self) -> str:
        """What the child had; empty while it is not served."""
        return self.serving.portion if self.serving else self.noted

    @property
    def portion_label(self) -> str:
        """The portion as a word."""
        return str(Portion(self.portion).label) if self.portion else ""


@dataclass(slots=True)
class Table:
    """A meal's board: who is here and not yet served, and who was served with what."""

    board: Board
    kind: str
    record: MealRecord | None
    dishes: list[Dish]
    # Meals of the day that stand, by kind.
    meals: dict[str, MealRecord]
    places: list[Place] = field(default_factory=list)

    @property
    def waiting(self) -> list[Place]:
        """Children who are here and not yet served: all before the meal, late arrivals after it."""
        return [place for place in self.places if not place.portion]

    @property
    def served(self) -> list[Place]:
        """Children who were served."""
        return [place for place in self.places if place.portion]

    @property
    def different(self) -> list[Place]:
        """Children whose meal differed from that of all."""
        return [place for place in self.served if place.portion != Portion.FULL]

    @property
    def careful(self) -> list[Place]:
        """Children to settle something for before they are served, conflicts first."""
        found = [place for place in self.waiting if place.care.needed]
        return sorted(found, key=lambda place: not place.care.clashes)

    @property
    def eaten(self) -> int:
        """Children of those served who had something."""
        return sum(place.portion not in NOT_EATEN for place in self.served)


def table(facility: Facility, day: dt.date, kind: str) -> Table:
    """The meal board of a day: who is present now or was served; nine queries whatever the number of children."""
    board = roll_call(facility, day)
    meals = {meal.kind: meal for meal in standing_meals(facility, day).select_related("recorded_by")}
    record = meals.get(kind)
    rows: Iterable[Serving] = Serving.objects.filter(meal=record, voided_at=None) if record else []
    servings = {row.child_id: row for row in rows}
    dishes = [row.dish for row in planned(facility, day, day) if row.kind == kind]
    avoided = avoided_at(facility)
    found = Table(board=board, kind=kind, record=record, dishes=dishes, meals=meals)
    for tile in board.tiles:
        serving = servings.get(tile.child_id)
        noted = _noted(record, tile) if not servings else ""
        if tile.state == TileState.HERE or serving or noted:
            care = care_for(tile.flag, avoided.get(tile.child_id, ()), dishes)
            found.places.append(Place(tile, care, serving, noted))
    return found


def _noted(record: MealRecord | None, tile: Tile) -> str:
    """What a meal from before there were servings says of a child: all who were here ate, but for its exceptions."""
    if record is None or not tile.sequence:
        return ""
    return record.exceptions.get(str(tile.child_id), {}).get("kind") or Portion.FULL


def standing_meals(facility: Facility, day: dt.date) -> QuerySet[MealRecord]:
    """The meals of a day that were not voided."""
    return MealRecord.objects.filter(facility=facility, local_date=day, voided_at=None)


def usual_kind(facility: Facility, now: dt.datetime) -> str:
    """The meal that the clock suggests."""
    hour = facility.local(now).hour
    if hour < 10:
        return MealKind.BREAKFAST
    if hour < 14:
        return MealKind.LUNCH
    return MealKind.SNACK if hour < 17 else MealKind.DINNER
