"""What applications offer to the floors below."""

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import AT_STATION
from ops.web.registry import MenuEntry, registry
from stations.applications.models import Application, AppliedChild
from stations.applications.queries import new_at, new_rows
from stations.applications.telling import place_moved
from stations.enrolment.places import Listener, listeners
from stations.enrolment.registry import ChildPanel, Waiting, child_panels, waiting


def register() -> None:
    """Applications in the menu and on the boards, what guardians are told, and both tables on the timeline."""
    registry.add_menu(
        MenuEntry(
            key="applications",
            label=_("Applications"),
            url_name="application-home",
            icon="application",
            roles=frozenset(AT_STATION),
            group="field",
            order=32,
            rows=new_at,
        )
    )
    waiting.register(Waiting("applications", _("New applications"), "application-list", rows=new_rows))
    child_panels.register(ChildPanel("enrolment-form", "stations/applications/print_panel.html", lambda child: {}))
    own_tasks.register(OwnTask("stations.applications.tasks.clear_away", _("Deletes photos that were never sent")))
    listeners.register(Listener("applications", place_moved))
    timeline.register(
        TimelineEntry(
            Application,
            _("Application"),
            ("term", "phone", "phone_masked", "signed_by", "signature", "occurred_at", "voided_at"),
            regime="enrolment",
            masked=frozenset({"phone", "signature"}),
            masked_names=frozenset({"signed_by"}),
        )
    )
    timeline.register(
        TimelineEntry(
            AppliedChild,
            _("Child of an application"),
            ("application", "name_masked", "enrolment", "doubt", "closed_at", "withdrawn"),
            regime="enrolment",
        )
    )
