"""Planning meals: the dishes of a station, its weekly menu, and what is published of it to guardians."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actions import amend, create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from stations.enrolment import allergens
from stations.meals.menus import content_of, monday_of, planned
from stations.meals.models import Dish, MealKind, MenuDish, MenuEdition, WeekMenu
from stations.terms.actions import checked

CHANGEABLE = frozenset({"name", "name_en", "ingredients", "allergens", "photo"})
MOST_A_MEAL = 12


@transaction.atomic
def add_dish(
    *,
    id: UUID,
    facility: Facility,
    name: str,
    by: Actor,
    name_en: str = "",
    ingredients: str = "",
    allergens_given: Sequence[str] | None = None,
    photo: Any = None,
) -> Dish:
    """Enter a dish into the station's library.

    Without `allergens_given` they are what name and ingredients suggest, and count as unchecked until somebody looks.
    The same id again returns the dish that stands. Raises RuleBroken at a field, also for a name that is taken.
    """
    if standing := Dish.objects.filter(pk=id).first():
        if (standing.facility_id, standing.name) != (facility.pk, name.strip()):
            raise Conflict(_("This id already stands for another record."))
        return standing
    name, ingredients = name.strip(), ingredients.strip()
    found = allergens.found_in(f"{name} {name_en} {ingredients}")
    dish = Dish(
        id=id,
        facility=facility,
        name=name,
        name_en=name_en.strip(),
        ingredients=ingredients,
        allergens=found if allergens_given is None else _known(allergens_given),
        allergens_checked=allergens_given is not None,
        photo=photo,
    )
    return create(checked(dish), by=by)


@transaction.atomic
def amend_dish(*, dish: Dish, version: int | None, reason: str, by: Actor, **changes: Any) -> Dish:
    """Change a dish, with the reason; with `allergens` they count as checked. Editions published keep the old dish."""
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    if "allergens" in changes:
        changes |= {"allergens": _known(changes["allergens"]), "allergens_checked": True}
    draft = Dish.objects.get(pk=dish.pk)
    for field, value in changes.items():
        setattr(draft, field, value)
    checked(draft)
    return amend(dish, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def check_dishes(*, facility: Facility, contains: Mapping[UUID, Sequence[str]], by: Actor) -> int:
    """Say of dishes, by id, what they really contain; returns how many were checked. Raises RuleBroken."""
    dishes = list(Dish.objects.select_for_update().filter(facility=facility, pk__in=list(contains)))
    if len(dishes) != len(contains):
        raise RuleBroken("dishes", _("This dish is not in the library of the station."))
    for dish in dishes:
        dish.allergens, dish.allergens_checked = _known(contains[dish.pk]), True
        save(dish, by=by, fields=["allergens", "allergens_checked"])
    return len(dishes)


@transaction.atomic
def retire_dish(*, dish: Dish, by: Actor, version: int | None = None) -> Dish:
    """Take a dish out of the library; menus that name it keep it. Doing it again changes nothing."""
    fresh = lock(dish, version=version)
    if fresh.retired_at is None:
        fresh.retired_at = timezone.now()
        save(fresh, by=by, fields=["retired_at"])
    return fresh


@transaction.atomic
def plan_dish(*, id: UUID, facility: Facility, day: dt.date, kind: str, dish: Dish, by: Actor) -> MenuDish:
    """Put a dish on the menu of a meal. The same id, or the same dish there already, changes nothing."""
    _require_meal(kind)
    _require_ahead(facility, day)
    if dish.facility_id != facility.pk:
        raise RuleBroken("dish", _("This dish is not in the library of the station."))
    menu = _menu_of(facility, day, by)
    there = list(MenuDish.objects.filter(facility=facility, day=day, kind=kind, removed_at=None))
    if standing := next((row for row in there if row.dish_id == dish.pk), None):
        return standing
    if len(there) >= MOST_A_MEAL:
        raise RuleBroken("dish", _("A meal has at most %(most)d dishes.") % {"most": MOST_A_MEAL})
    if MenuDish.objects.filter(pk=id).exists():
        raise Conflict(_("This id already stands for another record."))
    position = max((row.position for row in there), default=0) + 1
    row = MenuDish(id=id, facility=facility, menu=menu, day=day, kind=kind, dish=dish, position=position)
    return create(checked(row), by=by)


@transaction.atomic
def plan_by_name(*, facility: Facility, day: dt.date, kind: str, name: str, by: Actor) -> MenuDish:
    """Put a dish on the menu as it is typed: the one of the library of this name, or a new one."""
    name = name.strip()
    if not name:
        raise RuleBroken("name", _("Type a dish."))
    dish = Dish.objects.standing().filter(facility=facility, name=name).first()
    if dish is None:
        dish = add_dish(id=uuid7(), facility=facility, name=name, by=by)
    return plan_dish(id=uuid7(), facility=facility, day=day, kind=kind, dish=dish, by=by)


@transaction.atomic
def unplan_dish(*, planned_dish: MenuDish, by: Actor) -> MenuDish:
    """Take a dish off the menu; what was published stays until it is published again."""
    fresh = lock(planned_dish, version=None)
    _require_ahead(fresh.facility, fresh.day)
    if fresh.removed_at is None:
        fresh.removed_at = timezone.now()
        save(fresh, by=by, fields=["removed_at"])
    return fresh


@transaction.atomic
def copy_week(*, facility: Facility, day: dt.date, by: Actor) -> int:
    """Fill the empty meals of a day's week from the newest earlier week that has any; returns how many dishes.

    Dishes no longer cooked are left out, and days that are past. Raises RuleBroken where there is nothing to copy.
    """
    monday = monday_of(day)
    source = MenuDish.objects.filter(facility=facility, day__lt=monday, removed_at=None).order_by("-day").first()
    if source is None:
        raise RuleBroken("", _("There is no earlier menu to copy."))
    shift = monday - monday_of(source.day)
    taken = {(row.day, row.kind) for row in planned(facility, monday, monday + dt.timedelta(days=6))}
    menu = _menu_of(facility, monday, by)
    rows = [
        MenuDish(facility=facility, menu=menu, day=row.day + shift, kind=row.kind, dish=row.dish, position=row.position)
        for row in planned(facility, monday - shift, monday - shift + dt.timedelta(days=6))
        if row.dish.retired_at is None
        and (row.day + shift, row.kind) not in taken
        and row.day + shift >= facility.today()
    ]
    return len(bulk.insert(MenuDish, rows, by=by))


@transaction.atomic
def publish_week(*, facility: Facility, day: dt.date, by: Actor, reason: str = "") -> MenuEdition:
    """Publish a week's menu to guardians; a changed one becomes the next edition, with what changed.

    Publishing what already stands changes nothing. Raises RuleBroken for an empty menu, for a dish whose allergens
    nobody has looked at, and for a change without a reason.
    """
    monday = monday_of(day)
    menu = lock(_menu_of(facility, monday, by), version=None)
    rows = planned(facility, monday, monday + dt.timedelta(days=6))
    content = content_of(rows)
    last = menu.editions.order_by("-number").first()
    if last is not None and last.content == content:
        return last
    if last is None and not rows:
        raise RuleBroken("", _("There is nothing on the menu yet."))
    _require_checked(rows)
    if last is not None:
        require_reason(reason)
    edition = MenuEdition(
        facility=facility,
        menu=menu,
        number=last.number + 1 if last else 1,
        content=content,
        reason=reason.strip(),
        published_at=timezone.now(),
        published_by=by.user,
    )
    return create(checked(edition), by=by, reason=reason)


def _known(keys: Sequence[str]) -> list[str]:
    found = allergens.known(keys)
    if len(found) != len(set(keys)):
        raise RuleBroken("allergens", _("This allergen is not on the list."))
    return found


def _require_meal(kind: str) -> None:
    if kind not in MealKind.values:
        raise RuleBroken("kind", _("This meal is not known."))


def _require_ahead(facility: Facility, day: dt.date) -> None:
    """What was eaten is a record of its own: the plan of a past day is not rewritten."""
    if day < facility.today():
        raise RuleBroken("day", _("This day is past. What was served stands in the record of the meal."))


def _require_checked(rows: list[MenuDish]) -> None:
    names = sorted({row.dish.name for row in rows if not row.dish.allergens_checked})
    if names:
        text = ngettext(
            "Look at what this dish contains first: %(names)s.",
            "Look at what these dishes contain first: %(names)s.",
            len(names),
        )
        raise RuleBroken("dishes", text % {"names": "、".join(names)})


def _menu_of(facility: Facility, day: dt.date, by: Actor) -> WeekMenu:
    """The menu of a day's week, made at its first dish. Two at once make one."""
    week = {"facility": facility, "monday": monday_of(day)}
    found = WeekMenu.objects.filter(**week).first()
    if found is None:
        bulk.insert(WeekMenu, [WeekMenu(**week)], by=by)
        found = WeekMenu.objects.get(**week)
    return found
