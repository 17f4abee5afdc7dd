"""Pages of a roster: the template, sending it, the check line by line, taking it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from ops.facilities.models import Facility
from ops.facilities.setting_up import XLSX, FileForm
from ops.jobs import queries as jobs
from ops.jobs.models import Job
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.web.pages import form_errors, page
from stations.enrolment import roster, roster_rows
from stations.enrolment.roster_models import RosterImport
from stations.terms.models import Term
from stations.terms.views import station_of


class RosterForm(FileForm):
    """A roster, and the term in which its children get a place."""

    term = forms.ModelChoiceField(
        Term.objects.none(), label=_("Term"), required=False, empty_label=_("Not yet: register the children only")
    )

    def __init__(self, *args: Any, station: Facility):
        super().__init__(*args)
        ahead = Term.objects.filter(facility=station, last_day__gte=station.today(), state__in=Term.AHEAD)
        self.fields["term"].queryset = ahead.order_by("first_day")  # type: ignore[attr-defined]


@page(*AT_STATION)
@require_GET
def roster_template(request: HttpRequest) -> HttpResponse:
    """The empty spreadsheet, with explanations and choices to pick from."""
    response = HttpResponse(roster_rows.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="children.xlsx"'
    return response


@page(*AT_STATION)
def roster_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a roster to be checked."""
    station = station_of(request, pk)
    form = RosterForm(request.POST or None, request.FILES or None, station=station)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            draft = roster.take_file(
                facility=station, file=form.cleaned_data["file"], term=form.cleaned_data["term"], by=Actor.of(request)
            )
        if saved:
            return redirect("roster-confirm", pk=draft.pk)
    earlier = RosterImport.objects.filter(facility=station, confirmed=True).select_related("term", "made_by")
    context = {"station": station, "form": form, "earlier": earlier.order_by("-made_at")[:5]}
    return render(request, "stations/enrolment/roster.html", context, status=422 if request.method == "POST" else 200)


@page(*AT_STATION)
def roster_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The check, line by line; confirming takes over all or nothing; both show here how far they are."""
    access: Any = request.access
    draft = get_object_or_404(roster.own(access, pk))
    if request.method == "POST":
        step = roster.check_again if "again" in request.POST else roster.confirm
        step(draft=draft, by=Actor.of(request))
        return redirect("roster-confirm", pk=pk)
    job = jobs.latest(access, (roster.CHECK, roster.TAKE_OVER), draft.pk)
    if not draft.lines and not draft.confirmed:
        return redirect("roster-import", pk=draft.facility_id)
    found = roster.checked_of(draft)
    context = {"station": draft.facility, "draft": draft, "job": job}
    if found and job is not None and job.kind == roster.CHECK and job.state == Job.State.DONE:
        context["found"] = found
    return render(request, "stations/enrolment/roster_check.html", context)
