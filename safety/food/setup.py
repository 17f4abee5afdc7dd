"""What the kitchen registers with the floors below; called once by the app's `ready()`."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, StandardPlan, Trigger, regimes, standard_plans, triggers
from ops.organization.roles import Role
from ops.rectification.registry import sources
from safety.food import failing
from safety.food.models import FoodDelivery, FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck
from safety.food.registry import kitchens

STATION = frozenset({"station"})


def register() -> None:
    """Regimes, triggers, plans, the timeline."""
    regimes.register(Regime("food_safety", _("Food safety"), STATION, "二.3 食品餐饮安全制度"))
    regimes.register(Regime("retained_sample", _("Retained samples"), STATION, "二.3 食品餐饮安全制度"))
    for key, label in _TRIGGERS.items():
        triggers.register(Trigger(key, label, lambda duty: reverse("kitchen", args=[duty.facility_id])))
    for plan in _PLANS:
        standard_plans.register(plan)
    for kind in failing.kinds():
        sources.register(kind)
    _register_timeline()


_TRIGGERS = {
    "fridge_reading": _("Fridge reading"),
    "retained_sample": _("Retained sample"),
    "food_log": _("Food delivery"),
    "morning_check": _("Staff morning check"),
}


def _plan(key: str, name: str, name_en: str, opens: int, due: tuple[int, int], **more: object) -> StandardPlan:
    options = {"regime": "food_safety", "role": Role.STATION_STAFF, "policy": "routine"} | more
    return StandardPlan(
        key=key,
        facility_kind="station",
        name=name,
        name_en=name_en,
        opens=dt.time(opens),
        due=dt.time(*due),
        **options,  # type: ignore[arg-type]
    )


def _by_record(trigger: str, need: str) -> dict[str, object]:
    return {
        "completed_by": "record",
        "trigger": trigger,
        "applies": lambda facility: all(kitchen.has(facility, need) for kitchen in kitchens),
    }


_PLANS = (
    _plan(
        "staff-morning-check", "从业人员晨检", "Staff morning check", 6, (9, 0), **_by_record("morning_check", "food")
    ),
    _plan(
        "fridge-morning",
        "冰箱测温（上午）",
        "Fridge temperature, morning",
        6,
        (9, 30),
        **_by_record("fridge_reading", "kitchen"),
    ),
    _plan(
        "fridge-afternoon",
        "冰箱测温（下午）",
        "Fridge temperature, afternoon",
        13,
        (16, 0),
        **_by_record("fridge_reading", "kitchen"),
    ),
    _plan("food-delivery", "进货查验、索证索票", "Food delivery check", 6, (12, 30), **_by_record("food_log", "food")),
    _plan(
        "retained-sample",
        "午餐留样",
        "Lunch sample",
        10,
        (13, 0),
        regime="retained_sample",
        **_by_record("retained_sample", "kitchen"),
    ),
    _plan(
        "food-daily-control",
        "食品安全日管控",
        "Daily food control",
        8,
        (16, 30),
        checklist="station-food-daily",
        applies=lambda facility: all(kitchen.has(facility, "food") for kitchen in kitchens),
    ),
    _plan(
        "food-weekly-check",
        "食品安全周排查",
        "Weekly food check",
        8,
        (17, 0),
        rrule="FREQ=WEEKLY;BYDAY=FR",
        role=Role.FACILITY_MANAGER,
        checklist="station-food-weekly",
        applies=lambda facility: all(kitchen.has(facility, "food") for kitchen in kitchens),
    ),
)


def _register_timeline() -> None:
    judged = ("passed", "remedy")
    timeline.register(
        TimelineEntry(
            RetainedSample,
            _("Retained sample"),
            ("meal", "dish", "grams", "cabinet", "temperature", "kept_by", "kept_until", "discarded_at", *judged),
            regime="retained_sample",
        )
    )
    timeline.register(
        TimelineEntry(
            FridgeReading, _("Fridge reading"), ("kind", "appliance", "temperature", *judged), regime="food_safety"
        )
    )
    timeline.register(
        TimelineEntry(
            FoodDelivery,
            _("Food delivery"),
            ("kind", "supplier", "licence_no", "receipt_no", "items", "accepted", "temperature", "cooked_at", *judged),
            regime="food_safety",
        )
    )
    timeline.register(
        TimelineEntry(
            StaffHealthCheck,
            _("Staff morning check"),
            ("person_name", "outcome", "symptom", "temperature", *judged),
            regime="food_safety",
            title=lambda row: str(StaffHealthCheck.Outcome(row.outcome).label),
            masked=frozenset({"symptom", "temperature"}),
            masked_names=frozenset({"person_name"}),
        )
    )
    timeline.register(
        TimelineEntry(
            HealthCertificate,
            _("Health certificate"),
            ("person_name", "number", "issued_on", "expires_on", "left_on"),
            regime="food_safety",
            title=lambda row: str(row.expires_on),
            masked=frozenset({"number"}),
            masked_names=frozenset({"person_name"}),
        )
    )
