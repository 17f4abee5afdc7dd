"""Running incidents, their clocks, and who must be told; what each reader sees of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ops.absences.queries import managers_told
from ops.facilities.models import Facility
from ops.organization.models import Membership, User
from ops.organization.roles import IN_FIELD, Role
from safety.incidents import rules
from safety.incidents.models import (
    Authority,
    Drill,
    EmergencyPlan,
    Incident,
    IncidentEntry,
    IncidentQuerySet,
    Kind,
    StatutoryReport,
)
from safety.incidents.rules import Demand


def to_be_told(facility: Facility) -> list[User]:
    """The facility's managers who are there, and the officers of the nearest union above that has any; 3 queries."""
    managers = managers_told({facility.pk}).get(facility.pk, [])
    paths = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
    officers = (
        Membership.objects.current()
        .filter(union__path__in=paths, role=Role.UNION_OFFICER)
        .select_related("user", "union")
        .order_by("-union__depth")
    )
    above = list(officers)
    nearest = [row for row in above if row.union.path == above[0].union.path]
    people = {user.pk: user for user in [*managers, *(row.user for row in nearest)] if user.is_active}
    return list(people.values())


def reports_missing(incident: Incident) -> list[str]:
    """Authorities to which the law wants this incident reported and nobody has yet."""
    demand = rules.DEMANDS.get(incident.kind)
    if demand is None:
        return []
    made = {report.authority for report in incident.reports.all() if not report.is_void}
    return [authority for authority in demand.authorities if authority not in made]


@dataclass(frozen=True)
class Clock:
    """The report that the law demands: to whom it is missing, and until when. `due_at` of "at once" is the event."""

    demand: Demand
    due_at: dt.datetime
    missing: list[str]
    done_at: dt.datetime | None

    @property
    def is_done(self) -> bool:
        """Whether all authorities have been told."""
        return not self.missing

    @property
    def at_once(self) -> bool:
        """Whether the law knows no hours, but "at once"."""
        return not self.demand.hours

    @property
    def late(self) -> bool:
        """Whether the time has passed, or had passed when the last report was made. "At once" is never called late."""
        return not self.at_once and (self.done_at or timezone.now()) > self.due_at

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it is due; negative when overdue."""
        return int((self.due_at - timezone.now()).total_seconds() // 60)

    @property
    def missing_text(self) -> str:
        """The authorities still to be told, in words."""
        return names_of(self.missing)


def names_of(authorities: list[str]) -> str:
    """Authorities in the reader's language, one after the other."""
    return pgettext("between names", ", ").join(str(Authority(authority).label) for authority in authorities)


def clock_of(incident: Incident) -> Clock | None:
    """The running or stopped clock of an incident; None where the law demands no report."""
    demand = rules.DEMANDS.get(incident.kind)
    if demand is None or incident.report_due_at is None:
        return None
    first: dict[str, dt.datetime] = {}
    for report in sorted(incident.reports.all(), key=lambda report: report.occurred_at):
        if not report.is_void:
            first.setdefault(report.authority, report.occurred_at)
    missing = [authority for authority in demand.authorities if authority not in first]
    made = [first[authority] for authority in demand.authorities if authority in first]
    return Clock(demand, incident.report_due_at, missing, None if missing else max(made))


def running(access: Any) -> QuerySet[Incident]:
    """Incidents in the reader's scope that somebody still has to act upon; the newest first."""
    return (
        Incident.objects.visible_to(access)
        .running()
        .select_related("facility")
        .prefetch_related("reports")
        .order_by("-occurred_at")
    )


def to_act_upon(access: Any) -> tuple[IncidentQuerySet]:
    """Incidents in the reader's scope that somebody still has to act upon."""
    return (Incident.objects.visible_to(access).running(),)


def running_at(facility: Facility) -> list[Incident]:
    """Running incidents of one facility; the newest first."""
    rows = Incident.objects.running().filter(facility=facility).prefetch_related("reports")
    return list(rows.order_by("-occurred_at"))


def filtered(rows: QuerySet[Incident], state: str, kind: str) -> QuerySet[Incident]:
    """Narrowed by state ("running", "closed", "void"; all that stand unless told) and kind."""
    if state == "running":
        rows = rows.filter(voided_at=None).exclude(state=Incident.State.CLOSED)
    elif state == "closed":
        rows = rows.filter(voided_at=None, state=Incident.State.CLOSED)
    elif state == "void":
        rows = rows.filter(voided_at__isnull=False)
    return rows.filter(kind=kind) if kind in Kind.values else rows


