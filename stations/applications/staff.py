"""What staff do with applications: see what is new, ask, admit, put on the list, refuse; the link and its poster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION, Role
from ops.records.actor import Actor
from ops.records.errors import DomainError
from ops.web.pages import form_errors, page
from stations.applications import actions, printing, queries
from stations.applications.models import Application, AppliedChild
from stations.enrolment.forms import OpenForm
from stations.enrolment.views import child_of
from stations.terms.views import station_home, station_of


@page(*AT_STATION)
def application_home(request: HttpRequest) -> HttpResponse:
    """To the applications of the only station, or a choice among several."""
    return station_home(request, "application-list")


@page(*AT_STATION)
@require_GET
def application_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is new, and each term's waiting list in its stated order."""
    station = station_of(request, pk)
    access: Any = request.access
    terms: list[Any] = queries.queues_of(station)
    context = {
        "station": station,
        "terms": terms,
        "doubtful": list(queries.doubtful(station)),
        "new": sum(term.applied for term in terms),
        "is_manager": access.may_at(station, Role.FACILITY_MANAGER),
        "back": request.path,
        "url": link_of(station),
    }
    return render(request, "stations/applications/list.html", context)


@page(*AT_STATION)
@require_GET
def application_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: who signed when, and how it stands with each child."""
    application = _application_of(request, pk)
    access: Any = request.access
    context = {
        "station": application.facility,
        "application": application,
        "children": queries.application_file(application),
        "is_manager": access.may_at(application.facility, Role.FACILITY_MANAGER),
        "back": request.path,
    }
    return render(request, "stations/applications/detail.html", context)


@page(*AT_STATION)
@require_POST
def applied_child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Staff have asked: take over what was entered, or close it with the reason."""
    access: Any = request.access
    rows = AppliedChild.objects.visible_to(access, AT_STATION).select_related("application__term", "facility")
    applied = get_object_or_404(rows, pk=pk)
    access.require(applied.facility, *AT_STATION)
    try:
        if request.POST.get("do") == "close":
            actions.close(applied=applied, reason=request.POST.get("reason", ""), by=Actor.of(request))
            messages.success(request, _("Closed. The guardian is told."))
        else:
            actions.take_over(applied=applied, by=Actor.of(request))
            messages.success(request, _("Taken over: it stands among the applications now."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("application-detail", pk=applied.application_id)


@page(*AT_STATION)
@require_GET
def application_poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet for the door: A4, a code that leads to the application."""
    station = station_of(request, pk)
    url = link_of(station)
    code = segno.make(url, error="q")
    svg = code.svg_inline(scale=8, border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    context = {"station": station, "url": url, "qr": mark_safe(svg)}  # noqa: S308 - our own drawing
    return render(request, "stations/applications/poster.html", context)


@page(*AT_STATION)
def enrolment_form(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """A child's form as a PDF file; why it is printed is asked first and kept."""
    station, found = child_of(request, pk, child)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            data = printing.filled_form(child=found, reason=form.cleaned_data["reason"], by=Actor.of(request))
            return printing.response_of(data, found)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/applications/print.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_GET
def blank_form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An empty form with the texts in force."""
    station = station_of(request, pk)
    return printing.response_of(printing.blank_form(station), station)


def link_of(station: Facility) -> str:
    """Where guardians apply."""
    return settings.PUBLIC_URL + reverse("apply", args=[station.code])


def _application_of(request: HttpRequest, pk: UUID) -> Application:
    access: Any = request.access
    rows = Application.objects.visible_to(access, AT_STATION).select_related("facility", "term").defer("phone")
    return get_object_or_404(rows, pk=pk)
