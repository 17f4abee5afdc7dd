"""Report an emergency, let its timeline grow, report it to authorities, contain it, close it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.duties.actions import complete_by_record
from ops.facilities.models import Facility
from ops.records.actions import amend, create, lock, record_once, require_reason, save, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.records.ids import uuid7
from ops.reminders.actions import remind
from safety.incidents import queries, rules
from safety.incidents.models import (
    Authority,
    Drill,
    EmergencyPlan,
    Incident,
    IncidentEntry,
    Kind,
    Severity,
    StatutoryReport,
)


@transaction.atomic
def report_incident(
    *,
    id: UUID,
    facility: Facility,
    kind: str,
    occurred_at: dt.datetime,
    by: Actor,
    what: str = "",
    severity: str = Severity.SERIOUS,
    people: str = "",
    affected: int = 0,
    place: str = "",
    reporter_name: str = "",
) -> tuple[Incident, bool]:
    """Report an emergency (应急处理制度, clause 二.3). Managers and the supervising union are told at once.

    The clock of the report that the law demands runs from `occurred_at`, by the rule in force on its day.
    Kind and severity are enough, words can follow; only what is of no known kind needs them. Raises RuleBroken.
    """
    _require_words(kind, what)
    incident = Incident(
        id=id,
        facility=facility,
        kind=kind,
        severity=severity,
        what=what.strip(),
        people=people.strip(),
        affected=affected,
        place=place.strip(),
        reporter_name=reporter_name.strip(),
        reported_by=by.user,
        occurred_at=occurred_at,
    )
    incident.report_due_at = rules.report_due(incident)
    incident, new = record_once(incident, by=by)
    if new:
        _tell(incident, by=by)
    return incident, new


def _tell(incident: Incident, *, by: Actor) -> None:
    """Urgent word to the facility's managers and the supervising union; without names and without health data."""
    remind(
        kind="incident",
        subject=f"incident:{incident.pk}",
        facility=incident.facility,
        recipients=queries.to_be_told(incident.facility),
        by=by,
        urgent=True,
        params={
            "incident": str(incident.pk),
            "kind": incident.kind,
            "severity": incident.severity,
            "occurred_at": incident.occurred_at.isoformat(),
        },
    )


@transaction.atomic
def add_entry(
    *,
    id: UUID,
    incident: Incident,
    occurred_at: dt.datetime,
    by: Actor,
    kind: str = IncidentEntry.Kind.NOTE,
    text: str = "",
    whom: str = "",
    photo: Photo | None = None,
) -> tuple[IncidentEntry, bool]:
    """Add a line to the timeline: what was noted, done, said to whom. Lines are added even after closing.

    Raises RuleBroken for an empty line, or for a photo of another facility.
    """
    if kind == IncidentEntry.Kind.STATE:
        raise RuleBroken("kind", _("Contain or close the incident instead."))
    if kind in (IncidentEntry.Kind.CALL, IncidentEntry.Kind.INFORMED) and not whom.strip():
        raise RuleBroken("whom", _("Say who was called or informed."))
    if not (text.strip() or whom.strip() or photo):
        raise RuleBroken("text", _("Write a line, or add a photo."))
    if photo is not None and photo.facility_id != incident.facility_id:
        raise RuleBroken("photo", _("This photo belongs to another facility."))
    _require_standing(incident)
    entry = IncidentEntry(
        id=id,
        facility=incident.facility,
        incident=incident,
        kind=kind,
        text=text.strip(),
        whom=whom.strip(),
        photo=photo,
        written_by=by.user,
        occurred_at=occurred_at,
    )
    return record_once(entry, by=by)


