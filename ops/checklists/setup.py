"""What checklists offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.organization.roles import READING
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """The library of checklists in the menu."""
    registry.add_menu(
        MenuEntry(
            key="checklists",
            label=_("Checklists"),
            url_name="checklist-library",
            icon="list",
            roles=frozenset(READING),
            group="manage",
            order=60,
        )
    )
