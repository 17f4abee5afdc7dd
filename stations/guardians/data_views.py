"""Pages of personal data: allergies, what is held, a copy to take away, the wish for erasure, and its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.records.ids import id_in, uuid7
from ops.web.pages import form_errors, page
from stations.enrolment.models import Child
from stations.guardians import actions, queries, retention
from stations.guardians.allergies import ask_allergies, confirm_on_file, on_file
from stations.guardians.answering import answer_data_request
from stations.guardians.exporting import copy_of
from stations.guardians.forms import AllergyForm, ErasureForm
from stations.guardians.held import held_about
from stations.guardians.models import ANSWERING, DataRequest
from stations.guardians.views import child_of, me
from stations.terms.views import station_of


@page(Role.GUARDIAN)
@never_cache
def allergies(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is kept from the child's plate: say that it is right, or what should change."""
    found = child_of(request, pk)
    kept = on_file(found)
    given = {"allergens": kept.allergens, "words": kept.words}
    form = AllergyForm(request.POST or None, initial=given, consented=kept.agreed)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as said:
            text = _say(request, found, form)
        if said:
            messages.success(request, text)
            return redirect("family-allergies", pk=found.pk)
    context = {"child": found, "kept": kept, "form": form, "seen": uuid7()}
    return render(request, "stations/guardians/allergies.html", context, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, child: Child, form: AllergyForm) -> str:
    """Do what the form says; returns what became of it, in words."""
    given: dict[str, Any] = {**form.cleaned_data, "child": child, "asked_by": me(request, child)}
    agreed = given.pop("agree", False)
    if request.POST.get("do") == "right":
        confirm_on_file(seen=given.pop("allergens"), by=Actor.of(request), **given)
        return _("Thank you. The station sees that you have confirmed it.")
    ask_allergies(agreed=agreed, by=Actor.of(request), **given)
    return _("Sent. It holds once staff have seen and confirmed it.")


@page(Role.GUARDIAN)
@never_cache
@require_GET
def data(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that is held about the child, in plain words."""
    found = child_of(request, pk)
    context = {
        "child": found,
        "sections": held_about(found, me(request, found)),
        "requests": queries.data_requests_of(found),
    }
    return render(request, "stations/guardians/data.html", context)


@page(Role.GUARDIAN)
@never_cache
@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy to take away; that it was taken is kept."""
    found = child_of(request, pk)
    guardian = me(request, found)
    bundle = copy_of(found, guardian)
    actions.note_copy(child=found, asked_by=guardian, by=Actor.of(request))
    response = HttpResponse(bundle, content_type="application/zip")
    name = f"{found.name}-{found.facility.today()}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@page(Role.GUARDIAN)
def erasure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that the child's data be erased."""
    found = child_of(request, pk)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as asked:
            actions.ask_erasure(child=found, asked_by=me(request, found), by=Actor.of(request), **form.cleaned_data)
        if asked:
            messages.success(request, _("The station has it and will answer here."))
            return redirect("family-data", pk=found.pk)
    context = {"child": found, "form": form}
    return render(request, "stations/guardians/erasure.html", context, status=422 if form.is_bound else 200)


@page(*ANSWERING)
@require_GET
def data_requests_home(request: HttpRequest) -> HttpResponse:
    """To what guardians ask about data at the only station, or the stations where something waits."""
    waiting = queries.stations_asked(request.access)
    stations = [one.station for one in waiting] or queries.stations_managed(request.access)
    if len(stations) == 1:
        return redirect("data-requests", pk=stations[0].pk)
    return render(request, "stations/guardians/data_requests_home.html", {"stations": waiting})


@page(*ANSWERING)
@require_GET
def data_requests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What guardians ask about data, for the station's manager or its union to answer; the union reads no full name."""
    station = station_of(request, pk, *ANSWERING)
    access: Any = request.access
    days = retention.days_kept(station)
    context = {
        "station": station,
        "asked": list(queries.open_erasures(station)),
        "days": days,
        "over": list(retention.kept_too_long(station, days)[: retention.MOST_AT_ONCE]),
        "works_here": access.may_at(station, Role.FACILITY_MANAGER),
    }
    return render(request, "stations/guardians/data_requests.html", context)


@page(*ANSWERING)
@require_POST
def data_request_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase, or decline, each with the reason."""
    access: Any = request.access
    rows = DataRequest.objects.visible_to(access, ANSWERING).select_related("facility")
    asked = get_object_or_404(rows, pk=pk)
    try:
        agreed = request.POST.get("do") == "erase"
        answer_data_request(request=asked, agreed=agreed, reason=request.POST.get("reason", ""), by=Actor.of(request))
        messages.success(request, _("Erased.") if agreed else _("Declined. The guardian reads your reason."))
    except RuleBroken as error:
        messages.error(request, str(error.detail))
    return redirect("data-requests", pk=asked.facility_id)


@page(*ANSWERING)
@require_POST
def data_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase the data of children whose time is over."""
    station = station_of(request, pk, *ANSWERING)
    chosen = [one for one in map(id_in, request.POST.getlist("child")) if one]
    try:
        erased = retention.erase_kept(facility=station, children=chosen, by=Actor.of(request))
        text = ngettext(
            "The data of %(count)d child are erased.", "The data of %(count)d children are erased.", len(erased)
        )
        messages.success(request, text % {"count": len(erased)})
    except RuleBroken as error:
        messages.error(request, str(error.detail))
    return redirect("data-requests", pk=station.pk)
