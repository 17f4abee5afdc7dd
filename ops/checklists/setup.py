"""What checklists offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.organization.roles import READING
from ops.web.registry import MenuEntry, registry

# What the page for filling in brings with it, in this order: the last one finds all the others in place.
SCRIPTS = [f"ops/checklists/{name}.js" for name in ("fill", "draft", "presence", "one_by_one", "hand_in")]


def register() -> None:
    """The library of checklists in the menu."""
    registry.keep_offline("ops/checklists/fill.css", "ops/checklists/answers.js", *SCRIPTS)
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