@transaction.atomic
def report_to_authority(
    *,
    id: UUID,
    incident: Incident,
    authority: str,
    affected: int,
    occurred_at: dt.datetime,
    by: Actor,
    reported_to: str = "",
    reference: str = "",
    place: str = "",
    text: str = "",
) -> tuple[StatutoryReport, bool]:
    """Record that the incident was reported to an authority: time, place, head-count. A second one supplements.

    Raises RuleBroken when another authority is not named.
    """
    if authority == Authority.OTHER and not reported_to.strip():
        raise RuleBroken("reported_to", _("Say which authority."))
    _require_standing(incident)
    earlier = incident.reports.filter(authority=authority, voided_at=None).exclude(pk=id)
    report = StatutoryReport(
        id=id,
        facility=incident.facility,
        incident=incident,
        authority=authority,
        reported_to=reported_to.strip(),
        reference=reference.strip(),
        place=place.strip() or incident.place,
        affected=affected,
        text=text.strip(),
        supplement=earlier.exists(),
        reported_by=by.user,
        occurred_at=occurred_at,
    )
    return record_once(report, by=by)


@transaction.atomic
def contain(*, incident: Incident, by: Actor, text: str = "") -> Incident:
    """The danger is over; what remains is to be cleared up. Doing it twice changes nothing."""
    fresh = _require_standing(lock(incident, version=None))
    if fresh.state != Incident.State.OPEN:
        return fresh
    fresh.state, fresh.contained_at = Incident.State.CONTAINED, timezone.now()
    _state_entry(fresh, text, by)
    return save(fresh, by=by)


@transaction.atomic
def close(*, incident: Incident, conclusion: str, by: Actor) -> Incident:
    """Close with a conclusion.

    Raises RuleBroken without one, Conflict while a report that the law demands has not been made.
    """
    if not conclusion.strip():
        raise RuleBroken("conclusion", _("Say what came of it and what will be done differently."))
    fresh = _require_standing(lock(incident, version=None))
    if fresh.state == Incident.State.CLOSED:
        return fresh
    if missing := queries.reports_missing(fresh):
        raise Conflict(_("First report it to: %(authorities)s.") % {"authorities": queries.names_of(missing)})
    now = timezone.now()
    fresh.state, fresh.closed_at, fresh.conclusion = Incident.State.CLOSED, now, conclusion.strip()
    fresh.contained_at = fresh.contained_at or now
    _state_entry(fresh, conclusion, by)
    return save(fresh, by=by)


@transaction.atomic
def reopen(*, incident: Incident, reason: str, by: Actor) -> Incident:
    """Take a closed incident up again, with a reason; everybody is told anew by the banner."""
    require_reason(reason)
    fresh = _require_standing(lock(incident, version=None))
    if fresh.state != Incident.State.CLOSED:
        return fresh
    fresh.state, fresh.closed_at = Incident.State.OPEN, None
    _state_entry(fresh, reason, by)
    return save(fresh, by=by, reason=reason)


