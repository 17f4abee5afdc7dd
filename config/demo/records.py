"""The records behind the duties that were done: checklists, kitchen records, with the faults that real days have."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from config.demo.attendance import MENUS
from config.demo.children import insert_all
from config.demo.duties import Outcome
from config.demo.world import World, identity
from ops.checklists.models import ChecklistItem, ChecklistRun, ChecklistVersion, Finding, ItemKind, Mark
from ops.checklists.scoring import FEWEST_FOR_SPEED
from ops.duties.models import DutyPlan
from safety.food.models import FoodDelivery, FridgeReading, Meal, RetainedSample, StaffHealthCheck

FAULTS = ("清洁用品用完，已报领", "发现水渍，当场擦净", "标签字迹不清，已重写")
SUPPLIERS = (("青岛鲜源配送", "JY23702020012345"), ("海之鲜食品", "JY23702030054321"))


def build_records(world: World) -> None:
    """The records behind the duties that were done: checklists and kitchen records, with a fault now and then."""
    checklists = {
        version.template_id: (version, list(version.items.all()))
        for version in ChecklistVersion.objects.prefetch_related("items").order_by("number")
    }
    plans = {plan.pk: plan for plan in DutyPlan.objects.all()}
    made: dict[type[Any], list[Any]] = {}
    for outcome in world.outcomes:
        if outcome.minutes is None:
            continue
        for row in _rows(world, outcome, plans[outcome.duty.plan_id], checklists):
            made.setdefault(type(row), []).append(row)
    _hurry(world, made[ChecklistRun])
    for rows in made.values():
        insert_all(rows, dated_by="found_at" if isinstance(rows[0], Finding) else "recorded_at")


def _hurry(world: World, runs: list[ChecklistRun]) -> None:
    """Where visitors look, the newest long checklist was filled in too fast to have looked: it bears the mark."""
    for facility in (world.stations[0], world.rooms[0]):
        long = [run for run in runs if run.facility_id == facility.pk and len(run.answers) >= FEWEST_FOR_SPEED]
        newest = max(long, key=lambda run: (run.occurred_at, run.pk))
        newest.started_at = newest.occurred_at - dt.timedelta(seconds=len(newest.answers))
        newest.marks = Mark.FAST


def _rows(world: World, outcome: Outcome, plan: DutyPlan, checklists: dict[Any, Any]) -> list[Any]:
    if plan.checklist_id:
        return _run(world, outcome, *checklists[plan.checklist_id])
    make = _MAKERS.get(plan.trigger)
    return [make(world, outcome)] if make else []


def _common(world: World, outcome: Outcome) -> dict[str, Any]:
    """The record has its duty's own id, so that each is found from the other."""
    duty, at = outcome.duty, outcome.done_at
    return {"id": duty.pk, "facility_id": duty.facility_id, "occurred_at": at, "recorded_at": at}


def _who(world: World, outcome: Outcome) -> Any:
    staff = world.staff[outcome.duty.facility_id]
    return staff[outcome.duty.day.toordinal() % len(staff)]


