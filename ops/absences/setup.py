"""What absences offer to the rest: the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.absences.views import KEEPING
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once when the app is ready."""
    registry.add_menu(
        MenuEntry(
            key="absences",
            label=_("Absences and stand-ins"),
            url_name="staff-absence-list",
            icon="calendar",
            roles=frozenset(KEEPING),
            group="me",
            order=20,
        )
    )
