"""What meals offer to the floors below."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import (
    Condition,
    Regime,
    StandardPlan,
    Trigger,
    conditions,
    regimes,
    standard_plans,
    triggers,
)
from ops.organization.roles import AT_STATION, Role
from ops.web.registry import MenuEntry, Tab, registry
from safety.food.registry import KitchenFacts, kitchens
from stations.meals.beside import MealLinks, food_safety_links, meal_links
from stations.meals.conditions import condition_of, everybody_served
from stations.meals.kitchen import TRIGGER
from stations.meals.models import (
    AccompaniedMeal,
    Dish,
    KitchenLink,
    KitchenOrder,
    MealKind,
    MealPhoto,
    MealRecord,
    MenuDish,
    MenuEdition,
    Serving,
)
from stations.terms.models import Station


def register() -> None:
    """The regime 餐食, the record that completes its duty, and meals on the timeline."""
    regimes.register(Regime("meals", _("Meals"), frozenset({"station"}), "二.3 食品餐饮安全制度"))
    for kind in MealKind:
        conditions.register(_everybody_served(kind))
    triggers.register(
        Trigger(TRIGGER, _("Count sent to the kitchen"), lambda duty: reverse("kitchen-count", args=[duty.facility_id]))
    )
    kitchens.register(KitchenFacts("meal-supply", feeds))
    meal_links.register(MealLinks("food-safety", food_safety_links))
    for plan in PLANS:
        standard_plans.register(plan)
    for entry in (*_menu_entries(), *_meal_entries()):
        timeline.register(entry)
    _menus()


def _everybody_served(kind: MealKind) -> Condition:
    def are_met(duties: Sequence[Any]) -> set[UUID]:
        return everybody_served(kind, duties)

    return Condition(
        condition_of(kind),
        _SERVED[kind],
        is_met=lambda duty: duty.pk in are_met([duty]),
        url=lambda duty: f"{reverse('meal-board', args=[duty.facility_id])}?kind={kind}",
        are_met=are_met,
    )


_SERVED = {
    MealKind.BREAKFAST: _("Every child served: breakfast"),
    MealKind.LUNCH: _("Every child served: lunch"),
    MealKind.SNACK: _("Every child served: snack"),
    MealKind.DINNER: _("Every child served: dinner"),
}


def _menus() -> None:
    """The tab, the menu, and what works without a line."""
    registry.keep_offline("stations/meals/table.css", "stations/meals/table.js")
    registry.add_tabs(
        Tab(
            key="meals",
            label=_("Meals"),
            url_name="meal-home",
            icon="meal",
            roles=frozenset(AT_STATION),
            order=20,
        )
    )
    registry.add_menu(
        MenuEntry(
            key="menu",
            label=_("Weekly menu"),
            url_name="menu-home",
            icon="calendar",
            roles=frozenset(AT_STATION),
            group="field",
            order=35,
        ),
        MenuEntry(
            key="kitchen-count",
            label=_("Count for the kitchen"),
            url_name="kitchen-count-home",
            icon="kitchen",
            roles=frozenset(AT_STATION),
            group="field",
            order=36,
        ),
    )


def _menu_entries() -> list[TimelineEntry]:
    return [
        TimelineEntry(
            Dish,
            _("Dish"),
            ("name", "name_en", "ingredients", "allergens", "allergens_checked", "photo", "retired_at"),
            regime="meals",
        ),
        TimelineEntry(
            MenuDish,
            _("Dish on the menu"),
            ("day", "kind", "dish", "removed_at"),
            regime="meals",
            title=lambda row: f"{row.day:%m-%d} {row.get_kind_display()} · {row.dish}",
        ),
        TimelineEntry(
            MenuEdition,
            _("Published menu"),
            ("menu", "number", "reason", "published_at", "content"),
            regime="meals",
            title=lambda row: f"{row.menu} · {row.number}",
        ),
    ]


def _meal_entries() -> list[TimelineEntry]:
    return [
        TimelineEntry(
            MealRecord,
            _("Meal"),
            (
                *("kind", "local_date", "occurred_at", "menu", "present", "ate", "accompanied_by"),
                *("flags_confirmed", "exceptions", "voided_at"),
            ),
            regime="meals",
            title=lambda row: row.get_kind_display(),
            masked=frozenset({"exceptions"}),
        ),
        TimelineEntry(
            Serving,
            _("Serving"),
            ("child", "portion", "note", "has_clash", "clashes", "settled", "instead", "voided_at"),
            regime="meals",
            title=lambda row: f"{row.child} · {row.get_portion_display()}",
            masked=frozenset({"note", "clashes", "instead"}),
            masked_names=frozenset({"child"}),
        ),
        TimelineEntry(
            AccompaniedMeal,
            _("Accompanied meal"),
            ("kind", "local_date", "person_name", "capacity", "verdict", "remark", "voided_at"),
            regime="meals",
            title=lambda row: f"{row.get_kind_display()} · {row.person_name}",
            masked_names=frozenset({"person_name"}),
        ),
        TimelineEntry(
            MealPhoto,
            _("Photo of a meal"),
            ("kind", "local_date", "photo", "voided_at"),
            regime="meals",
            title=lambda row: row.get_kind_display(),
        ),
        TimelineEntry(
            KitchenOrder,
            _("Count for the kitchen"),
            ("kind", "local_date", "children", "staff", "extra", "groups", "specials", "note", "seen_at"),
            regime="meals",
            title=lambda row: f"{row.get_kind_display()} {row.children + row.staff + row.extra}",
        ),
        TimelineEntry(
            KitchenLink,
            _("Link for the kitchen's phone"),
            ("until", "made_by", "opened_at", "voided_at"),
            regime="meals",
        ),
    ]


def feeds(facility: Any, need: str) -> bool:
    """What a station's 供餐方式 asks of it: "kitchen" where it cooks, "food" where anything is eaten.

    A facility that is no station, or a station that has not said, is asked for both.
    """
    supply = Station.objects.filter(facility=facility.pk).values_list("meal_supply", flat=True).first()
    if supply is None:
        return True
    return supply == Station.MealSupply.KITCHEN if need == "kitchen" else supply != Station.MealSupply.NONE


def serves_meals(facility: Any) -> bool:
    """Whether the station gives meals at all."""
    return feeds(facility, "food")


PLANS = (
    StandardPlan(
        key="kitchen-count",
        facility_kind="station",
        regime="meals",
        name="午餐人数报厨房",
        name_en="Lunch count sent to the kitchen",
        opens=dt.time(7, 0),
        due=dt.time(9, 30),
        role=Role.STATION_STAFF,
        policy="routine",
        calendar="term_days",
        completed_by="record",
        trigger=TRIGGER,
        applies=serves_meals,
    ),
    StandardPlan(
        key="lunch-recorded",
        facility_kind="station",
        regime="meals",
        name="午餐记录",
        name_en="Lunch recorded",
        opens=dt.time(11, 0),
        due=dt.time(13, 30),
        role=Role.STATION_STAFF,
        policy="routine",
        calendar="term_days",
        completed_by="condition",
        trigger=condition_of(MealKind.LUNCH),
        applies=serves_meals,
    ),
)
