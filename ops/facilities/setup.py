"""What facilities offer to the rest: menu, and where people begin who oversee them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.facilities import importing
from ops.jobs.models import Job
from ops.jobs.registry import JobKind, kinds
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
    kinds.register(
        JobKind(
            importing.CHECK,
            _("Check of a spreadsheet of stations and rooms"),
            run=importing.run_check,
            page=_import_page,
            said=_checked,
            atomic=False,
        )
    )
    kinds.register(
        JobKind(
            importing.TAKE_OVER,
            _("Taking over stations and rooms from a spreadsheet"),
            run=importing.run_take_over,
            page=_import_page,
            said=_taken_over,
        )
    )
    # Until a capability above offers a better beginning to these roles.
    for role in READING:
        registry.homes.setdefault(role, (900, "facility-list"))
    registry.add_home(Role.INSPECTOR, "facility-list", order=50)


def _import_page(job: Job) -> str:
    return reverse("facility-import-confirm", args=[job.object_id])


def _checked(job: Job) -> str:
    if job.outcome["wrong"]:
        return gettext("%(wrong)s lines must be mended.") % job.outcome
    return gettext("Everything is in order.")


def _taken_over(job: Job) -> str:
    return gettext("Taken over: %(unions)s unions, %(entered)s places entered, %(updated)s updated.") % job.outcome
