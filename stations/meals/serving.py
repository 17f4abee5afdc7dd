"""Serving a meal: what each child had, many at once or one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ops.duties import actions as duties
from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actions import amend, create, lock, require_reason, save, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, DomainError, RuleBroken
from stations.attendance.models import Handover
from stations.enrolment.avoiding import avoided_at
from stations.enrolment.models import Child
from stations.meals.conditions import condition_of
from stations.meals.conflicts import Care, care_for
from stations.meals.menus import planned
from stations.meals.models import NOT_EATEN, SERVED, MealKind, MealRecord, Portion, Serving, Settlement


@dataclass(frozen=True, slots=True)
class Plate:
    """What one child had, under an id that the client chose."""

    id: UUID
    child_id: UUID
    portion: str = Portion.FULL
    note: str = ""
    settled: str = ""
    instead: str = ""

    @property
    def said(self) -> tuple[Any, ...]:
        """What tells one plate of a child from another."""
        return (self.portion, self.note.strip()[:100], self.settled, self.instead.strip()[:100])


@dataclass(slots=True)
class Outcome:
    """What became of one plate: a serving, new or standing, or a refusal."""

    id: UUID
    serving: Serving | None = None
    new: bool = False
    error: DomainError | None = None


@transaction.atomic
def serve_many(
    *,
    facility: Facility,
    kind: str,
    occurred_at: dt.datetime,
    plates: Sequence[Plate],
    by: Actor,
    menu: str = "",
) -> list[Outcome]:
    """Record what children had of a meal, each with its own result, in the order given (食品餐饮安全制度).

    The first plates of a meal make its record, later ones (another group, a late arrival) join it; its duty is done
    once every child who is here has a plate. Sending a plate again, or the same for a child who is served, changes
    nothing. Refused are: a child who did not come that day; one who must not eat of a dish, or has a flag nobody looked
    at, unless `settled` says what was done; one who is served already with something else. At most 12 statements
    whatever the number of plates.
    """
    if kind not in MealKind.values:
        raise RuleBroken("kind", _("This meal is not known."))
    occasion = _Occasion(facility, facility.local(occurred_at).date(), kind, occurred_at, menu.strip())
    try:
        return _serve(occasion, plates, by)
    except _MadeElsewhere:
        return _serve(occasion, plates, by)


class _MadeElsewhere(Exception):
    """Another phone made the record of this meal at the same moment."""


@dataclass(frozen=True, slots=True)
class _Occasion:
    facility: Facility
    day: dt.date
    kind: str
    at: dt.datetime
    menu: str


def _serve(occasion: _Occasion, plates: Sequence[Plate], by: Actor) -> list[Outcome]:
    facility, day = occasion.facility, occasion.day
    meal = _standing(facility, day, occasion.kind)
    found = _servings(meal, [plate.id for plate in plates])
    known = {row.pk: row for row in found}
    served = {row.child_id: row for row in found if meal and row.meal_id == meal.pk and not row.is_void}
    children = _children(facility, day, [plate.child_id for plate in plates])
    dishes = [row.dish for row in planned(facility, day, day) if row.kind == occasion.kind]
    avoided = avoided_at(facility)
    outcomes, rows = [], []
    for plate in plates:
        outcome = Outcome(plate.id)
        outcomes.append(outcome)
        try:
            child = _child(children, plate)
            outcome.serving = _same(known.get(plate.id), served.get(child.pk), plate, child)
            if outcome.serving is None:
                care = care_for(child.flag, avoided.get(child.pk, ()), dishes)
                outcome.serving, outcome.new = _serving(occasion, child, plate, care, by), True
                known[plate.id] = served[child.pk] = outcome.serving
                rows.append(outcome.serving)
        except DomainError as error:
            outcome.error = error
    if rows:
        said = occasion.menu or "、".join(dish.name for dish in dishes)
        _write(meal, occasion, said[:200], list(served.values()), rows, by)
    return outcomes


@transaction.atomic
def amend_serving(*, serving: Serving, version: int | None, reason: str, by: Actor, **changes: Any) -> Serving:
    """Correct what a child had; the old value stays in history. Raises Stale, Conflict if voided, RuleBroken."""
    require_reason(reason)
    if unknown := changes.keys() - {"portion", "note", "settled", "instead"}:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    meal = lock(serving.meal, version=None)
    fresh = lock(serving, version=version)
    if fresh.is_void or meal.is_void:
        raise Conflict(_("This record was voided. Enter a new one instead."))
    for name, value in changes.items():
        setattr(fresh, name, value)
    _require_settled(fresh.portion, fresh.settled, fresh.instead, clash=fresh.has_clash, look=False)
    amended = amend(fresh, by=by, version=None, reason=reason, **changes)
    _recount(meal, by)
    return amended


@transaction.atomic
def void_serving(*, serving: Serving, version: int | None, reason: str, by: Actor) -> Serving:
    """Withdraw a serving that was recorded for the wrong child; it stays readable, and the child can be served."""
    meal = lock(serving.meal, version=None)
    voided = void(serving, by=by, reason=reason, version=version)
    _recount(meal, by)
    duties.condition_changed(facility=meal.facility, condition=condition_of(meal.kind), by=by)
    return voided


def _standing(facility: Facility, day: dt.date, kind: str) -> MealRecord | None:
    """The meal of the day, held until the transaction ends, so that two phones count on one another."""
    meals = MealRecord.objects.select_for_update().filter(facility=facility, local_date=day, kind=kind, voided_at=None)
    return meals.first()


def _servings(meal: MealRecord | None, ids: Sequence[UUID] = ()) -> list[Serving]:
    """What stands of a meal, and whatever stands under these ids."""
    wanted = Q(pk__in=list(ids))
    if meal is not None:
        wanted |= Q(meal=meal, voided_at=None)
    return list(Serving.objects.filter(wanted))


def _children(facility: Facility, day: dt.date, ids: list[UUID]) -> dict[UUID, Child]:
    """The children among these who came that day, by id."""
    came = Handover.objects.filter(child=OuterRef("pk"), local_date=day, kind=Handover.Kind.DROP_OFF, voided_at=None)
    found = Child.objects.filter(Exists(came), facility=facility, pk__in=ids)
    return {child.pk: child for child in found.only("id", "facility_id", "name", "name_en", "flag")}


def _child(children: dict[UUID, Child], plate: Plate) -> Child:
    if plate.portion not in Portion.values:
        raise RuleBroken("portion", _("This portion is not known."))
    child = children.get(plate.child_id)
    if child is None:
        raise RuleBroken("child", _("A child that was noted is not in the station."))
    return child


def _same(of_id: Serving | None, of_child: Serving | None, plate: Plate, child: Child) -> Serving | None:
    """The serving that stands, where the plate says the same; one amended or voided since counts as sent again."""
    if of_id is not None:
        if of_id.child_id == child.pk and (of_id.version > 1 or _said(of_id) == plate.said):
            return of_id
        raise Conflict(_("This id already stands for another record."))
    if of_child is None or _said(of_child) == plate.said:
        return of_child
    raise Conflict(
        _("%(name)s is already recorded: %(portion)s. Correct that record instead.")
        % {"name": child, "portion": of_child.get_portion_display()}
    )


def _said(serving: Serving) -> tuple[str, ...]:
    return (serving.portion, serving.note, serving.settled, serving.instead)


def _serving(occasion: _Occasion, child: Child, plate: Plate, care: Care, by: Actor) -> Serving:
    clash = bool(care.clashes)
    try:
        _require_settled(plate.portion, plate.settled, plate.instead, clash=clash, look=care.look)
    except RuleBroken as refusal:
        what = "、".join(f"{one.dish}（{'、'.join(one.labels)}）" for one in care.clashes) or child.flag
        raise RuleBroken(refusal.field, f"{child}: {what}. {refusal.detail}") from refusal
    return Serving(
        id=plate.id,
        facility=occasion.facility,
        child=child,
        portion=plate.portion,
        note=plate.said[1],
        clashes=[{"dish": one.dish.name, "allergens": list(one.allergens)} for one in care.clashes],
        has_clash=clash,
        settled=plate.settled,
        instead=plate.said[3],
        occurred_at=occasion.at,
        recorded_by=by.user,
    )


def _require_settled(portion: str, settled: str, instead: str, *, clash: bool, look: bool) -> None:
    if settled and settled not in Settlement.values:
        raise RuleBroken("settled", _("Say what was done about it."))
    if portion not in SERVED or not (clash or look):
        return
    if not settled or (clash and settled == Settlement.CHECKED):
        raise RuleBroken("settled", _("Say what was done before it is served."))
    if settled in (Settlement.REPLACED, Settlement.ALLOWED) and not instead.strip():
        raise RuleBroken("instead", _("Say what there was instead, or who allowed it."))


def _write(
    meal: MealRecord | None, occasion: _Occasion, menu: str, served: list[Serving], rows: list[Serving], by: Actor
) -> None:
    present, ate = _count(served)
    if meal is None:
        meal = _make(occasion, menu, present, ate, by)
    elif (meal.present, meal.ate) != (present, ate):
        meal.present, meal.ate = present, ate
        save(meal, by=by, fields=["present", "ate"])
    for row in rows:
        row.meal = meal
    bulk.insert(Serving, rows, by=by, check_unique=True)
    duties.condition_changed(
        facility=occasion.facility, condition=condition_of(occasion.kind), occurred_at=occasion.at, by=by
    )


def _make(occasion: _Occasion, menu: str, present: int, ate: int, by: Actor) -> MealRecord:
    """The record of a meal, at its first plates. Raises _MadeElsewhere."""
    meal = MealRecord(
        facility=occasion.facility,
        kind=occasion.kind,
        local_date=occasion.day,
        occurred_at=occasion.at,
        menu=menu,
        present=present,
        ate=ate,
        flags_confirmed=True,
        recorded_by=by.user,
    )
    try:
        with transaction.atomic():
            return create(meal, by=by)
    except IntegrityError as error:
        raise _MadeElsewhere from error


def _count(servings: Sequence[Serving]) -> tuple[int, int]:
    return len(servings), sum(row.portion not in NOT_EATEN for row in servings)


def _recount(meal: MealRecord, by: Actor) -> None:
    present, ate = _count(_servings(meal))
    if (meal.present, meal.ate) != (present, ate):
        meal.present, meal.ate = present, ate
        save(meal, by=by, fields=["present", "ate"])
