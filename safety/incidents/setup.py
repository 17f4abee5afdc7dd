"""What incidents register with the floors below; called once by the app's `ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.duties.registry import Regime, StandardPlan, Trigger, regimes, standard_plans, triggers
from ops.organization.roles import Role
from ops.rectification.registry import Seen, SourceKind, sources
from ops.reminders.registry import Message, MessageKind, messages
from safety.food.registry import EvidenceHold, holds
from safety.incidents import queries
from safety.incidents.models import Drill, EmergencyPlan, Incident, IncidentEntry, Severity, StatutoryReport

STATION = frozenset({"station"})


def register() -> None:
    """The regime, its trigger and plan, the hold on evidence, the timeline."""
    sources.register(
        SourceKind(
            "incident", _("Incident"), seen=_seen, by_hand=frozenset({Role.FACILITY_MANAGER, Role.UNION_OFFICER})
        )
    )
    regimes.register(Regime("emergency", _("Emergencies"), STATION, "二.3 应急处理制度"))
    triggers.register(
        Trigger("drill", _("Emergency drill"), lambda duty: reverse("drill-new", args=[duty.facility_id]))
    )
    standard_plans.register(
        StandardPlan(
            key="emergency-readiness",
            facility_kind="station",
            regime="emergency",
            name="应急准备检查",
            name_en="Emergency readiness",
            opens=dt.time(7),
            due=dt.time(17),
            rrule="FREQ=WEEKLY;BYDAY=MO",
            role=Role.FACILITY_MANAGER,
            policy="routine",
            checklist="emergency-readiness",
        )
    )
    standard_plans.register(
        StandardPlan(
            key="emergency-drill",
            facility_kind="station",
            regime="emergency",
            name="应急演练",
            name_en="Emergency drill",
            opens=dt.time(7),
            due=dt.time(17),
            rrule="FREQ=MONTHLY;BYDAY=1WE",
            role=Role.FACILITY_MANAGER,
            policy="routine",
            late_minutes=7 * 24 * 60,
            completed_by="record",
            trigger="drill",
        )
    )
    holds.register(EvidenceHold("suspected_food_incident", queries.food_held))
    messages.register(MessageKind("incident", _("Incident"), _message))
    _register_timeline()


def _message(reminder: Any, language: str) -> Message:
    """Which kind of emergency, where and since when; neither names nor what happened."""
    told = reminder.params
    incident = Incident(kind=told["kind"], severity=told["severity"])
    place = reminder.facility
    since = place.local(dt.datetime.fromisoformat(told["occurred_at"]))
    title = gettext("%(kind)s at %(place)s") % {"kind": incident.get_kind_display(), "place": place}
    body = gettext("%(severity)s, since %(time)s. Open it, see what has been done, and help.") % {
        "severity": incident.get_severity_display(),
        "time": f"{since:%H:%M}",
    }
    return Message(title, body, reverse("incident-detail", args=[told["incident"]]))


def _register_timeline() -> None:
    timeline.register(
        TimelineEntry(
            Incident,
            _("Incident"),
            ("kind", "severity", "what", "people", "affected", "place", "state", "conclusion", "report_due_at"),
            regime="emergency",
            title=lambda row: str(Incident(kind=row.kind)),
            masked=frozenset({"what", "people"}),
        )
    )
    timeline.register(
        TimelineEntry(
            IncidentEntry,
            _("Incident entry"),
            ("kind", "text", "whom"),
            regime="emergency",
            title=lambda row: str(IncidentEntry.Kind(row.kind).label),
            masked=frozenset({"text"}),
        )
    )
    timeline.register(
        TimelineEntry(
            StatutoryReport,
            _("Report to an authority"),
            ("authority", "reported_to", "reference", "place", "affected", "text", "supplement"),
            regime="emergency",
            title=lambda row: str(StatutoryReport(authority=row.authority)),
            masked=frozenset({"text"}),
        )
    )
    timeline.register(
        TimelineEntry(
            EmergencyPlan,
            _("Emergency plan"),
            ("kind", "title", "steps", "contacts", "valid_from", "valid_until"),
            regime="emergency",
            title=lambda row: row.title,
        )
    )
    timeline.register(
        TimelineEntry(
            Drill,
            _("Drill"),
            ("kind", "children", "adults", "seconds", "summary", "to_improve"),
            regime="emergency",
            title=lambda row: str(Drill(kind=row.kind)),
        )
    )


def _seen(ids: Sequence[UUID]) -> dict[UUID, Seen]:
    """Incidents as sources of corrective actions, without what happened to whom."""
    critical = {Severity.GRAVE: "critical"}
    return {
        row.pk: Seen(
            facility_id=row.facility_id,
            title=str(row),
            url=reverse("incident-detail", args=[row.pk]),
            severity=critical.get(row.severity, row.severity),  # type: ignore[call-overload]
        )
        for row in Incident.objects.filter(pk__in=ids)
    }
