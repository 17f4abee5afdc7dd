"""Pages: the calendar of a facility, and of a person across the facilities where they work; by month or by week."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode

from ops.duties import calendar_queries as queries
from ops.facilities.models import Facility
from ops.organization.roles import IN_FIELD, MANAGING, READING
from ops.records.days import day_in
from ops.web.pages import page

MONTH, WEEK = "month", "week"
# Somebody with more facilities than this is no longer in the field.
MOST = 50


@page(*READING)
def facility_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The duties of a facility by month or week, with closures, term days and public holidays."""
    facility = get_object_or_404(Facility.objects.visible_to(request.access).select_related("union"), pk=pk)
    context = _calendar(request, [facility], facility.today(), {})
    context |= {"facility": facility, "may_manage": request.access.may_at(facility, *MANAGING)}
    return render(request, "ops/duties/facility_calendar.html", context)


@page(*IN_FIELD)
def my_calendar(request: HttpRequest) -> HttpResponse:
    """One's own facilities in one calendar; `?facility=` shows one of them, `?mine=1` only what is one's own to do."""
    access = request.access
    places = queries.my_facilities(access, MOST)
    wanted, only_mine = request.GET.get("facility", ""), request.GET.get("mine") == "1"
    chosen = next((one for one in places if str(one.pk) == wanted), None)
    kept = {**({"facility": wanted} if chosen else {}), **({"mine": "1"} if only_mine else {})}
    zone = places[0].zone if places else timezone.get_current_timezone()
    today = timezone.localdate(timezone=zone)
    context = _calendar(request, [chosen] if chosen else places, today, kept, own_of=access if only_mine else None)
    context |= {"places": places, "chosen": chosen, "only_mine": only_mine, "several": len(places) > 1 and not chosen}
    return render(request, "ops/duties/my_calendar.html", context)


def _calendar(
    request: HttpRequest, facilities: list[Facility], today: dt.date, kept: dict[str, str], own_of: Any = None
) -> dict[str, Any]:
    """The asked days by weeks, the chosen day, and where to go from here."""
    view = WEEK if request.GET.get("view") == WEEK else MONTH
    asked = _asked_day(request, today)
    first, last = queries.week_of(asked) if view == WEEK else queries.month_of(asked)
    shown = queries.week_of(first)[0], queries.week_of(last)[1]
    days = queries.calendar(facilities, *shown, own_of=own_of)
    dates = list(days)

    def address(day: dt.date, how: str = view) -> str:
        return f"?{urlencode({**kept, 'view': how, 'day': day.isoformat()})}"

    cells = [(days[date], address(date), first <= date <= last) for date in dates]
    return {
        "view": view,
        "asked": asked,
        "today": today,
        "first": first,
        "last": last,
        "weeks": [cells[start : start + 7] for start in range(0, len(cells), 7)],
        "days": [days[date] for date in dates if first <= date <= last],
        "chosen_day": days[asked],
        "kept": kept,
        "urls": {
            "before": address(first - dt.timedelta(days=1) if view == MONTH else first - dt.timedelta(days=7)),
            "after": address(last + dt.timedelta(days=1)),
            "today": address(today),
            "month": address(asked, MONTH),
            "week": address(asked, WEEK),
        },
    }


def _asked_day(request: HttpRequest, today: dt.date) -> dt.date:
    """The day of the address, within some years of today; today where it says none."""
    asked = day_in(request.GET.get("day")) or today
    return asked if abs((asked - today).days) < 3650 else today
