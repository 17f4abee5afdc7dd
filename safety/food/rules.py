"""Which regulatory number judges which kitchen record: numbers of ops.policy, as in force on the record's day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from ops.policy.queries import numbers_in_force
from safety.food.models import FoodDelivery, FoodRecord, FridgeReading, HealthCertificate, RetainedSample
from safety.food.models import StaffHealthCheck as Check

Numbers = dict[str, Decimal]
Failures = list[list[str]]

SAMPLE = ("sample_weight_min", "sample_hours_min", "sample_temperature_low", "sample_temperature_high")
APPLIANCES: dict[str, tuple[str, str]] = {
    FridgeReading.Appliance.FRIDGE: ("fridge_low", "fridge_high"),
    FridgeReading.Appliance.FREEZER: ("", "freezer_high"),
    FridgeReading.Appliance.SAMPLES: ("sample_temperature_low", "sample_temperature_high"),
}
DELIVERIES: dict[str, tuple[str, str, str]] = {  # lowest, highest, most hours since cooking
    FoodDelivery.Kind.HOT: ("hot_meal_core_min", "", "hot_meal_hours_max"),
    FoodDelivery.Kind.COLD: ("", "cold_meal_high", "cold_meal_hours_max"),
    FoodDelivery.Kind.GOODS: ("", "", ""),
}


def judge(record: FoodRecord) -> None:
    """Set what the rules of the record's day say of it: `passed`, `failures`, `limits`."""
    keys, judging = _RULES[type(record)](record)
    numbers = numbers_in_force(keys, record.facility.union_path, record.local_date) if keys else {}
    failures = judging(numbers)
    record.failures = failures
    record.passed = not failures
    record.limits = {key: _plain(number) for key, number in numbers.items()}


def sample_hours(record: RetainedSample) -> dt.timedelta:
    """How long a judged sample must be kept, by the rule of its day."""
    return dt.timedelta(hours=float(record.limits["sample_hours_min"]))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _within(value: Decimal | None, numbers: Numbers, low: str, high: str) -> Failures:
    if value is None:
        return []
    if low and value < numbers[low]:
        return [["too_cold", _plain(numbers[low])]]
    if high and value > numbers[high]:
        return [["too_warm", _plain(numbers[high])]]
    return []


Judging = tuple[tuple[str, ...], Callable[[Numbers], Failures]]


def _sample(record: RetainedSample) -> Judging:
    def judging(numbers: Numbers) -> Failures:
        least = numbers["sample_weight_min"]
        light = [["too_little", _plain(least)]] if record.grams < least else []
        return light + _within(record.temperature, numbers, "sample_temperature_low", "sample_temperature_high")

    return SAMPLE, judging


def _reading(record: FridgeReading) -> Judging:
    low, high = APPLIANCES[record.kind]
    keys = tuple(key for key in (low, high) if key)
    return keys, lambda numbers: _within(record.temperature, numbers, low, high)


def _delivery(record: FoodDelivery) -> Judging:
    low, high, hours = DELIVERIES[record.kind]

    def judging(numbers: Numbers) -> Failures:
        failures = [] if record.accepted else [["not_accepted", ""]]
        if not record.licence_no:
            failures.append(["no_licence", ""])
        if not record.receipt_no and record.photo_id is None:
            failures.append(["no_receipt", ""])
        failures += _within(record.temperature, numbers, low, high)
        if hours and record.cooked_at is not None:
            age = (record.occurred_at - record.cooked_at) / dt.timedelta(hours=1)
            if age > numbers[hours]:
                failures.append(["too_old", _plain(numbers[hours])])
        return failures

    return tuple(key for key in (low, high, hours) if key), judging


def _health(record: Check) -> Judging:
    def judging(numbers: Numbers) -> Failures:
        if record.outcome == Check.Outcome.OFF:
            return []
        failures = [["unfit", ""]] if record.outcome == Check.Outcome.UNFIT else []
        last = (
            HealthCertificate.objects.filter(facility=record.facility, person_name=record.person_name, voided_at=None)
            .order_by("-expires_on")
            .first()
        )
        if last is not None and last.expires_on < record.local_date:
            failures.append(["certificate_expired", ""])
        return failures

    return (), judging


_RULES: dict[type, Callable[..., Judging]] = {
    RetainedSample: _sample,
    FridgeReading: _reading,
    FoodDelivery: _delivery,
    Check: _health,
}
