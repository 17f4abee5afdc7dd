"""Pages: the guided beginning, and unions and facilities from a spreadsheet."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.facilities import importing, queries, workbook
from ops.facilities.actions import RUNS_FACILITIES
from ops.facilities.models import FacilityImport
from ops.facilities.views import access_to
from ops.records.actor import Actor
from ops.web.pages import form_errors, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_WRONG = 100


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
    """The check, line by line; confirming takes over all or nothing."""
    draft = get_object_or_404(FacilityImport, pk=pk, made_by=request.user.pk)
    access = access_to(request)
    if request.method == "POST":
        done = importing.confirm(draft=draft, access=access, by=Actor.of(request))
        messages.success(
            request,
            _("Taken over: %(unions)s unions, %(entered)s places entered, %(updated)s updated.")
            % {"unions": done.unions, "entered": done.entered, "updated": done.updated},
        )
        return redirect("facility-list")
    if draft.confirmed or not draft.lines:
        return redirect("facility-import")
    checked = importing.check(draft, access)
    wrong = checked.wrong
    context = {
        "draft": draft,
        "counts": checked.counts(),
        "wrong": wrong[:SHOWN_WRONG],
        "wrong_total": len(wrong),
        "rows": checked.facilities[:SHOWN_WRONG],
        "total": len(checked.facilities),
        "unions": [row for row in checked.unions if row.verdict == importing.NEW][:SHOWN_WRONG],
    }
    return render(request, "ops/facilities/import_confirm.html", context)
