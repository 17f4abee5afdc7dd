"""From a menu line to the reader's own place: straight there with one, a choice with several."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ops.facilities.models import Facility
from ops.organization.layout import layout

MOST = 200


def go_to_place(
    request: HttpRequest, url_name: str, heading: Any, *, kind: str = "", roles: Any = None
) -> HttpResponse:
    """Redirect to `url_name` of the reader's only facility (of a kind, where they hold a role), or let them choose."""
    found = Facility.objects.visible_to(request.access, roles)
    if kind:
        found = found.filter(kind=kind)
    if sought := request.GET.get("q", "").strip():
        found = found.filter(name__icontains=sought)
    places = list(found.exclude(state=Facility.State.CLOSED).select_related("union").order_by("name")[:MOST])
    if len(places) == 1 and not sought:
        return redirect(url_name, places[0].pk)
    rows = [(place, reverse(url_name, args=[place.pk])) for place in places]
    context = {"rows": rows, "heading": heading, "q": sought, "layout": layout(request)}
    return render(request, "safety/choose_place.html", context)


def place_in_scope(request: HttpRequest, pk: Any, *roles: str, kind: str = "") -> Facility:
    """The facility, 404 where the reader does not see it, 403 without one of the roles there."""
    facility = get_object_or_404(
        Facility.objects.visible_to(request.access).select_related("union"),
        pk=pk,
        **({"kind": kind} if kind else {}),
    )
    if roles:
        request.access.require(facility, *roles)
    return facility
