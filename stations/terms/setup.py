"""What terms offer to the floors below."""

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import timeline
from ops.organization.roles import AT_STATION
from ops.web.registry import MenuEntry, registry
from stations.terms.timeline import ENTRIES


def register() -> None:
    """Terms in the menu; stations, terms, groups and cancelled days on the timeline."""
    registry.add_menu(
        MenuEntry(
            key="terms",
            label=_("Terms"),
            url_name="term-home",
            icon="calendar",
            roles=frozenset(AT_STATION),
            group="field",
            order=40,
        )
    )
    registry.add_menu(
        MenuEntry(
            key="roster",
            label=_("Duty roster"),
            url_name="roster-home",
            icon="people",
            roles=frozenset(AT_STATION),
            group="field",
            order=45,
        )
    )
    for entry in ENTRIES:
        timeline.register(entry)
