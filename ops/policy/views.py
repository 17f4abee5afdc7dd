"""Pages of the regulatory numbers and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.organization.models import TradeUnion
from ops.organization.roles import READING
from ops.policy import actions, queries
from ops.policy.defaults import defaults
from ops.policy.forms import CalendarDayForm, ParameterForm
from ops.policy.models import CalendarDay
from ops.records.actor import Actor
from ops.web.pages import form_errors, page


@page(*READING)
def parameter_list(request: HttpRequest) -> HttpResponse:
    """Every number as it holds today for a union, with its source and how well that is known."""
    unions = queries.unions_of(request.access)
    union = _chosen(unions, request.GET.get("union", ""))
    groups = queries.numbers_of(union.path, timezone.localdate())
    return render(
        request,
        "ops/policy/parameter_list.html",
        {
            "groups": groups,
            "unions": unions,
            "union": union,
            "unverified": sum(one.unverified for _group, group in groups for one in group),
            "total": sum(len(group) for _group, group in groups),
        },
    )


@page(*READING)
def parameter_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One number: what holds, its whole history, and a new value from a day on."""
    if key not in defaults:
        raise Http404
    access = request.access
    unions = queries.unions_of(access)
    settable = [union for union in unions if queries.may_set(access, union)]
    form = ParameterForm(request.POST or None, unions=settable, initial={"mark": "V"})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            fields = dict(form.cleaned_data)
            union = get_object_or_404(TradeUnion.objects.visible_to(access), pk=fields.pop("union"))
            queries.require_setting(access, union)
            with form_errors(form) as saved:
                actions.set_parameter(key=key, union=union, by=Actor.of(request), **fields)
            if saved:
                messages.success(request, _("Saved. It holds from %(day)s.") % {"day": fields["valid_from"]})
                return redirect("parameter-detail", key)
        elif not settable:
            queries.require_setting(access, unions[0])
        status = 422
    union = _chosen(unions, request.GET.get("union", ""))
    today = timezone.localdate()
    context = {
        "default": defaults[key],
        "number": queries.number_of(key, union.path, today),
        "union": union,
        "versions": queries.versions_of(key, access),
        "form": form if settable else None,
        "today": today,
    }
    return render(request, "ops/policy/parameter_detail.html", context, status=status)


@page(*READING)
def calendar_day_list(request: HttpRequest) -> HttpResponse:
    """The year's special days, the published and our own; whoever speaks for the federation enters more."""
    access = request.access
    may_set = queries.may_set_calendar(access)
    form = CalendarDayForm(request.POST or None)
    status = 200
    if request.method == "POST":
        queries.require_calendar(access)
        if form.is_valid():
            with form_errors(form) as saved:
                day = actions.set_calendar_day(by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Saved."))
                return redirect(f"{reverse('calendar-day-list')}?year={day.date.year}")
        status = 422
    year = _year(request.GET.get("year", ""))
    context: dict[str, Any] = {
        "calendar": queries.calendar_year(year),
        "years": [year - 1, year, year + 1],
        "form": form if may_set else None,
        "today": timezone.localdate(),
    }
    return render(request, "ops/policy/calendar_day_list.html", context, status=status)


@page(*queries.SETTING)
@require_POST
def calendar_day_restore(request: HttpRequest, pk: str) -> HttpResponse:
    """Follow the published calendar again on a day."""
    queries.require_calendar(request.access)
    day = get_object_or_404(CalendarDay, pk=pk)
    actions.restore_calendar_day(day=day, reason=_("As published again"), by=Actor.of(request))
    return redirect(f"{reverse('calendar-day-list')}?year={day.date.year}")


def _chosen(unions: list[TradeUnion], pk: str) -> TradeUnion:
    if not pk:
        return unions[0]
    for union in unions:
        if str(union.pk) == pk:
            return union
    raise Http404


def _year(text: str) -> int:
    today = timezone.localdate().year
    return int(text) if text.isdigit() and dt.MINYEAR < int(text) <= today + 10 else today