@transaction.atomic
def correct_incident(*, incident: Incident, by: Actor, version: int | None, reason: str, **changes: Any) -> Incident:
    """Amend what was reported, with a reason; the clocks follow the corrected time and kind."""
    require_reason(reason)
    _require_words(changes.get("kind", incident.kind), changes.get("what", incident.what))
    draft = Incident(
        facility=incident.facility,
        kind=changes.get("kind", incident.kind),
        occurred_at=changes.get("occurred_at", incident.occurred_at),
    )
    changes["report_due_at"] = rules.report_due(draft)
    return amend(incident, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def withdraw_incident(*, incident: Incident, by: Actor, reason: str, version: int | None = None) -> Incident:
    """Void an incident that was none (a false alarm), with a reason; its timeline stays readable.

    Raises Conflict once it has been reported to an authority: then it is evidence.
    """
    require_reason(reason)
    if incident.reports.filter(voided_at=None).exists():
        raise Conflict(_("It has been reported to an authority and stays as evidence. Close it with a conclusion."))
    return void(incident, by=by, reason=reason, version=version)


@transaction.atomic
def withdraw_entry(*, entry: IncidentEntry, by: Actor, reason: str, version: int | None = None) -> IncidentEntry:
    """Strike out a line of the timeline with a reason; it stays readable. What the program wrote stands."""
    if entry.kind == IncidentEntry.Kind.STATE:
        raise Conflict(_("This line was written by a change of state and stands."))
    return void(entry, by=by, reason=reason, version=version)


@transaction.atomic
def withdraw_report(*, report: StatutoryReport, by: Actor, reason: str, version: int | None = None) -> StatutoryReport:
    """Strike out a report that was not made; it stays readable."""
    return void(report, by=by, reason=reason, version=version)


@transaction.atomic
def record_drill(
    *,
    id: UUID,
    facility: Facility,
    kind: str,
    summary: str,
    occurred_at: dt.datetime,
    by: Actor,
    plan: EmergencyPlan | None = None,
    children: int = 0,
    adults: int = 0,
    seconds: int | None = None,
    to_improve: str = "",
    photo: Photo | None = None,
) -> tuple[Drill, bool]:
    """Record an emergency drill (演练) and what it showed; it completes the duty that waits for it."""
    if not summary.strip():
        raise RuleBroken("summary", _("Say how it went."))
    if plan is not None and plan.facility_id != facility.pk:
        raise RuleBroken("plan", _("This plan belongs to another facility."))
    if photo is not None and photo.facility_id != facility.pk:
        raise RuleBroken("photo", _("This photo belongs to another facility."))
    drill = Drill(
        id=id,
        facility=facility,
        kind=kind,
        plan=plan,
        children=children,
        adults=adults,
        seconds=seconds,
        summary=summary.strip(),
        to_improve=to_improve.strip(),
        photo=photo,
        recorded_by=by.user,
        occurred_at=occurred_at,
    )
    drill, new = record_once(drill, by=by)
    if new:
        complete_by_record(facility=facility, trigger="drill", record=drill, occurred_at=occurred_at, by=by)
    return drill, new


@transaction.atomic
def correct_drill(*, drill: Drill, by: Actor, version: int | None, reason: str, **changes: Any) -> Drill:
    """Amend a drill with a reason. Raises RuleBroken, Stale."""
    if "summary" in changes and not changes["summary"].strip():
        raise RuleBroken("summary", _("Say how it went."))
    return amend(drill, by=by, version=version, reason=reason, **changes)


@transaction.atomic
def withdraw_drill(*, drill: Drill, by: Actor, reason: str, version: int | None = None) -> Drill:
    """Void a drill that was not held, with a reason."""
    return void(drill, by=by, reason=reason, version=version)


@transaction.atomic
def publish_plan(
    *,
    facility: Facility,
    kind: str,
    title: str,
    steps: str,
    valid_from: dt.date,
    by: Actor,
    contacts: str = "",
) -> EmergencyPlan:
    """Let a plan hold from a day on; the one of the same kind before it ends the day before and stays readable.

    Raises RuleBroken without steps, or when a plan of the kind holds from that day or later already.
    """
    for field, text in {"title": title, "steps": steps}.items():
        if not text.strip():
            raise RuleBroken(field, _("This is needed."))
    standing = EmergencyPlan.objects.select_for_update().filter(facility=facility, kind=kind, valid_until=None).first()
    if standing is not None:
        if standing.valid_from >= valid_from:
            raise RuleBroken("valid_from", _("A plan of this kind holds from that day already. Choose a later day."))
        standing.valid_until = valid_from - dt.timedelta(days=1)
        save(standing, by=by)
    plan = EmergencyPlan(
        facility=facility,
        kind=kind,
        title=title.strip(),
        steps=steps.strip(),
        contacts=contacts.strip(),
        valid_from=valid_from,
    )
    return create(plan, by=by)


def _require_words(kind: str, what: str) -> None:
    if kind == Kind.OTHER and not what.strip():
        raise RuleBroken("what", _("Say in a few words what happened."))


def _require_standing(incident: Incident) -> Incident:
    if incident.is_void:
        raise Conflict(_("This incident has been withdrawn."))
    return incident


def _state_entry(incident: Incident, text: str, by: Actor) -> None:
    entry = IncidentEntry(
        id=uuid7(),
        facility=incident.facility,
        incident=incident,
        kind=IncidentEntry.Kind.STATE,
        whom=incident.state,
        text=text.strip(),
        written_by=by.user,
    )
    create(entry, by=by)
