"""What equipment registers with the floors below; called once by the app's `ready()`."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, StandardPlan, Trigger, regimes, standard_plans, triggers
from ops.organization.roles import Role
from safety.equipment.models import Equipment, EquipmentInspection

ROOM = frozenset({"room"})


def register() -> None:
    """The two regimes of places and things, their trigger and plans, the timeline."""
    regimes.register(Regime("room_safety", _("Room safety"), ROOM, "二.3 安全管理制度"))
    regimes.register(Regime("equipment", _("Equipment"), frozenset({"room", "station"}), "二.3 定期检查小屋设施设备"))
    triggers.register(
        Trigger(
            "equipment_inspection",
            _("Equipment inspection"),
            lambda duty: reverse("equipment-list", args=[duty.facility_id]),
        )
    )
    for plan in _PLANS:
        standard_plans.register(plan)
    timeline.register(
        TimelineEntry(
            Equipment,
            _("Equipment"),
            ("name", "kind", "serial", "location", "quantity", "bought_on", "interval_days", "state", "next_due"),
            regime="equipment",
            title=lambda row: row.name,
        )
    )
    timeline.register(
        TimelineEntry(
            EquipmentInspection,
            _("Equipment inspection"),
            ("result", "note", "inspector_name"),
            regime="equipment",
            title=lambda row: str(EquipmentInspection.Result(row.result).label),
        )
    )


def _weekly(
    key: str, kind: str, regime: str, name: str, name_en: str, day: str, role: str, **more: str
) -> StandardPlan:
    return StandardPlan(
        key=key,
        facility_kind=kind,
        regime=regime,
        name=name,
        name_en=name_en,
        opens=dt.time(7),
        due=dt.time(17),
        rrule=f"FREQ=WEEKLY;BYDAY={day}",
        role=role,
        policy="routine",
        **more,  # type: ignore[arg-type]
    )


_PLANS = (
    _weekly(
        "room-safety",
        "room",
        "room_safety",
        "小屋安全检查",
        "Room safety inspection",
        "MO",
        Role.ROOM_MANAGER,
        checklist="room-safety-inspection",
    ),
    _weekly(
        "room-equipment",
        "room",
        "equipment",
        "小屋设施设备检查",
        "Room equipment inspection",
        "WE",
        Role.ROOM_MANAGER,
        checklist="room-equipment-inspection",
    ),
    _weekly(
        "station-premises",
        "station",
        "equipment",
        "驿站场所与设施检查",
        "Station premises and equipment",
        "MO",
        Role.STATION_STAFF,
        checklist="station-premises-safety",
    ),
)
