"""Pages of absences: announced for days, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.web.pages import form_errors, page
from stations.attendance import absences
from stations.attendance.forms import AnnounceForm
from stations.attendance.models import Absence, AbsenceAnnouncement
from stations.enrolment.models import Child
from stations.terms.views import station_of


@page(*AT_STATION)
@require_POST
def absence_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back an absence: the child is expected after all."""
    access: Any = request.access
    found = get_object_or_404(Absence.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(found.facility, *AT_STATION)
    reason = request.POST.get("reason") or _("The child comes after all")
    absences.void_absence(absence=found, reason=reason, by=Actor.of(request))
    messages.success(request, _("The child is expected again."))
    return redirect("roll-call", pk=found.facility_id)


@page(*AT_STATION)
def announce(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Announce for a guardian that a child stays away for some days; what is announced already stands below."""
    station = station_of(request, pk)
    found = get_object_or_404(Child.objects.filter(facility=station).plainly().select_related("facility"), pk=child)
    form = AnnounceForm(request.POST or None, child=found)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            absences.announce_absence(child=found, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Announced. The roll call knows."))
            return redirect("absence-announce", pk=station.pk, child=found.pk)
    announced = AbsenceAnnouncement.objects.filter(child=found, last_day__gte=station.today(), voided_at=None)
    context = {"station": station, "child": found, "form": form, "announced": announced.order_by("first_day")}
    return render(request, "stations/attendance/announce.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def announcement_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The child comes after all."""
    access: Any = request.access
    found = get_object_or_404(AbsenceAnnouncement.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(found.facility, *AT_STATION)
    reason = request.POST.get("reason") or _("The child comes after all")
    absences.take_back_absence(announcement=found, reason=reason, by=Actor.of(request))
    messages.success(request, _("The child is expected again."))
    return redirect("absence-announce", pk=found.facility_id, child=found.child_id)
