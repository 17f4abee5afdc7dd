"""What facilities offer to the rest: menu, and where people begin who oversee them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.organization.roles import AT_DESK, READING, Role
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once when the app is ready."""
    registry.add_menu(
        MenuEntry(
            key="facilities",
            label=_("Stations and rooms"),
            url_name="facility-list",
            icon="place",
            roles=frozenset(READING),
            group="work",
            order=20,
        ),
        MenuEntry(
            key="closures",
            label=_("Closures"),
            url_name="closure-list",
            icon="calendar",
            roles=frozenset(AT_DESK),
            group="manage",
            order=40,
        ),
    )
    # Until a capability above offers a better beginning to these roles.
    for role in READING:
        registry.homes.setdefault(role, (900, "facility-list"))
    registry.add_home(Role.INSPECTOR, "facility-list", order=50)
