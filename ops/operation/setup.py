"""What the administrator's page registers when the app starts."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ops.operation import recording
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import Role
from ops.web.registry import MenuEntry, registry

# Those of the ground floor; the floors above name their own.
OWN_TASKS = {
    "ops.duties.tasks.sweep": _("Calls overdue duties overdue"),
    "ops.duties.tasks.generate": _("Makes the duties of the week ahead"),
    "ops.organization.tasks.send_texts": _("Sends text messages"),
    "ops.reminders.tasks.deliver": _("Sends reminders"),
    "ops.compliance.tasks.count": _("Counts what has changed"),
    "ops.compliance.tasks.count_nightly": _("Counts the last weeks anew"),
    "ops.rectification.tasks.sweep": _("Reminds of corrective actions"),
    "ops.jobs.tasks.drain": _("Begins imports and exports"),
    "ops.jobs.tasks.clear_away": _("Deletes expired files"),
    "ops.operation.tasks.clear_away": _("Deletes old failures"),
}


def register() -> None:
    """Listen to the workers; the menu; the figures where they are wanted."""
    recording.listen()
    for key, label in OWN_TASKS.items():
        own_tasks.register(OwnTask(key, label))
    registry.add_menu(
        MenuEntry(
            key="operation",
            label=_("System state"),
            url_name="operation",
            icon="settings",
            roles=frozenset({Role.ADMINISTRATOR}),
            group="manage",
            order=90,
            when=lambda access: access.runs_installation,
        )
    )
    if settings.METRICS:
        from prometheus_client import REGISTRY

        from ops.operation.metrics import Figures

        REGISTRY.register(Figures())
