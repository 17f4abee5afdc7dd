"""What belongs to a meal beside the plates: who ate along, pictures, and the food-safety records of the same meal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.facilities.models import Facility
from ops.records.actions import record_once, void
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.records.registry import Registry
from safety.food.models import FoodDelivery, FridgeReading, RetainedSample
from safety.food.queries import span_of
from stations.meals.models import AccompaniedMeal, MealKind, MealPhoto
from stations.terms.actions import checked

MOST_PHOTOS = 6
# How the food-safety log calls the meals.
IN_FOOD_LOG = {MealKind.DINNER.value: "supper"}


@dataclass(frozen=True, slots=True)
class MealLink:
    """Records of another capability about the same meal. `ok` is None where there are none: `url` leads to the form."""

    label: str
    detail: str
    url: str
    ok: bool | None = None


@dataclass(frozen=True)
class MealLinks:
    """Who knows records of a meal: `load(facility, day, kind)` lists them."""

    key: str
    load: Callable[[Facility, dt.date, str], list[MealLink]]


meal_links: Registry[MealLinks] = Registry("links of a meal")


@dataclass(slots=True)
class Beside:
    """All that lies beside a meal."""

    accompanied: list[AccompaniedMeal] = field(default_factory=list)
    photos: list[MealPhoto] = field(default_factory=list)
    links: list[MealLink] = field(default_factory=list)


def beside(facility: Facility, day: dt.date, kind: str) -> Beside:
    """What lies beside a meal; two queries, and what each registered source takes."""
    where: dict[str, Any] = {"facility": facility, "local_date": day, "kind": kind, "voided_at": None}
    return Beside(
        accompanied=list(AccompaniedMeal.objects.filter(**where).order_by("occurred_at", "id")),
        photos=list(MealPhoto.objects.filter(**where).order_by("occurred_at", "id")),
        links=[link for source in meal_links for link in source.load(facility, day, kind)],
    )


@transaction.atomic
def record_accompanied(
    *,
    id: UUID,
    facility: Facility,
    kind: str,
    occurred_at: dt.datetime,
    person_name: str,
    by: Actor,
    capacity: str = AccompaniedMeal.Capacity.IN_CHARGE,
    verdict: str = AccompaniedMeal.Verdict.GOOD,
    remark: str = "",
) -> tuple[AccompaniedMeal, bool]:
    """Keep that somebody ate along (陪餐), and how it was. The same id with the same content again changes nothing.

    Raises RuleBroken at a field: no name, a problem that is not told, a person who is already noted for this meal.
    """
    record = AccompaniedMeal(
        id=id,
        facility=facility,
        kind=kind,
        local_date=facility.local(occurred_at).date(),
        occurred_at=occurred_at,
        person_name=person_name.strip(),
        capacity=capacity,
        verdict=verdict,
        remark=remark.strip(),
        recorded_by=by.user,
    )
    twin = AccompaniedMeal.objects.filter(
        facility=facility, local_date=record.local_date, kind=kind, person_name=record.person_name, voided_at=None
    )
    if twin.exclude(pk=id).exists():
        raise RuleBroken("person_name", _("This person is already noted for this meal."))
    if not AccompaniedMeal.objects.filter(pk=id).exists():
        checked(record)
    return record_once(record, by=by)


@transaction.atomic
def void_accompanied(
    *, accompanied: AccompaniedMeal, reason: str, by: Actor, version: int | None = None
) -> AccompaniedMeal:
    """Withdraw a record of eating along; it stays readable."""
    return void(accompanied, by=by, reason=reason, version=version)


@transaction.atomic
def add_meal_photo(
    *, id: UUID, facility: Facility, kind: str, occurred_at: dt.datetime, photo: Photo, by: Actor
) -> tuple[MealPhoto, bool]:
    """Put a stored picture to a meal. Raises RuleBroken for a foreign photo, and above six a meal."""
    if photo.facility_id != facility.pk:
        raise RuleBroken("photo", _("Not found at this facility."))
    row = MealPhoto(
        id=id,
        facility=facility,
        kind=kind,
        local_date=facility.local(occurred_at).date(),
        occurred_at=occurred_at,
        photo=photo,
    )
    there = MealPhoto.objects.filter(facility=facility, local_date=row.local_date, kind=kind, voided_at=None)
    if there.exclude(pk=id).count() >= MOST_PHOTOS:
        raise RuleBroken("photo", _("A meal has at most %(most)d photos.") % {"most": MOST_PHOTOS})
    return record_once(row, by=by)


@transaction.atomic
def void_meal_photo(*, picture: MealPhoto, reason: str, by: Actor, version: int | None = None) -> MealPhoto:
    """Withdraw a picture from a meal; it stays in history."""
    return void(picture, by=by, reason=reason, version=version)


def food_safety_links(facility: Facility, day: dt.date, kind: str) -> list[MealLink]:
    """Samples kept of the meal, deliveries and cold readings of its day, as the food-safety log has them."""
    first, last = span_of(facility, day)
    that_day = {"facility": facility, "occurred_at__gte": first, "occurred_at__lt": last, "voided_at": None}
    samples = list(RetainedSample.objects.filter(**that_day, meal=IN_FOOD_LOG.get(kind, kind)))
    deliveries = list(FoodDelivery.objects.filter(**that_day))
    readings = list(FridgeReading.objects.filter(**that_day))
    parts = (
        ("samples", _("Retained samples"), samples, "、".join(row.dish for row in samples)),
        ("deliveries", _("Deliveries"), deliveries, "、".join(row.supplier for row in deliveries)),
        ("readings", _("Cold readings"), readings, "、".join(str(row) for row in readings)),
    )
    form = reverse("kitchen", args=[facility.pk])
    return [
        MealLink(
            str(label),
            detail[:120],
            reverse("food-record-list", args=[facility.pk, sort]) if rows else form,
            all(row.passed for row in rows) if rows else None,
        )
        for sort, label, rows, detail in parts
    ]
