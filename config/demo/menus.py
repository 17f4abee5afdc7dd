"""Weekly menus of the first stations: published, once changed, with a child who must not eat one of today's dishes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from config.demo.attendance import MENUS
from config.demo.children import insert_all
from config.demo.world import World, identity
from ops.facilities.models import Facility
from stations.attendance.models import Handover
from stations.enrolment.allergens import found_in
from stations.enrolment.models import ChildAllergen
from stations.meals.menus import content_of, monday_of
from stations.meals.models import (
    AccompaniedMeal,
    Dish,
    MealKind,
    MealRecord,
    MenuDish,
    MenuEdition,
    Portion,
    Serving,
    WeekMenu,
)

STATIONS_WITH_MENU, DAYS_WITH_SERVINGS = 6, 5
SNACKS = ("苹果、酸奶", "香蕉、小面包", "西瓜、牛奶", "梨、蛋糕", "橙子、豆浆")
CHANGED, WHY = "宫保鸡丁", "鲅鱼没有到货，加一道宫保鸡丁"
ENGLISH = {
    "米饭": "Rice",
    "番茄牛腩": "Beef with tomatoes",
    "清炒西兰花": "Broccoli",
    "红烧鸡腿": "Braised chicken leg",
    "宫保鸡丁": "Kung pao chicken",
    "水饺": "Dumplings",
    "馒头": "Steamed bun",
    "酸奶": "Yoghurt",
    "苹果": "Apple",
}


def build_menus(world: World) -> None:
    """Weekly menus, what each child of the first station had in the last days, and a conflict with an allergy today."""
    for facility in world.stations[:STATIONS_WITH_MENU]:
        _weeks(world, facility)
    first = world.stations[0]
    _conflict(world, first)
    _servings(world, first)


def _weeks(world: World, facility: Facility) -> None:
    dishes = {name: _dish(facility, name) for name in sorted({CHANGED, *_names(MENUS), *_names(SNACKS)})}
    this = monday_of(world.today)
    menus, rows, editions = [], [], []
    for monday in (this - dt.timedelta(days=7), this):
        menu = WeekMenu(id=identity("menu", facility.pk, monday), facility=facility, monday=monday)
        planned = [
            _row(menu, monday + dt.timedelta(days=int(number)), kind, dishes[name], place)
            for number in world.weekdays
            for kind, texts in ((MealKind.LUNCH, MENUS), (MealKind.SNACK, SNACKS))
            for place, name in enumerate(_of_day(texts, monday + dt.timedelta(days=int(number))), 1)
        ]
        menus.append(menu)
        rows += planned
        editions.append(_edition(world, menu, 1, planned))
        if monday == this:
            extra = _row(menu, world.today, MealKind.LUNCH, dishes[CHANGED], 9)
            rows.append(extra)
            editions.append(_edition(world, menu, 2, sorted([*planned, extra], key=_order)))
    for table in (list(dishes.values()), menus, rows, editions):
        insert_all(table)


def _names(texts: tuple[str, ...]) -> list[str]:
    return [name for text in texts for name in text.split("、")]


def _of_day(texts: tuple[str, ...], day: dt.date) -> list[str]:
    return texts[day.toordinal() % len(texts)].split("、")


def _dish(facility: Facility, name: str) -> Dish:
    return Dish(
        id=identity("dish", facility.pk, name),
        facility=facility,
        name=name,
        name_en=ENGLISH.get(name, ""),
        allergens=found_in(name),
        allergens_checked=True,
    )


def _row(menu: WeekMenu, day: dt.date, kind: str, dish: Dish, place: int) -> MenuDish:
    return MenuDish(
        id=identity("menu-dish", menu.pk, day, kind, dish.pk),
        facility=menu.facility,
        menu=menu,
        day=day,
        kind=kind,
        dish=dish,
        position=place,
    )


def _order(row: MenuDish) -> tuple[Any, ...]:
    return row.day, MealKind.values.index(row.kind), row.position


def _edition(world: World, menu: WeekMenu, number: int, rows: list[MenuDish]) -> MenuEdition:
    friday = world.moment(menu.monday - dt.timedelta(days=3), dt.time(16, 40))
    return MenuEdition(
        id=identity("edition", menu.pk, number),
        facility=menu.facility,
        menu=menu,
        number=number,
        content=content_of(rows),
        reason=WHY if number > 1 else "",
        published_at=friday if number == 1 else world.moment(world.today, dt.time(7, 20)),
        published_by=world.managers[menu.facility_id],
    )


def _conflict(world: World, facility: Facility) -> None:
    """One of the children who are here today must not eat peanuts; those with a word on the tile are listed too."""
    here = Handover.objects.filter(facility=facility, local_date=world.today, kind=Handover.Kind.DROP_OFF)
    child = here.order_by("occurred_at", "pk").values_list("child_id", flat=True).first()
    wanted = {(child or world.enrolments[facility.pk][0].child_id, "peanut")}
    for enrolment in world.enrolments[facility.pk]:
        wanted |= {(enrolment.child_id, key) for key in found_in(enrolment.child.flag)}
    insert_all(
        [
            ChildAllergen(id=identity("allergen", pk, key), facility=facility, child_id=pk, allergen=key)
            for pk, key in sorted(wanted, key=str)
        ]
    )


def _servings(world: World, facility: Facility) -> None:
    """What each child had of the last lunches, and who ate along."""
    since = world.today - dt.timedelta(days=DAYS_WITH_SERVINGS)
    meals = list(MealRecord.objects.filter(facility=facility, local_date__gte=since))
    came = Handover.objects.filter(facility=facility, local_date__gte=since, kind=Handover.Kind.DROP_OFF)
    present: dict[dt.date, list[Any]] = {}
    for day, child in came.values_list("local_date", "child_id"):
        present.setdefault(day, []).append(child)
    servings = [_serving(meal, child) for meal in meals for child in present.get(meal.local_date, [])]
    along = [
        AccompaniedMeal(
            id=identity("accompanied", meal.pk),
            facility=facility,
            kind=meal.kind,
            local_date=meal.local_date,
            person_name=facility.manager_name or "于海燕",
            remark="温度合适，分量够",
            occurred_at=meal.occurred_at,
            recorded_at=meal.recorded_at,
            recorded_by=meal.recorded_by,
        )
        for meal in meals
    ]
    for rows in (servings, along):
        if rows:
            insert_all(rows, dated_by="recorded_at")


def _serving(meal: MealRecord, child: Any) -> Serving:
    return Serving(
        id=identity("serving", meal.pk, child),
        facility=meal.facility,
        meal=meal,
        child_id=child,
        portion=meal.exceptions.get(str(child), {}).get("kind") or Portion.FULL,
        occurred_at=meal.occurred_at,
        recorded_at=meal.recorded_at,
        recorded_by=meal.recorded_by,
    )
