"""The evacuation list (疏散清点): who is in the house now, to be counted outside; on paper, and without a line."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ops.organization.roles import AT_STATION
from ops.web.pages import page
from stations.attendance.board import roll_call
from stations.terms.roster import shifts_between
from stations.terms.views import station_of


@page(*AT_STATION, offline=True)
@require_GET
def evacuation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All children of the day by group, those in the house shown: ticks are kept on the device, and by it alone."""
    station = station_of(request, pk)
    board = roll_call(station, station.today())
    clock = station.local(timezone.now()).time()
    shifts = shifts_between(station, board.day, board.day)[board.day]
    groups = groupby(board.tiles, key=lambda tile: (tile.group_id, tile.group))
    context: dict[str, Any] = {
        "station": station,
        "board": board,
        "here": board.count("here"),
        "groups": [(pk, label, list(tiles)) for (pk, label), tiles in groups],
        "staff": [shift for shift in shifts if shift.starts <= clock < shift.ends],
        "texts": {
            "left": _("{number} still to be counted"),
            "all": _("All {number} counted"),
            "as_of": _("As of {clock}"),
            "offline": _("No line. As of {clock}, with what was tapped on this device."),
        },
    }
    return render(request, "stations/attendance/evacuation.html", context)
