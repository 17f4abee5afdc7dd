"""The page of the evacuation list: one tap from the roll call, on paper, and without a line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ops.organization.roles import AT_STATION
from ops.web.pages import page
from stations.attendance.evacuation import evacuation_of
from stations.terms.views import station_of


@page(*AT_STATION, offline=True)
@require_GET
def evacuation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All children of the day by group, those in the house shown: ticks are kept on the device, and by it alone."""
    station = station_of(request, pk)
    found = evacuation_of(station)
    context = {"station": station, "board": found.board, "evacuation": found, "here": found.here, "texts": _texts()}
    return render(request, "stations/attendance/evacuation.html", context)


def _texts() -> dict[str, str]:
    """What evacuation.js says."""
    return {
        "left": _("{number} still to be counted"),
        "all": _("All {number} counted"),
        "as_of": _("As of {clock}"),
        "offline": _("No line. As of {clock}, with what was tapped on this device."),
    }
