"""What the numbers and the calendar register with the shell; called once by the app's `ready()`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.organization.roles import AT_DESK, Role
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Two lines of the side menu."""
    readers = frozenset({*AT_DESK, Role.FACILITY_MANAGER, Role.INSPECTOR})
    registry.add_menu(
        MenuEntry(
            key="numbers",
            label=_("Rules and limits"),
            url_name="parameter-list",
            icon="rules",
            roles=readers,
            group="manage",
            order=60,
        ),
        MenuEntry(
            key="calendar-days",
            label=_("Working calendar"),
            url_name="calendar-day-list",
            icon="calendar",
            roles=frozenset(AT_DESK),
            group="manage",
            order=70,
        ),
    )
