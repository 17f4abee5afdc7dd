"""What duties register with the floors below and beside them; called once by the app's `ready()`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.checklists import regimes as checklist_regimes
from ops.duties import facility_changes, generation
from ops.duties.queries import seconds_since_sweep
from ops.duties.registry import regimes
from ops.facilities.registry import ClosureListener, FacilityListener, closure_listeners, facility_listeners
from ops.organization.roles import AT_DESK, IN_FIELD, Role
from ops.web import health
from ops.web.registry import MenuEntry, Tab, registry

# Beat sweeps every 15 seconds; after so long without one, people are not told of what they should know.
SWEEP_TOO_OLD = 120


def register() -> None:
    """Duties follow facilities and their closures; readiness asks for the last sweep."""
    facility_listeners.register(
        FacilityListener(
            "duties",
            entered=facility_changes.begin,
            moved=facility_changes.move,
            rescheduled=facility_changes.reschedule,
        )
    )
    closure_listeners.register(
        ClosureListener("duties", ordered=generation.void_for_closure, lifted=generation.reopen_after_lift)
    )
    health.register_check("sweep", check_sweep)
    checklist_regimes.sources.append(lambda: [(regime.key, regime.label) for regime in regimes])
    registry.add_tabs(
        Tab(key="duties", label=_("Duties"), url_name="duty-today", icon="tasks", roles=frozenset(IN_FIELD), order=30)
    )
    registry.add_menu(
        MenuEntry(
            key="duties",
            label=_("Today's duties"),
            url_name="duty-today",
            icon="tasks",
            roles=frozenset(IN_FIELD),
            order=15,
        ),
        MenuEntry(
            key="my-calendar",
            label=_("My calendar"),
            url_name="my-calendar",
            icon="calendar",
            roles=frozenset(IN_FIELD),
            order=16,
        ),
        MenuEntry(
            key="plan-templates",
            label=_("Plan templates"),
            url_name="plan-templates",
            icon="plan",
            roles=frozenset(AT_DESK),
            group="manage",
            order=62,
        ),
        MenuEntry(
            key="escalation",
            label=_("Escalation policies"),
            url_name="escalation-policies",
            icon="bell",
            roles=frozenset(AT_DESK),
            group="manage",
            order=65,
        ),
    )
    registry.add_home(Role.ROOM_MANAGER, "duty-today", order=60)
    registry.add_home(Role.FACILITY_MANAGER, "duty-today", order=70)


def check_sweep() -> health.Check:
    """Duties were swept within the last two minutes."""
    age = seconds_since_sweep()
    if age is None:
        return health.Check(False, "no sweep yet")
    return health.Check(age < SWEEP_TOO_OLD, f"{age:.0f} s ago")
