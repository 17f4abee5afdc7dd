"""Who eats, and what was served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

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
    # Kinds of meals of which everybody who is here has had a plate.
    complete: frozenset[str]
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
    plates = _plates(meals.values())
    servings = plates[record.pk] if record else {}
    dishes = [row.dish for row in planned(facility, day, day) if row.kind == kind]
    avoided = avoided_at(facility)
    here = {tile.child_id for tile in board.tiles if tile.state == TileState.HERE}
    complete = frozenset(name for name, meal in meals.items() if _is_complete(meal, plates[meal.pk], here))
    found = Table(board=board, kind=kind, record=record, dishes=dishes, complete=complete)
    # A lunch that nobody recorded before the last child left is still recorded.
    forgotten = not here and record is None and (kind == MealKind.LUNCH or bool(dishes))
    for tile in board.tiles:
        serving = servings.get(tile.child_id)
        noted = _noted(record, tile) if not servings else ""
        eats = tile.state == TileState.HERE or (forgotten and tile.state == TileState.LEFT)
        if eats or serving or noted:
            care = care_for(tile.flag, avoided.get(tile.child_id, ()), dishes)
            found.places.append(Place(tile, care, serving, noted))
    return found


def _plates(meals: Iterable[MealRecord]) -> dict[UUID, dict[UUID, Serving]]:
    """What each child had of these meals, by meal and child; one query."""
    found: dict[UUID, dict[UUID, Serving]] = {meal.pk: {} for meal in meals}
    for serving in Serving.objects.filter(meal__in=list(found), voided_at=None) if found else ():
        found[serving.meal_id][serving.child_id] = serving
    return found


def _is_complete(meal: MealRecord, plates: dict[UUID, Serving], here: set[UUID]) -> bool:
    """Whether nobody waits; of a meal noted before servings were, nobody does."""
    return here <= plates.keys() if plates else meal.present > 0


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
