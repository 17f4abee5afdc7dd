"""The page of the union's desk on children's safety."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ops.organization.layout import layout
from ops.organization.roles import AT_DESK, Role
from ops.web.pages import page
from stations.attendance import safety
from stations.attendance.headcount import head_counts

SEEING = (*AT_DESK, Role.FACILITY_MANAGER)


@page(*SEEING)
@require_GET
def child_safety(request: HttpRequest) -> HttpResponse:
    """Children in the houses now, releases to somebody else, breaches of the ratio, in scope; names are masked."""
    context = {
        "counts": head_counts(request.access),
        "releases": list(safety.releases(request.access)),
        "breaches": list(safety.breaches(request.access)),
        "days": safety.DAYS,
        "today": timezone.localdate(),
        "layout": layout(request),
    }
    return render(request, "stations/attendance/child_safety.html", context)