def as_reported(incident: Incident) -> dict[str, Any]:
    """What an editor starts from, with the version that was read and times on the facility's clock."""
    fields = ("version", "kind", "severity", "what", "affected", "people", "place")
    return {name: getattr(incident, name) for name in fields} | {
        "occurred_at": incident.facility.local(incident.occurred_at)
    }


@dataclass(frozen=True)
class Emergency:
    """How ready a facility is: plans in force by kind, drills, incidents of the last year."""

    plans: list[EmergencyPlan]
    earlier_plans: list[EmergencyPlan]
    drills: list[Drill]
    running: list[Incident]
    incidents: list[Incident]


def emergency_of(facility: Facility) -> Emergency:
    """Plans, drills and incidents of a facility, in four queries."""
    today = facility.today()
    plans = list(EmergencyPlan.objects.filter(facility=facility).order_by("kind", "-valid_from"))
    year = timezone.now() - dt.timedelta(days=365)
    incidents = list(
        Incident.objects.filter(facility=facility, occurred_at__gte=year, voided_at=None)
        .prefetch_related("reports")
        .order_by("-occurred_at")[:20]
    )
    return Emergency(
        plans=[plan for plan in plans if plan.holds_on(today)],
        earlier_plans=[plan for plan in plans if not plan.holds_on(today)],
        drills=list(Drill.objects.filter(facility=facility, voided_at=None).order_by("-occurred_at")[:20]),
        running=[incident for incident in incidents if incident.is_running],
        incidents=incidents,
    )


def food_held(facility: Facility) -> str | None:
    """Why kitchen records are evidence just now: a suspected food poisoning that is not closed (Art. 128)."""
    held = Incident.objects.running().filter(facility=facility, kind="food").exists()
    return _("A suspected food poisoning is open: food, samples and records stay as they are.") if held else None


@dataclass(frozen=True)
class Line:
    """One line of the timeline, from whichever table, as its reader may see it."""

    at: dt.datetime
    row: IncidentEntry | StatutoryReport
    text: str

    @property
    def by(self) -> str:
        """Who wrote the line."""
        person = self.row.reported_by if isinstance(self.row, StatutoryReport) else self.row.written_by
        return str(person or "")

    @property
    def state_label(self) -> str:
        """The state that the incident came into, where the line says that."""
        return str(Incident.State(self.row.whom).label) if isinstance(self.row, IncidentEntry) else ""

    @property
    def is_report(self) -> bool:
        """Whether it is a report to an authority."""
        return isinstance(self.row, StatutoryReport)


def timeline_of(incident: Incident, access: Any) -> list[Line]:
    """Entries and reports in the order of events, in two queries; confidential text is left out."""
    open_text = may_read_text(incident, access)
    entries = incident.entries.select_related("written_by", "photo")
    reports = incident.reports.select_related("reported_by")
    rows: list[IncidentEntry | StatutoryReport] = [*entries, *reports]
    lines = [Line(row.occurred_at, row, row.text if open_text else "") for row in rows]
    return sorted(lines, key=lambda line: (line.at, line.row.pk))


def may_read_names(incident: Incident, access: Any) -> bool:
    """Whether the reader works at the facility; union roles see masked names (decision 10)."""
    return access.may_at(incident.facility, *IN_FIELD)


def may_read_text(incident: Incident, access: Any) -> bool:
    """Whether the reader may see what happened in words: of confidential kinds only the facility's people may."""
    return incident.kind not in rules.CONFIDENTIAL or may_read_names(incident, access)


def people_as_seen(incident: Incident, access: Any) -> str:
    """The names of those concerned, masked for union roles."""
    if may_read_names(incident, access):
        return incident.people
    return mask_names(incident.people)


def what_as_seen(incident: Incident, access: Any) -> str:
    """What happened, or that it is confidential."""
    return incident.what if may_read_text(incident, access) else _("Confidential: the facility's people may read this.")


def mask_names(text: str) -> str:
    """王小明, 李红 → 王＊, 李＊: the family name stays."""
    names = text.replace("、", ",").replace("，", ",").replace("\n", ",").split(",")
    return "、".join(f"{name.strip()[0]}＊" for name in names if name.strip())
