"""Pages of the roster: who is on duty on a day and in its week, and who looks after which group."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION, MANAGING, Role
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.web.pages import form_errors, page
from stations.terms import roster
from stations.terms.forms import GroupStaffForm, ShiftForm
from stations.terms.models import Group, GroupStaff, Shift, Term
from stations.terms.views import READERS, station_home, station_of

COPIES = {"day": roster.copy_day, "week": roster.copy_week}


@page(*AT_STATION)
def roster_home(request: HttpRequest) -> HttpResponse:
    """To the roster of the only station, or a choice among several."""
    return station_home(request, "roster")


@page(*READERS, offline=True)
def roster_day(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is on duty on a day, its week beside it; a POST adds a shift, or copies the day or week before."""
    station = station_of(request, pk, *READERS)
    day = _day(request, station)
    access: Any = request.access
    may_change = access.may_at(station, Role.FACILITY_MANAGER)
    if request.method == "POST":
        access.require(station, Role.FACILITY_MANAGER)
        if "copy" in request.POST:
            return _copied(request, station, day)
    form = ShiftForm(request.POST or None, station=station)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            roster.set_shift(facility=station, date=day, by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect(_url(station, day))
    monday = day - dt.timedelta(day.weekday())
    days = roster.shifts_between(station, monday, monday + dt.timedelta(6))
    context = {
        "station": station,
        "day": day,
        "shifts": days[day],
        "week": days.items(),
        "yesterday": day - dt.timedelta(1),
        "tomorrow": day + dt.timedelta(1),
        "form": form,
        "may_change": may_change,
    }
    return render(request, "stations/terms/roster.html", context, status=422 if form.is_bound else 200)


@page(Role.FACILITY_MANAGER)
@require_POST
def shift_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a shift off the roster."""
    access: Any = request.access
    shift = get_object_or_404(Shift.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(shift.facility, Role.FACILITY_MANAGER)
    roster.cancel_shift(shift=shift, by=Actor.of(request))
    messages.success(request, _("Taken off the roster: %(name)s") % {"name": shift.name})
    return redirect(_url(shift.facility, shift.date))


@page(*MANAGING)
def term_staff(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who looks after each group of a term; a POST adds somebody."""
    access: Any = request.access
    term = get_object_or_404(Term.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(term.facility, *MANAGING)
    form = GroupStaffForm(request.POST or None, term=term)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            roster.add_to_group(by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect("term-staff", pk=term.pk)
    groups = list(Group.objects.filter(term=term))
    staff = roster.group_staff(groups)
    context = {
        "station": term.facility,
        "term": term,
        "groups": [(group, staff.get(group.pk, [])) for group in groups],
        "form": form,
    }
    return render(request, "stations/terms/term_staff.html", context, status=422 if form.is_bound else 200)


@page(*MANAGING)
@require_POST
def group_staff_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody no longer looks after a group."""
    access: Any = request.access
    row = get_object_or_404(GroupStaff.objects.visible_to(access).select_related("facility", "group"), pk=pk)
    access.require(row.facility, *MANAGING)
    roster.remove_from_group(row=row, by=Actor.of(request))
    return redirect("term-staff", pk=row.group.term_id)


def _day(request: HttpRequest, station: Facility) -> dt.date:
    return day_in(request.GET.get("date")) or station.today()


def _copied(request: HttpRequest, station: Facility, day: dt.date) -> HttpResponse:
    copy = COPIES.get(request.POST["copy"], roster.copy_day)
    try:
        number = copy(facility=station, to=day, by=Actor.of(request))
    except roster.RuleBroken as error:
        messages.error(request, error.detail)
    else:
        messages.success(
            request, ngettext("%(number)s shift copied", "%(number)s shifts copied", number) % {"number": number}
        )
    return redirect(_url(station, day))


def _url(station: Facility, day: dt.date) -> str:
    return f"{reverse('roster', args=[station.pk])}?date={day}"
