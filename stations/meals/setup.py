"""What meals offer to the floors below."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, StandardPlan, Trigger, regimes, standard_plans, triggers
from ops.organization.roles import AT_STATION, Role
from ops.web.registry import MenuEntry, Tab, registry
from safety.food.registry import KitchenFacts, kitchens
from stations.meals.models import Dish, MealRecord, MenuDish, MenuEdition
from stations.terms.models import Station


def register() -> None:
    """The regime 餐食, the record that completes its duty, and meals on the timeline."""
    regimes.register(Regime("meals", _("Meals"), frozenset({"station"}), "二.3 食品餐饮安全制度"))
    triggers.register(
        Trigger("meal_logged", _("Meal recorded"), lambda duty: reverse("meal-board", args=[duty.facility_id]))
    )
    kitchens.register(KitchenFacts("meal-supply", feeds))
    standard_plans.register(
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
            completed_by="record",
            trigger="meal_logged",
            applies=serves_meals,
        )
    )
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
        )
    )
    for entry in _menu_entries():
        timeline.register(entry)
    timeline.register(
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
        )
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
