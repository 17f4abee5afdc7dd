"""Weekly menus: the draft that staff plan, and the editions that guardians read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ops.facilities.models import Facility
from ops.organization.models import in_language
from stations.enrolment.allergens import labels
from stations.meals.models import MealKind, MenuDish, MenuEdition, WeekMenu

Content = list[dict[str, Any]]


def monday_of(day: dt.date) -> dt.date:
    """The first day of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class PublishedDish:
    """A dish as it was published."""

    name: str
    name_en: str
    ingredients: str
    allergens: tuple[str, ...]
    photo_id: str
    # Not on this meal in the edition before, or with other ingredients or allergens.
    changed: bool

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def allergen_labels(self) -> list[str]:
        """What it contains, in the reader's words."""
        return labels(self.allergens)


@dataclass(frozen=True, slots=True)
class PublishedMeal:
    """A meal of a day as it was published, with what the edition before had instead."""

    kind: str
    dishes: list[PublishedDish]
    gone: list[str]

    @property
    def label(self) -> str:
        """The meal as a word."""
        return str(MealKind(self.kind).label)

    @property
    def changed(self) -> bool:
        """Whether it differs from the edition before."""
        return bool(self.gone) or any(dish.changed for dish in self.dishes)


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A day of a published week."""

    day: dt.date
    meals: list[PublishedMeal]

    @property
    def changed(self) -> bool:
        """Whether a meal differs from the edition before."""
        return any(meal.changed for meal in self.meals)


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    """A week's menu as guardians read it: the newest edition, marked where it differs from the one before."""

    monday: dt.date
    number: int
    published_at: dt.datetime
    reason: str
    # When the edition before was published; None for the first.
    before_at: dt.datetime | None
    days: list[PublishedDay] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether it was changed after it had been published."""
        return self.number > 1

    def of(self, day: dt.date) -> PublishedDay | None:
        """One day of it."""
        return next((found for found in self.days if found.day == day), None)


def published_week(facility: Facility, day: dt.date) -> PublishedWeek | None:
    """The menu that guardians read for the week of a day; None where nothing was published; one query."""
    editions = list(
        MenuEdition.objects.filter(menu__facility=facility, menu__monday=monday_of(day))
        .select_related("menu")
        .order_by("-number")[:2]
    )
    return as_published(editions[0], editions[1] if len(editions) > 1 else None) if editions else None


def as_published(edition: MenuEdition, before: MenuEdition | None) -> PublishedWeek:
    """An edition in the form in which it is read, compared with the one before."""
    old = _meals(before.content) if before else None
    meals = _meals(edition.content)
    days: dict[str, list[PublishedMeal]] = {}
    # A meal that the new edition no longer has is shown too, as gone.
    for key in sorted(meals.keys() | (old or {}).keys(), key=lambda one: (one[0], MealKind.values.index(one[1]))):
        earlier = None if old is None else old.get(key, [])
        days.setdefault(key[0], []).append(_published(key[1], meals.get(key, []), earlier))
    return PublishedWeek(
        monday=edition.menu.monday,
        number=edition.number,
        published_at=edition.published_at,
        reason=edition.reason,
        before_at=before.published_at if before else None,
        days=[PublishedDay(dt.date.fromisoformat(day), found) for day, found in days.items()],
    )


def _meals(content: Content) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {(meal["day"], meal["kind"]): meal["dishes"] for meal in content}


def _published(kind: str, dishes: list[dict[str, Any]], before: list[dict[str, Any]] | None) -> PublishedMeal:
    known = {dish["id"]: dish for dish in before or []}
    here = {dish["id"] for dish in dishes}
    return PublishedMeal(
        kind=kind,
        dishes=[
            PublishedDish(
                name=dish["name"],
                name_en=dish["name_en"],
                ingredients=dish["ingredients"],
                allergens=tuple(dish["allergens"]),
                photo_id=dish["photo"],
                changed=before is not None and _told(dish) != _told(known.get(dish["id"], {})),
            )
            for dish in dishes
        ],
        gone=[in_language(dish["name"], dish["name_en"]) for dish in before or [] if dish["id"] not in here],
    )


def _told(dish: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(dish.get(name) for name in ("name", "ingredients", "allergens"))


def planned(facility: Facility, first: dt.date, last: dt.date) -> list[MenuDish]:
    """What is on the menu of these days, with its dishes, in reading order; one query."""
    found = MenuDish.objects.filter(facility=facility, day__range=(first, last), removed_at=None)
    rows = list(found.select_related("dish").order_by("day", "position", "id"))
    return sorted(rows, key=lambda row: (row.day, MealKind.values.index(row.kind)))


def content_of(rows: list[MenuDish]) -> Content:
    """What an edition keeps of planned dishes."""
    meals: dict[tuple[dt.date, str], list[dict[str, Any]]] = {}
    for row in rows:
        dish = row.dish
        meals.setdefault((row.day, row.kind), []).append(
            {
                "id": str(dish.pk),
                "name": dish.name,
                "name_en": dish.name_en,
                "ingredients": dish.ingredients,
                "allergens": dish.allergens,
                "photo": str(dish.photo_id or ""),
            }
        )
    return [{"day": day.isoformat(), "kind": kind, "dishes": dishes} for (day, kind), dishes in meals.items()]


@dataclass(slots=True)
class PlannedMeal:
    """One meal of a planned day."""

    kind: str
    rows: list[MenuDish] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The meal as a word."""
        return str(MealKind(self.kind).label)


@dataclass(slots=True)
class WeekPlan:
    """The draft of a week beside what was published of it."""

    facility: Facility
    monday: dt.date
    menu: WeekMenu | None
    rows: list[MenuDish]
    editions: list[MenuEdition]

    @property
    def edition(self) -> MenuEdition | None:
        """What guardians read now."""
        return self.editions[0] if self.editions else None

    @property
    def unpublished(self) -> bool:
        """Whether guardians read something else than what is planned."""
        return (self.edition.content if self.edition else []) != content_of(self.rows)

    @property
    def unchecked(self) -> list[Any]:
        """Dishes of the week whose allergens nobody has looked at."""
        dishes: dict[UUID, Any] = {row.dish_id: row.dish for row in self.rows}
        return [dish for dish in dishes.values() if not dish.allergens_checked]

    def meal(self, day: dt.date, kind: str) -> PlannedMeal:
        """What is planned for one meal."""
        return PlannedMeal(kind, [row for row in self.rows if row.day == day and row.kind == kind])


def week_plan(facility: Facility, day: dt.date) -> WeekPlan:
    """The week of a day as it is planned and published; three queries."""
    monday = monday_of(day)
    menu = WeekMenu.objects.filter(facility=facility, monday=monday).first()
    editions = MenuEdition.objects.filter(menu=menu).select_related("published_by").order_by("-number")
    return WeekPlan(
        facility=facility,
        monday=monday,
        menu=menu,
        rows=planned(facility, monday, monday + dt.timedelta(days=6)),
        editions=list(editions) if menu else [],
    )
