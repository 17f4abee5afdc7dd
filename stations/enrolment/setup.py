"""What enrolment offers to the floors below."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import timeline
from ops.duties.registry import Regime, regimes
from ops.jobs.registry import JobKind
from ops.jobs.registry import kinds as job_kinds
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import AT_STATION
from ops.reminders.registry import HiddenNames, hidden_names, messages
from ops.web.registry import MenuEntry, Panel, registry
from stations.enrolment import cancelled_days, free_places, roster
from stations.enrolment.allergens import register_standard
from stations.enrolment.queries import enrolment_counts, names_of_children
from stations.enrolment.timeline import ENTRIES
from stations.terms.registry import DayListener, day_listeners


def register() -> None:
    """The regime 登记 with its pages, its records on the timeline, and what it does by itself."""
    regimes.register(
        Regime("enrolment", _("Enrolment"), frozenset({"station"}), "二.3 信息登记制度", child_safety=False)
    )
    register_standard()
    hidden_names.register(HiddenNames("children", names_of_children))
    for entry in ENTRIES:
        timeline.register(entry)
    _register_pages()
    _register_tasks()
    messages.register(free_places.MESSAGE)
    messages.register(cancelled_days.MESSAGE)
    day_listeners.register(DayListener("guardians", cancelled_days.tell))


def _register_pages() -> None:
    registry.add_menu(
        MenuEntry(
            key="children",
            label=_("Children"),
            url_name="child-home",
            icon="child",
            roles=frozenset(AT_STATION),
            group="field",
            order=30,
        )
    )
    registry.add_panels(
        Panel(
            key="enrolment",
            title=_("Enrolment"),
            template="stations/enrolment/panel.html",
            load=_counts,
            order=20,
        )
    )


def _register_tasks() -> None:
    closed = _("Closes terms; erases identity numbers, and rosters that nobody confirmed")
    own_tasks.register(OwnTask("stations.enrolment.tasks.close_terms", closed))
    filled = _("Gives free places to those next in order, or tells the manager of them")
    own_tasks.register(OwnTask("stations.enrolment.tasks.fill_places", filled))
    job_kinds.register(
        JobKind(
            roster.CHECK,
            _("Check of a spreadsheet of children"),
            run=roster.run_check,
            page=_roster_page,
            said=_checked,
            atomic=False,
        )
    )
    job_kinds.register(
        JobKind(
            roster.TAKE_OVER,
            _("Taking over children from a spreadsheet"),
            run=roster.run_take_over,
            page=_roster_page,
            said=_taken_over,
        )
    )


def _roster_page(job: Any) -> str:
    return reverse("roster-confirm", args=[job.object_id])


def _checked(job: Any) -> str:
    if job.outcome["wrong"]:
        return gettext("%(wrong)s lines must be mended.") % job.outcome
    return gettext("Everything is in order.")


def _taken_over(job: Any) -> str:
    said = gettext("Taken over: %(entered)s children entered, %(updated)s updated, %(waiting)s on the waiting list.")
    return said % job.outcome


def _counts(facility: Any, access: Any) -> dict[str, Any] | None:
    """The running or next term with its counts: no names."""
    if facility.kind != "station":
        return None
    return enrolment_counts(facility, facility.today()) | {
        "facility": facility,
        "works_here": access.may_at(facility, *AT_STATION),
    }
