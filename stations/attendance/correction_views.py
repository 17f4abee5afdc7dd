"""Pages of the day's records and their correction."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.errors import Stale
from ops.web.pages import form_errors, page
from stations.attendance import actions
from stations.attendance.board import TileState, handovers_of_day
from stations.attendance.forms import AmendForm, VoidForm
from stations.attendance.models import Absence, Handover
from stations.attendance.views import day_of
from stations.enrolment.models import SENSITIVE
from stations.terms.views import station_of


@page(*AT_STATION)
@require_GET
def day_records(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All hand-overs and absences of a day, those voided too, with the way to correct each."""
    station = station_of(request, pk)
    day = day_of(request, station)
    excused = Absence.objects.filter(facility=station, local_date=day).select_related("child").order_by("-occurred_at")
    context = {
        "station": station,
        "day": day,
        "yesterday": day - dt.timedelta(days=1),
        "tomorrow": day + dt.timedelta(days=1) if day < station.today() else None,
        "handovers": list(handovers_of_day(station, day)),
        "absences": list(excused.defer(*(f"child__{name}" for name in SENSITIVE))),
    }
    return render(request, "stations/attendance/day_records.html", context)


@page(*AT_STATION)
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct one hand-over, or void it, with the reason; what somebody else changed meanwhile is shown beside."""
    found = _handover_of(request, pk)
    form = AmendForm(request.POST or None, handover=found)
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                actions.amend_handover(
                    handover=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    by=Actor.of(request),
                    **form.changes(),
                )
        except Stale:
            return _handover_page(request, _handover_of(request, pk), form, stale=True, status=409)
        if saved:
            messages.success(request, _("Corrected. The earlier version stays in history."))
            return redirect(_records_of(found))
    return _handover_page(request, found, form, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def handover_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Void a hand-over with the reason."""
    found = _handover_of(request, pk)
    form = VoidForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.void_handover(
                handover=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("Voided. The record stays readable."))
            return redirect(_records_of(found))
    return _handover_page(request, found, AmendForm(handover=found), void_form=form, status=422)


def _handover_of(request: HttpRequest, pk: UUID) -> Handover:
    access: Any = request.access
    records = Handover.objects.visible_to(access).select_related(
        "facility", "child", "person", "recorded_by", "override_by", "enrolment__term"
    )
    found = get_object_or_404(records.defer(*(f"child__{name}" for name in SENSITIVE), "person__phone"), pk=pk)
    access.require(found.facility, *AT_STATION)
    return found


def _handover_page(
    request: HttpRequest,
    found: Handover,
    form: AmendForm,
    *,
    void_form: VoidForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "station": found.facility,
        "handover": found,
        "form": form,
        "void_form": void_form or VoidForm(initial={"version": found.version}),
        "stale": stale,
        "conflicts": form.conflicts(found) if stale else [],
        "versions": list(found.history.select_related("history_user").order_by("history_id")),
        "standing": found.voided_at is None,
        "undone_reason": actions.UNDONE,
        "left": TileState.LEFT,
    }
    return render(request, "stations/attendance/handover.html", context, status=status)


def _records_of(found: Handover) -> str:
    return f"{reverse('day-records', args=[found.facility_id])}?date={found.local_date}"
