"""What opening offers to the floors below."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.facilities.registry import FacilityKind, kinds
from ops.organization.roles import AT_ROOM, READING, Role
from ops.web.registry import MenuEntry, Panel, registry
from rooms.opening import queries
from rooms.opening.details import details
from rooms.opening.models import KIND, Room, SuspensionOrder


def register() -> None:
    """The facility kind, menu, the room's part of the dossier, the timeline."""
    also = ("小屋", "妈妈小屋", "母婴室", "room", "mothers' room")
    kinds.register(FacilityKind(KIND, _("Mother room"), _("Mother rooms"), "room", details, also))
    registry.add_menu(
        MenuEntry(
            key="my-rooms",
            label=_("Mother rooms"),
            url_name="room-list",
            icon="room",
            roles=frozenset({*AT_ROOM, Role.UNION_OFFICER, Role.UNION_AUDITOR, Role.ADMINISTRATOR}),
            group="field",
            order=40,
        ),
        MenuEntry(
            key="suspensions",
            label=_("Suspension orders"),
            url_name="suspension-list",
            icon="flag",
            roles=frozenset({Role.UNION_OFFICER, Role.UNION_AUDITOR, Role.ADMINISTRATOR}),
            group="check",
            order=60,
        ),
    )
    registry.add_panels(
        Panel(
            key="room",
            title=_("The room"),
            template="rooms/opening/panel.html",
            load=_panel,
            roles=frozenset(READING),
            order=30,
        )
    )
    timeline.register(
        TimelineEntry(
            Room,
            _("Room"),
            (
                *("location", "managing_body", "audience", "edition", "area", "places"),
                *("wayfinding", "wayfinding_en", "furnishing"),
            ),
            title=lambda row: str(_("Room described")),
        )
    )
    timeline.register(
        TimelineEntry(
            SuspensionOrder,
            _("Suspension order"),
            ("mode", "cause", "document_no", "note", "first_day", "last_day", "lifted_at"),
            title=lambda row: str(SuspensionOrder.Mode(row.mode).label),
        )
    )


def _panel(facility: Any, access: Any) -> dict[str, Any] | None:
    room = Room.objects.filter(facility=facility).select_related("facility__union").first()
    if room is None:
        return None
    return {"room": room, "opening": queries.opening_state(room)}
