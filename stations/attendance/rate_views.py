"""The page of a term's attendance, and its monthly sheet as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from ops.organization.layout import layout
from ops.organization.roles import AT_STATION, READING
from ops.records.paper import pdf_response
from ops.web.pages import page
from stations.attendance import monthly
from stations.attendance.qualification import qualification_of
from stations.attendance.rates import Attendance, attendance_of
from stations.terms.models import Term
from stations.terms.views import my_stations


@page(*AT_STATION)
def rates_home(request: HttpRequest) -> HttpResponse:
    """To the attendance of the running or last term of the only station, else to the terms."""
    stations = my_stations(request)
    if len(stations) == 1:
        begun = Term.objects.filter(facility=stations[0], first_day__lte=stations[0].today())
        term = begun.exclude(state=Term.State.CANCELLED).order_by("-last_day").first()
        return redirect("term-attendance", pk=term.pk) if term else redirect("term-list", pk=stations[0].pk)
    return redirect("term-home")


@page(*READING)
@require_GET
def term_attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attendance of a term by group and child, what it means, and whether it meets the subsidy's rule."""
    attendance = attendance_for(request, pk)
    context = {
        "station": attendance.term.facility,
        "term": attendance.term,
        "attendance": attendance,
        "total": attendance.total,
        "qualification": qualification_of(attendance),
        "works_here": _works_at(request, attendance),
        "layout": layout(request),
    }
    return render(request, "stations/attendance/term_attendance.html", context)


@page(*READING)
@require_GET
def monthly_sheet(request: HttpRequest, pk: UUID, month: str, form: str) -> HttpResponse:
    """The sheet of a month (2026-07) as xlsx or pdf."""
    try:
        first = dt.date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Http404 from error
    return sheet_response(attendance_for(request, pk), first, form)


def attendance_for(request: Any, pk: UUID) -> Attendance:
    """The attendance of a term in the reader's scope (else 404); names masked for who does not work there."""
    terms = Term.objects.visible_to(request.access).select_related("facility")
    term = get_object_or_404(terms, pk=pk)
    request.access.require(term.facility, *READING)
    attendance = attendance_of(term)
    if not _works_at(request, attendance):
        attendance.mask()
    return attendance


def sheet_response(attendance: Attendance, month: dt.date, form: str) -> HttpResponse:
    """The sheet as a file. Raises Http404 for another form, CannotPrint where PDF cannot be made."""
    sheet = monthly.sheet_of(attendance, month)
    if form == "pdf":
        return pdf_response(monthly.pdf(sheet), sheet.name)
    if form != "xlsx":
        raise Http404
    response = HttpResponse(monthly.xlsx(sheet), content_type=monthly.XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{sheet.name}.xlsx") or "attachment"
    return response


def _works_at(request: Any, attendance: Attendance) -> bool:
    return bool(request.access.may_at(attendance.term.facility, *AT_STATION))
