"""What enrolment offers to the floors below."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, regimes
from ops.jobs.registry import JobKind
from ops.jobs.registry import kinds as job_kinds
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import AT_STATION
from ops.reminders.registry import HiddenNames, hidden_names
from ops.web.registry import MenuEntry, Panel, registry
from stations.enrolment import roster
from stations.enrolment.allergens import register_standard
from stations.enrolment.consent_models import Consent, SensitiveView
from stations.enrolment.models import (
    Child,
    ChildAllergen,
    EmergencyContact,
    Enrolment,
    Guardian,
    Guardianship,
    PickupPerson,
)
from stations.enrolment.queries import enrolment_counts, names_of_children
from stations.enrolment.roster_models import RosterImport

_NAMES = frozenset({"name", "name_en", "child", "guardian", "given_by", "whose", "user"})


def register() -> None:
    """The regime 登记, and its records on the timeline: names masked for those who only oversee."""
    own_tasks.register(OwnTask("stations.enrolment.tasks.close_terms", _("Closes terms, erases identity numbers")))
    own_tasks.register(OwnTask("stations.enrolment.tasks.fill_places", _("Gives free places to those next in order")))
    hidden_names.register(HiddenNames("children", names_of_children))
    regimes.register(
        Regime("enrolment", _("Enrolment"), frozenset({"station"}), "二.3 信息登记制度", child_safety=False)
    )
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
    register_standard()
    for entry in _entries():
        timeline.register(entry)
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


def _entries() -> list[TimelineEntry]:
    return [
        TimelineEntry(
            Child,
            _("Child"),
            (
                *("name", "name_en", "sex", "birth_date", "grade", "school", "identity_known", "flag"),
                *("allergies", "health_note", "medication", "photo", "may_leave_alone", "erased_at"),
            ),
            regime="enrolment",
            masked=frozenset({"birth_date", "school", "flag", "allergies", "health_note", "medication", "photo"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            ChildAllergen,
            _("Allergen of a child"),
            ("child", "allergen", "withdrawn_at"),
            regime="enrolment",
            title=lambda row: str(row.child) if row.child else "",
            masked=frozenset({"allergen"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            Guardian,
            _("Guardian"),
            (
                *("name", "phone", "phone_masked", "employer", "employer_union"),
                *("user", "tells_arrivals", "tells_departures"),
            ),
            regime="enrolment",
            masked=frozenset({"phone", "employer"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            Guardianship,
            _("Guardianship"),
            ("child", "guardian", "relation", "position"),
            regime="enrolment",
            masked_names=_NAMES,
        ),
        TimelineEntry(
            PickupPerson,
            _("Pick-up person"),
            (
                *("child", "name", "relation", "phone", "phone_masked", "photo"),
                *("valid_on", "until", "barred", "barred_note", "withdrawal_asked_at", "withdrawn_at"),
            ),
            regime="enrolment",
            masked=frozenset({"phone", "photo", "barred_note"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            EmergencyContact,
            _("Emergency contact"),
            ("child", "name", "relation", "phone", "phone_masked", "position", "withdrawn_at"),
            regime="enrolment",
            masked=frozenset({"phone"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            Enrolment,
            _("Enrolment"),
            ("child", "term", "group", "state", "applied_at", "from_day", "until_day"),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_state_display()}",
            masked_names=_NAMES,
        ),
        TimelineEntry(
            Consent,
            _("Consent"),
            ("child", "kind", "given", "text_version", "text", "given_by", "signature", "withdrawn_at"),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_kind_display()}",
            masked=frozenset({"signature"}),
            masked_names=_NAMES,
        ),
        TimelineEntry(
            RosterImport,
            _("Import of children"),
            ("file_name", "term", "made_by", "confirmed", "entered", "updated", "waiting"),
            regime="enrolment",
        ),
        TimelineEntry(
            SensitiveView,
            _("Opening of a masked field"),
            ("child", "what", "whose", "reason"),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_what_display()}" if row.child else row.get_what_display(),
            masked_names=_NAMES,
            personal_view=True,
        ),
    ]
