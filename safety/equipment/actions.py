"""Enter equipment, inspect it, repair it, retire it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.duties.actions import complete_by_record
from ops.facilities.models import Facility
from ops.records.actions import amend, lock, record_once, require_reason, save, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from safety.equipment import queries
from safety.equipment.models import Equipment, EquipmentInspection

Result = EquipmentInspection.Result
# The state in which each result leaves the equipment.
STATE_AFTER = {
    Result.OK: Equipment.State.IN_USE,
    Result.DEFECT: Equipment.State.IN_USE,
    Result.BROKEN: Equipment.State.BROKEN,
    Result.REPAIRED: Equipment.State.IN_USE,
}


@transaction.atomic
def enter_equipment(
    *,
    id: UUID,
    facility: Facility,
    name: str,
    kind: str,
    by: Actor,
    serial: str = "",
    location: str = "",
    quantity: int = 1,
    bought_on: dt.date | None = None,
    interval_days: int = 30,
) -> tuple[Equipment, bool]:
    """Enter a piece of equipment; its first inspection is due today. Raises RuleBroken."""
    fields = {
        "name": name.strip(),
        "kind": kind,
        "serial": serial.strip(),
        "location": location.strip(),
        "quantity": quantity,
        "bought_on": bought_on,
        "interval_days": interval_days,
    }
    _require_sound(fields)
    equipment = Equipment(id=id, facility=facility, next_due=facility.today(), **fields)
    return record_once(equipment, by=by)


@transaction.atomic
def change_equipment(*, equipment: Equipment, by: Actor, version: int | None, reason: str, **changes: Any) -> Equipment:
    """Amend the register; a new interval counts from the last inspection. Raises RuleBroken, Stale."""
    _require_sound(changes)
    if "interval_days" in changes and equipment.inspected_on:
        changes["next_due"] = equipment.inspected_on + dt.timedelta(days=changes["interval_days"])
    return amend(equipment, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def withdraw_equipment(*, equipment: Equipment, by: Actor, reason: str, version: int | None = None) -> Equipment:
    """Void what was entered by mistake, with a reason. Raises Conflict once it has been inspected: then retire it."""
    require_reason(reason)
    if equipment.inspections.filter(voided_at=None).exists():
        raise Conflict(_("It has been inspected. Retire it instead."))
    return void(equipment, by=by, reason=reason, version=version)


@transaction.atomic
def inspect(
    *,
    id: UUID,
    equipment: Equipment,
    result: str,
    occurred_at: dt.datetime,
    by: Actor,
    note: str = "",
    photo: Photo | None = None,
    inspector_name: str = "",
) -> tuple[EquipmentInspection, bool]:
    """Record an inspection or a repair. A defect takes the equipment out of use where it says so.

    The facility's equipment duty is done when nothing else is due. Raises RuleBroken for a defect without a note,
    Conflict for retired equipment.
    """
    _require_note(result, note)
    if photo is not None and photo.facility_id != equipment.facility_id:
        raise RuleBroken("photo", _("This photo belongs to another facility."))
    inspection = EquipmentInspection(
        id=id,
        facility=equipment.facility,
        equipment=equipment,
        result=result,
        note=note.strip(),
        photo=photo,
        inspected_by=by.user,
        inspector_name=inspector_name.strip(),
        occurred_at=occurred_at,
    )
    fresh = lock(equipment, version=None)
    inspection, new = record_once(inspection, by=by)
    if not new:
        return inspection, False
    if fresh.state == Equipment.State.RETIRED:
        raise Conflict(_("This equipment has been retired."))
    _follow(fresh, by)
    if not queries.due(fresh.facility, fresh.facility.local(occurred_at).date()):
        complete_by_record(
            facility=fresh.facility,
            trigger="equipment_inspection",
            record=inspection,
            occurred_at=occurred_at,
            by=by,
        )
    return inspection, True


@transaction.atomic
def correct_inspection(
    *, inspection: EquipmentInspection, by: Actor, version: int | None, reason: str, **changes: Any
) -> EquipmentInspection:
    """Amend an inspection with a reason; the equipment's state and next inspection follow."""
    result, note = changes.get("result", inspection.result), changes.get("note", inspection.note)
    _require_note(result, note)
    changed = amend(inspection, by=by, version=version, reason=reason, **changes)
    _follow(lock(inspection.equipment, version=None), by)
    return changed


@transaction.atomic
def withdraw_inspection(
    *, inspection: EquipmentInspection, by: Actor, reason: str, version: int | None = None
) -> EquipmentInspection:
    """Void an inspection that was not made, with a reason; the equipment stands as the one before left it."""
    require_reason(reason)
    voided = void(inspection, by=by, reason=reason, version=version)
    _follow(lock(inspection.equipment, version=None), by)
    return voided


@transaction.atomic
def retire(*, equipment: Equipment, reason: str, by: Actor) -> Equipment:
    """Take equipment out of the register's daily view, with a reason; its record stays readable."""
    require_reason(reason)
    fresh = lock(equipment, version=None)
    if fresh.state == Equipment.State.RETIRED:
        return fresh
    fresh.state, fresh.next_due = Equipment.State.RETIRED, None
    return save(fresh, by=by, reason=reason)


def _follow(equipment: Equipment, by: Actor) -> None:
    """State and next inspection follow from the newest inspection that stands."""
    last = equipment.inspections.filter(voided_at=None).order_by("-occurred_at").first()
    if last is None:
        equipment.inspected_on, equipment.next_due = None, equipment.facility.today()
        equipment.state = Equipment.State.IN_USE
    else:
        day = equipment.facility.local(last.occurred_at).date()
        equipment.inspected_on = day
        equipment.next_due = day + dt.timedelta(days=equipment.interval_days)
        equipment.state = STATE_AFTER[Result(last.result)]
    save(equipment, by=by)


def _require_note(result: str, note: str) -> None:
    if result != Result.OK and not note.strip():
        raise RuleBroken("note", _("Say what is wrong, or what was repaired."))


def _require_sound(fields: dict[str, Any]) -> None:
    if "name" in fields and not fields["name"].strip():
        raise RuleBroken("name", _("This is needed."))
    if "interval_days" in fields and not 1 <= fields["interval_days"] <= 1825:
        raise RuleBroken("interval_days", _("Between 1 day and 5 years."))
    if "quantity" in fields and fields["quantity"] < 1:
        raise RuleBroken("quantity", _("At least one."))
