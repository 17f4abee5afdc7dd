"""What this floor shows in the shell: menu, tabs, parts of the dossier, banners and to-dos of the union desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.compliance.registry import Banner, Todo, banners, todos
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.organization.roles import AT_DESK, AT_STATION, IN_FIELD, READING
from ops.web.registry import MenuEntry, Panel, Tab, registry
from safety.equipment import queries as equipment
from safety.food import queries as food
from safety.incidents import queries as incidents

SHOWN = 3
FIELD, STATION = frozenset(IN_FIELD), frozenset(AT_STATION)


def register() -> None:
    """Called once by the app's `ready()`, after the capabilities."""
    registry.add_menu(*_field_menu(), _incidents_menu())
    registry.add_tabs(*_tabs())
    registry.add_panels(*_panels())
    banners.register(Banner("incidents", "safety/incidents/desk_banner.html", _running))
    todos.register(
        Todo(
            "incidents",
            _("Running incidents"),
            incidents.to_act_upon,
            lambda: f"{reverse('incident-list')}?state=running",
            roles=frozenset(AT_DESK),
            loud=True,
        )
    )


def _field_menu() -> list[MenuEntry]:
    lines = (
        ("kitchen", _("Today's kitchen"), "kitchen-home", "kitchen", STATION, 40),
        ("report-incident", _("Report an emergency"), "incident-report-home", "incident", FIELD, 60),
        ("equipment", _("Equipment"), "equipment-home", "equipment", FIELD, 70),
    )
    return [
        MenuEntry(key=key, label=label, url_name=url_name, icon=icon, roles=roles, group="field", order=order)
        for key, label, url_name, icon, roles, order in lines
    ]


def _incidents_menu() -> MenuEntry:
    return MenuEntry(
        key="incidents",
        label=_("Incidents"),
        url_name="incident-list",
        icon="shield",
        roles=frozenset(READING),
        group="check",
        order=30,
        rows=incidents.to_act_upon,
        loud=True,
    )


def _tabs() -> tuple[Tab, ...]:
    return (
        Tab(key="kitchen", label=_("Kitchen"), url_name="kitchen-home", icon="kitchen", roles=STATION, order=40),
        Tab(
            key="incident",
            label=_("Emergency"),
            url_name="incident-report-home",
            icon="incident",
            roles=FIELD,
            order=35,
        ),
    )


def _panels() -> tuple[Panel, ...]:
    return (
        Panel(
            key="incidents", title=_("Emergencies"), template="safety/incidents/panel.html", load=_incidents, order=20
        ),
        Panel(key="kitchen", title=_("Kitchen"), template="safety/food/panel.html", load=_kitchen, order=40),
        Panel(key="equipment", title=_("Equipment"), template="safety/equipment/panel.html", load=_equipment, order=50),
    )


def _running(access: Any) -> dict[str, Any] | None:
    found = list(incidents.running(access)[: SHOWN + 20])
    if not found:
        return None
    rows = [(incident, incidents.clock_of(incident)) for incident in found[:SHOWN]]
    return {"rows": rows, "more": len(found) - SHOWN if len(found) > SHOWN else 0}


def _incidents(facility: Facility, access: Any) -> dict[str, Any]:
    state = incidents.emergency_of(facility)
    for incident in state.running:
        incident.facility = facility
    return {
        "facility": facility,
        "running": {"rows": [(incident, incidents.clock_of(incident)) for incident in state.running]},
        "year": len(state.incidents),
        "drill": state.drills[0] if state.drills else None,
        "plans": len(state.plans),
    }


def _kitchen(facility: Facility, access: Any) -> dict[str, Any] | None:
    if facility.kind not in regimes["food_safety"].facility_kinds:
        return None
    since, rows = food.last_month(facility)
    return {"facility": facility, "since": since, "rows": rows}


def _equipment(facility: Facility, access: Any) -> dict[str, Any]:
    return {"facility": facility, "register": equipment.register_of(facility, facility.today())}
