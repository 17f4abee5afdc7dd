"""What the history registers when the app starts."""

from django.utils.translation import gettext_lazy as _

from ops.audit import ground
from ops.organization.roles import AT_DESK
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once, after the capabilities below have registered theirs."""
    ground.register()
    registry.add_menu(
        MenuEntry(
            key="history",
            label=_("Work ledgers"),
            url_name="history",
            icon="history",
            roles=frozenset(AT_DESK),
            group="check",
            order=10,
        )
    )