def _run(world: World, outcome: Outcome, version: ChecklistVersion, items: list[ChecklistItem]) -> list[Any]:
    faulty = next((i for i in items if i.kind == ItemKind.YES_NO and not i.photo_on_failure), None)
    fault = world.chance.choice(FAULTS) if faulty and world.happens(0.025) else ""
    answers = {item.key: _fine(item) for item in items if not item.condition and item.kind not in _LEFT_OUT}
    who = _who(world, outcome)
    run = ChecklistRun(
        **_common(world, outcome),
        checklist_id=version.pk,
        started_at=outcome.done_at - dt.timedelta(minutes=world.chance.randint(2, 9)),
        done_by_id=who.pk,
        done_by_name=who.name,
        answers=answers,
        passed=not fault,
        failed_items=1 if fault else 0,
        score=100 - (100 // len(answers) if fault else 0),
    )
    if not fault or faulty is None:
        return [run]
    answers[faulty.key] = {"value": "no", "ok": False, "note": fault, "photos": []}
    finding = Finding(
        id=identity("finding", outcome.duty.pk),
        facility_id=outcome.duty.facility_id,
        run=run,
        item=faulty,
        note=fault,
        found_at=outcome.done_at,
        settled_at=outcome.done_at + dt.timedelta(hours=5) if world.happens(0.8) else None,
        settlement="已处理",
    )
    return [run, finding]


_LEFT_OUT = frozenset({ItemKind.PHOTO, ItemKind.SIGNATURE})


def _fine(item: ChecklistItem) -> dict[str, Any]:
    """An answer that passes."""
    if item.kind in (ItemKind.NUMBER, ItemKind.TEMPERATURE):
        low = item.low if item.low is not None else (item.high or Decimal(1)) - 4
        high = item.high if item.high is not None else low + 10
        value = str(((low + high) / 2).quantize(Decimal(1)))
    elif item.kind == ItemKind.CHOICE:
        value = next(choice["key"] for choice in item.choices if not choice.get("fails"))
    else:
        value = "yes" if item.kind == ItemKind.YES_NO else "无"
    return {"value": value, "ok": None if item.kind == ItemKind.TEXT else True, "note": "", "photos": []}


def _fridge(world: World, outcome: Outcome) -> FridgeReading:
    warm = world.happens(0.02)
    reading = Decimal(str(round(world.chance.uniform(8.6, 10.5) if warm else world.chance.uniform(2.2, 6.4), 1)))
    return FridgeReading(
        **_common(world, outcome),
        recorded_by_id=_who(world, outcome).pk,
        appliance="一号冷藏柜",
        temperature=reading,
        passed=not warm,
        failures=[["too_warm", "8"]] if warm else [],
        limits={"fridge_low": "0", "fridge_high": "8"},
        remedy="已调低温度，30 分钟后复测 5.2 °C" if warm else "",
        settled_at=outcome.done_at + dt.timedelta(minutes=30) if warm else None,
    )


def _sample(world: World, outcome: Outcome) -> RetainedSample:
    kept_until = outcome.done_at + dt.timedelta(hours=48)
    discarded = kept_until + dt.timedelta(minutes=world.chance.randint(5, 90))
    dish = MENUS[outcome.duty.day.toordinal() % len(MENUS)].split("、")[1]
    return RetainedSample(
        **_common(world, outcome),
        recorded_by_id=_who(world, outcome).pk,
        meal=Meal.LUNCH,
        dish=dish,
        grams=world.chance.choice((130, 140, 150, 160)),
        cabinet="留样柜",
        temperature=Decimal("4.0"),
        kept_by=_who(world, outcome).name,
        kept_until=kept_until,
        discarded_at=discarded if discarded < timezone.now() else None,
        discarded_by_id=_who(world, outcome).pk if discarded < timezone.now() else None,
        limits={"sample_weight_min": "125", "sample_temperature_high": "8"},
    )


def _delivery(world: World, outcome: Outcome) -> FoodDelivery:
    supplier, licence = world.chance.choice(SUPPLIERS)
    return FoodDelivery(
        **_common(world, outcome),
        recorded_by_id=_who(world, outcome).pk,
        kind=FoodDelivery.Kind.GOODS,
        supplier=supplier,
        licence_no=licence,
        receipt_no=f"SH{outcome.duty.day:%m%d}{world.chance.randint(100, 999)}",
        items="蔬菜、肉类、米面",
        accepted=True,
    )


def _health(world: World, outcome: Outcome) -> StaffHealthCheck:
    return StaffHealthCheck(
        **_common(world, outcome),
        recorded_by_id=_who(world, outcome).pk,
        person_name=world.cooks.setdefault(outcome.duty.facility_id, world.crowd.adult()),
        outcome=StaffHealthCheck.Outcome.FIT,
        temperature=Decimal(str(round(world.chance.uniform(36.2, 36.8), 1))),
    )


_MAKERS = {"fridge_reading": _fridge, "retained_sample": _sample, "food_log": _delivery, "morning_check": _health}
