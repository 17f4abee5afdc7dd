"""Pages: the guided beginning, and unions and facilities from a spreadsheet."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from ops.facilities import importing, queries, workbook
from ops.facilities.actions import RUNS_FACILITIES
from ops.facilities.models import FacilityImport
from ops.facilities.views import access_to
from ops.jobs import queries as jobs
from ops.jobs.models import Job
from ops.records.actor import Actor
from ops.web.pages import form_errors, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(label=gettext_lazy("Spreadsheet (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


@page(*RUNS_FACILITIES)
def guide(request: HttpRequest) -> HttpResponse:
    """What to do after the set-up, and how far one is."""
    return render(request, "ops/facilities/guide.html", queries.beginnings(access_to(request)))


@page(*RUNS_FACILITIES)
def import_template(request: HttpRequest) -> HttpResponse:
    """The empty spreadsheet."""
    response = HttpResponse(workbook.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="stations-and-rooms.xlsx"'
    return response


@page(*RUNS_FACILITIES)
def facility_import(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet to be checked."""
    form = FileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                draft = importing.take_file(file=form.cleaned_data["file"], by=Actor.of(request))
            if saved:
                return redirect("facility-import-confirm", pk=draft.pk)
    earlier = FacilityImport.objects.filter(made_by=request.user.pk, confirmed=True).order_by("-made_at")[:5]
    return render(request, "ops/facilities/import.html", {"form": form, "earlier": earlier}, status=status)


@page(*RUNS_FACILITIES)
def import_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The check, line by line; confirming takes over all or nothing; both show here how far they are."""
    draft = get_object_or_404(FacilityImport, pk=pk, made_by=request.user.pk)
    if request.method == "POST":
        step = importing.check_again if "again" in request.POST else importing.confirm
        step(draft=draft, by=Actor.of(request))
        return redirect("facility-import-confirm", pk=pk)
    job = jobs.latest(access_to(request), (importing.CHECK, importing.TAKE_OVER), draft.pk)
    if not draft.lines:
        return redirect("facility-import")
    if draft.checked and job is not None and job.kind == importing.CHECK and job.state == Job.State.DONE:
        return render(request, "ops/facilities/import_confirm.html", {"draft": draft, **draft.checked})
    context = {"draft": draft, "job": job, "taking_over": job is not None and job.kind == importing.TAKE_OVER}
    return render(request, "ops/facilities/import_progress.html", context)
