"""Pages of stations and terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION, MANAGING
from ops.records.actor import Actor
from ops.records.errors import Stale
from ops.web.pages import form_errors, page
from stations.terms import actions
from stations.terms.forms import CancelDayForm, TermForm
from stations.terms.models import Term
from stations.terms.queries import with_counts

READERS = tuple(dict.fromkeys((*AT_STATION, *MANAGING)))


def station_of(request: HttpRequest, pk: UUID, *roles: str) -> Facility:
    """The station in the reader's scope (else 404) at which they hold one of the roles (else 403)."""
    access: Any = request.access
    found = Facility.objects.filter(kind="station").select_related("union").visible_to(access)
    facility = get_object_or_404(found, pk=pk)
    access.require(facility, *(roles or AT_STATION))
    return facility


def my_stations(request: HttpRequest) -> list[Facility]:
    """The stations where the reader works; at most 200."""
    access: Any = request.access
    return list(Facility.objects.filter(kind="station").visible_to(access, AT_STATION).order_by("name")[:200])


def station_home(request: HttpRequest, to: str, place: str = "") -> HttpResponse:
    """To the page of the only station where the reader works, or a choice among several.

    `to` names the route, `place` is where on its page (as #today).
    """
    stations = my_stations(request)
    if len(stations) == 1:
        return redirect(reverse(to, args=[stations[0].pk]) + place)
    return render(request, "stations/terms/choose.html", {"stations": stations, "to": to})


@page(*AT_STATION)
def term_home(request: HttpRequest) -> HttpResponse:
    """To the terms of the only station, or a choice among several."""
    return station_home(request, "term-list")


@page(*READERS)
@require_GET
def term_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The station's terms, newest first, with places taken."""
    station = station_of(request, pk, *READERS)
    context = {
        "station": station,
        "terms": with_counts(Term.objects.filter(facility=station)),
        "may_change": _may_change(request, station),
        "today": station.today(),
    }
    return render(request, "stations/terms/term_list.html", context)


@page(*MANAGING)
def term_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a term with its groups."""
    station = station_of(request, pk, *MANAGING)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            actions.open_term(
                facility=station,
                id=form.cleaned_data["id"],
                groups=form.group_names(),
                by=Actor.of(request),
                **form.columns(),
            )
        if saved:
            messages.success(request, _("The term is entered."))
            return redirect("term-list", pk=station.pk)
    return render(
        request,
        "stations/terms/term_form.html",
        {"station": station, "form": form},
        status=422 if form.is_bound else 200,
    )


@page(*MANAGING)
def term_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a term, its groups, its cancelled days."""
    term = _term_of(request, pk)
    form = TermForm(request.POST or None, term=term)
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                actions.amend_term(
                    term=term,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    by=Actor.of(request),
                    **form.columns(),
                )
                actions.set_groups(term=term, names=form.group_names(), by=Actor.of(request))
            if saved:
                messages.success(request, _("Saved."))
                return redirect("term-list", pk=term.facility_id)
        except Stale as error:
            stale = True
            form.add_error(None, str(error.detail))
    context = {
        "station": term.facility,
        "term": term,
        "form": form,
        "stale": stale,
        "cancelled": term.closures.order_by("date"),
        "cancel_form": CancelDayForm(term=term),
    }
    return render(request, "stations/terms/term_form.html", context, status=422 if form.is_bound else 200)


@page(*MANAGING)
@require_POST
def term_cancel_day(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel one day of a term."""
    term = _term_of(request, pk)
    form = CancelDayForm(request.POST, term=term)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.cancel_day(term=term, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("The day is cancelled: nobody is expected, and guardians are told."))
            return redirect("term-edit", pk=term.pk)
    context = {
        "station": term.facility,
        "term": term,
        "form": TermForm(term=term),
        "cancelled": term.closures.order_by("date"),
        "cancel_form": form,
    }
    return render(request, "stations/terms/term_form.html", context, status=422)


def _term_of(request: HttpRequest, pk: UUID) -> Term:
    access: Any = request.access
    term = get_object_or_404(Term.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(term.facility, *MANAGING)
    return term


def _may_change(request: HttpRequest, station: Facility) -> bool:
    access: Any = request.access
    return access.may_at(station, *MANAGING)
