"""Pages of incidents: report in three taps, the running clock, the growing timeline; plans and drills."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.checklists.forms import posted_photo
from ops.facilities.models import Facility
from ops.organization.layout import layout
from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.actor import Actor
from ops.records.ids import id_in
from ops.web.pages import form_errors, page
from safety.incidents import actions, queries, rules
from safety.incidents.forms import (
    CloseForm,
    CorrectForm,
    DrillForm,
    EntryForm,
    IncidentForm,
    PlanForm,
    ReasonForm,
    StatutoryForm,
)
from safety.incidents.models import Incident, IncidentEntry, Kind
from safety.places import go_to_place, place_in_scope

WRITING = (*IN_FIELD, Role.UNION_OFFICER)
CLOSING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER)
MANAGER = (Role.FACILITY_MANAGER,)
A_PAGE = 50


@page(*IN_FIELD)
def incident_report_home(request: HttpRequest) -> HttpResponse:
    """To the report page of the reader's own facility."""
    return go_to_place(request, "incident-report", _("Report an emergency"), roles=IN_FIELD)


@page(*IN_FIELD, offline=True)
def incident_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report an emergency: kind, how bad, send. Works without a line (report.js keeps it and sends it later)."""
    facility = place_in_scope(request, pk, *IN_FIELD)
    form = IncidentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fields = {**form.cleaned_data, "affected": form.cleaned_data["affected"] or 0}
            with form_errors(form) as saved:
                incident, _new = actions.report_incident(facility=facility, by=Actor.of(request), **fields)
            if saved:
                messages.success(request, _("Reported. The manager and the union have been told."))
                return redirect("incident-detail", incident.pk)
    calls = (rules.AMBULANCE, rules.POLICE, rules.FIRE)
    context = {"facility": facility, "form": form, "calls": calls, "running": queries.running_at(facility)}
    return render(request, "safety/incidents/incident_report.html", context, status=status)


@page(*READING)
def incident_list(request: HttpRequest) -> HttpResponse:
    """Incidents in the reader's scope, running ones first; by state, kind and facility."""
    access = request.access
    rows: Any = Incident.objects.visible_to(access).select_related("facility").prefetch_related("reports")
    rows = queries.filtered(rows, request.GET.get("state", ""), request.GET.get("kind", ""))
    facility = None
    if at := request.GET.get("facility"):
        facility = get_object_or_404(Facility.objects.visible_to(access), pk=id_in(at))
        rows = rows.filter(facility=facility)
    found = Paginator(rows.order_by("-occurred_at", "-id"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [(incident, queries.clock_of(incident)) for incident in found],
        "state": request.GET.get("state", ""),
        "kind": request.GET.get("kind", ""),
        "kinds": Kind.choices,
        "facility": facility,
        "layout": layout(request),
    }
    return render(request, "safety/incidents/incident_list.html", context)


@page(*READING)
def incident_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One incident: its clock, whom to call, what was done, what comes next."""
    return _detail(request, _incident(request, pk))


@page(*WRITING)
@require_POST
def incident_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a line to the timeline, with a photo if there is one."""
    incident = _incident(request, pk, *WRITING)
    form = EntryForm(request.POST)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        with form_errors(form) as saved:
            photo = posted_photo(request, incident.facility, record_id=fields["id"], name="entry-photo")
            if photo and not (fields["text"] or fields["whom"]):
                fields["kind"] = IncidentEntry.Kind.PHOTO
            actions.add_entry(incident=incident, photo=photo, by=Actor.of(request), **fields)
        if saved:
            return redirect("incident-detail", pk)
    return _detail(request, incident, status=422, entry_form=form)


@page(*WRITING)
@require_POST
def incident_statutory_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a report to an authority."""
    incident = _incident(request, pk, *WRITING)
    form = StatutoryForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.report_to_authority(incident=incident, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("The report is recorded."))
            return redirect("incident-detail", pk)
    return _detail(request, incident, status=422, report_form=form)


@page(*WRITING)
@require_POST
def incident_contain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The danger is over."""
    actions.contain(incident=_incident(request, pk, *WRITING), by=Actor.of(request))
    return redirect("incident-detail", pk)


@page(*CLOSING)
@require_POST
def incident_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close with a conclusion."""
    incident = _incident(request, pk, *CLOSING)
    form = CloseForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.close(incident=incident, by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect("incident-detail", pk)
    return _detail(request, incident, status=422, close_form=form)


@page(*CLOSING)
@require_POST
def incident_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a closed incident up again."""
    return _with_reason(request, _incident(request, pk, *CLOSING), actions.reopen, "reopen_form")


@page(*MANAGER)
@require_POST
def incident_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an incident that was none."""
    return _with_reason(request, _incident(request, pk, *MANAGER), actions.withdraw_incident, "void_form")


@page(*IN_FIELD)
@require_POST
def incident_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what was reported."""
    incident = _incident(request, pk, *IN_FIELD)
    form = CorrectForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.correct_incident(incident=incident, by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect("incident-detail", pk)
    return _detail(request, incident, status=422, correct_form=form)


@page(*READING)
def emergency(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A facility's emergency plans, drills and past incidents on one page."""
    facility = place_in_scope(request, pk, *READING)
    access = request.access
    context = {
        "facility": facility,
        "emergency": queries.emergency_of(facility),
        "may_record": access.may_at(facility, *IN_FIELD),
        "may_plan": access.may_at(facility, *MANAGER),
        "layout": layout(request),
    }
    return render(request, "safety/incidents/emergency.html", context)


@page(*IN_FIELD)
def drill_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record an emergency drill."""
    facility = place_in_scope(request, pk, *IN_FIELD)
    form = DrillForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        fields.pop("photo")
        with form_errors(form) as saved:
            photo = posted_photo(request, facility, record_id=fields["id"])
            actions.record_drill(facility=facility, by=Actor.of(request), photo=photo, **fields)
        if saved:
            messages.success(request, _("The drill is recorded."))
            return redirect("emergency", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "safety/incidents/drill_new.html", {"facility": facility, "form": form}, status=status)


@page(*MANAGER)
def emergency_plan_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write an emergency plan that holds from a day on."""
    facility = place_in_scope(request, pk, *MANAGER)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            actions.publish_plan(facility=facility, by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect("emergency", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "safety/incidents/plan_new.html", {"facility": facility, "form": form}, status=status)


def _incident(request: HttpRequest, pk: UUID, *roles: str) -> Incident:
    access = request.access
    rows: Any = Incident.objects.visible_to(access).select_related("facility__union", "reported_by")
    incident = get_object_or_404(rows.prefetch_related("reports"), pk=pk)
    if roles:
        access.require(incident.facility, *roles)
    return incident


def _with_reason(request: HttpRequest, incident: Incident, action: Any, shown_as: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            action(incident=incident, by=Actor.of(request), reason=form.cleaned_data["reason"])
        if saved:
            return redirect("incident-detail", incident.pk)
    return _detail(request, incident, status=422, **{shown_as: form})


def _detail(request: HttpRequest, incident: Incident, *, status: int = 200, **forms: Any) -> HttpResponse:
    access = request.access
    clock = queries.clock_of(incident)
    first = clock.missing[0] if clock and clock.missing else "union"
    context = {
        "incident": incident,
        "incident_id": str(incident.pk),
        "facility": incident.facility,
        "what": queries.what_as_seen(incident, access),
        "people": queries.people_as_seen(incident, access),
        "lines": queries.timeline_of(incident, access),
        "clock": clock,
        "calls": rules.CALLS[incident.kind],
        "may_write": not incident.is_void and access.may_at(incident.facility, *WRITING),
        "may_close": not incident.is_void and access.may_at(incident.facility, *CLOSING),
        "may_void": not incident.is_void and access.may_at(incident.facility, *MANAGER),
        "may_correct": not incident.is_void and access.may_at(incident.facility, *IN_FIELD),
        "entry_form": EntryForm(),
        "report_form": StatutoryForm(
            initial={"authority": first, "affected": incident.affected, "place": incident.place}
        ),
        "close_form": CloseForm(),
        "reopen_form": ReasonForm(),
        "void_form": ReasonForm(),
        "correct_form": CorrectForm(initial=queries.as_reported(incident)),
        "layout": layout(request),
        **forms,
    }
    return render(request, "safety/incidents/incident_detail.html", context, status=status)
