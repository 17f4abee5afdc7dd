"""Recording what was eaten."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ops.duties import actions as duties
from ops.facilities.models import Facility
from ops.records.actions import amend, lock, record_once, require_reason, require_same_content, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.attendance.board import Board, TileState, roll_call
from stations.enrolment.models import Child
from stations.meals.models import MealException, MealKind, MealRecord

Exceptions = dict[UUID, dict[str, str]]
# Exceptions of children who did not eat what was served.
NOT_EATEN = {MealException.NONE, MealException.REFUSED}


@transaction.atomic
def log_meal(
    *,
    id: UUID,
    facility: Facility,
    kind: str,
    occurred_at: dt.datetime,
    by: Actor,
    exceptions: Exceptions | None = None,
    menu: str = "",
    accompanied_by: str = "",
    flags_confirmed: bool = False,
) -> tuple[MealRecord, bool]:
    """Record a meal for everybody present, with what differed for single children (食品餐饮安全制度).

    The same `id` with the same content again returns the record already made. Raises Conflict if this meal of the day
    is already recorded; RuleBroken if nobody is present, a named child is not of the station, or a child with a flag
    is present and nobody confirmed having looked.
    """
    sent = _cleaned(exceptions or {})
    meal = MealRecord(
        id=id,
        facility=facility,
        kind=kind,
        local_date=facility.local(occurred_at).date(),
        occurred_at=occurred_at,
        menu=menu.strip(),
        exceptions=sent,
        accompanied_by=accompanied_by.strip(),
        flags_confirmed=flags_confirmed,
        recorded_by=by.user,
    )
    if standing := MealRecord.objects.filter(pk=id).first():
        require_same_content(standing, meal)
        return standing, False
    if MealRecord.objects.filter(facility=facility, local_date=meal.local_date, kind=kind, voided_at=None).exists():
        raise Conflict(_("%(meal)s of this day is already recorded.") % {"meal": MealKind(kind).label})
    board = roll_call(facility, meal.local_date)
    _require_known(sent, board)
    _count(meal, board)
    flagged = any(tile.flag and tile.state == TileState.HERE for tile in board.tiles)
    if flagged and not flags_confirmed:
        raise RuleBroken("flags_confirmed", _("Look at the children with a flag first, then confirm."))
    meal, new = record_once(meal, by=by)
    if new:
        duties.complete_by_record(facility=facility, trigger="meal_logged", record=meal, occurred_at=occurred_at, by=by)
    return meal, new


@transaction.atomic
def amend_meal(*, meal: MealRecord, version: int | None, reason: str, by: Actor, **changes: Any) -> MealRecord:
    """Correct menu, exceptions or who ate along; the old values stay in history. Raises Stale, Conflict if voided."""
    require_reason(reason)
    fresh = lock(meal, version=version)
    if fresh.is_void:
        raise Conflict(_("This record was voided. Enter a new one instead."))
    if "exceptions" in changes:
        sent = _cleaned(changes["exceptions"])
        known = Child.objects.filter(facility=fresh.facility_id, pk__in=list(sent)).count()
        if known != len(sent):
            raise RuleBroken("exceptions", _("This child is not known."))
        changes |= {"exceptions": sent, "ate": max(fresh.present - _not_eaten(sent), 0)}
    return amend(fresh, by=by, version=None, reason=reason, **changes)


@transaction.atomic
def void_meal(*, meal: MealRecord, version: int | None, reason: str, by: Actor) -> MealRecord:
    """Withdraw a meal that was recorded wrongly; it stays readable, and the duty it completed is undone again."""
    voided = void(meal, by=by, reason=reason, version=version)
    duties.withdraw_completion(record_kind="meal_logged", record_id=voided.pk, facility=voided.facility, by=by)
    return voided


def _cleaned(exceptions: Exceptions) -> dict[str, dict[str, str]]:
    """Exceptions as they are kept: in a stable order, without empty ones. Raises RuleBroken for an unknown kind."""
    kept = {}
    for child_id, entry in sorted(exceptions.items(), key=lambda item: str(item[0])):
        kind, note = entry.get("kind", ""), entry.get("note", "").strip()[:100]
        if not kind and not note:
            continue
        if kind and kind not in MealException.values:
            raise RuleBroken("exceptions", _("Unknown kind of exception."))
        kept[str(child_id)] = {"kind": kind, "note": note}
    return kept


def _require_known(sent: dict[str, dict[str, str]], board: Board) -> None:
    here = {str(tile.child_id) for tile in board.tiles if tile.sequence}
    if set(sent) - here:
        raise RuleBroken("exceptions", _("A child that was noted is not in the station."))


def _count(meal: MealRecord, board: Board) -> None:
    present = {str(tile.child_id) for tile in board.tiles if tile.state == TileState.HERE} | set(meal.exceptions)
    if not present:
        raise RuleBroken("", _("Nobody is in the station."))
    meal.present = len(present)
    meal.ate = meal.present - _not_eaten(meal.exceptions)


def _not_eaten(exceptions: dict[str, dict[str, str]]) -> int:
    return sum(entry["kind"] in NOT_EATEN for entry in exceptions.values())
