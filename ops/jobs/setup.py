"""What jobs offer to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.organization.roles import AT_DESK, Role
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once when the app is ready."""
    registry.add_menu(
        MenuEntry(
            key="jobs",
            label=_("Imports and exports"),
            url_name="job-list",
            icon="sync",
            roles=frozenset({Role.FACILITY_MANAGER, *AT_DESK}),
            group="me",
            order=20,
        )
    )
