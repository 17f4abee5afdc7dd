"""The page of the union's desk on children's safety."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ops.organization.roles import AT_DESK, Role
from ops.web.pages import page
from safety.places import layout
from stations.attendance import safety

SEEING = (*AT_DESK, Role.FACILITY_MANAGER)


@page(*SEEING)
@require_GET
def child_safety(request: HttpRequest) -> HttpResponse:
    """Releases to somebody else and breaches of the ratio in the reader's scope; names are masked."""
    context = {
        "releases": list(safety.releases(request.access)),
        "breaches": list(safety.breaches(request.access)),
        "days": safety.DAYS,
        "today": timezone.localdate(),
        "layout": layout(request),
    }
    return render(request, "stations/attendance/child_safety.html", context)
