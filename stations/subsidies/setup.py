"""What the rules of subsidies offer to the floors below."""

from django.utils.translation import gettext_lazy as _

from ops.web.registry import MenuEntry, registry
from stations.subsidies.views import SEEING


def register() -> None:
    """One line of the side menu."""
    registry.add_menu(
        MenuEntry(
            key="subsidies",
            label=_("Who meets a subsidy's rule"),
            url_name="subsidy-list",
            icon="subsidy",
            roles=frozenset(SEEING),
            group="check",
            order=35,
        )
    )
