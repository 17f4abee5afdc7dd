"""What the station's staff do for guardians: hand out the page, see and answer what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ops.organization.models import OneTimeLink
from ops.organization.roles import AT_STATION, Role
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.web.pages import page
from stations.enrolment.models import Child, Guardianship
from stations.guardians import accounts, actions, queries
from stations.guardians.allergies import confirm_allergies, open_allergy_requests
from stations.guardians.models import AllergyRequest, Asked, PersonRequest
from stations.terms.views import station_home, station_of


@page(*AT_STATION)
@require_GET
def requests_home(request: HttpRequest) -> HttpResponse:
    """To what guardians asked at the only station, or a choice among several."""
    return station_home(request, "guardian-requests")


@page(*AT_STATION)
@require_GET
def requests(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What guardians asked and nobody answered yet."""
    station = station_of(request, pk)
    access: Any = request.access
    is_manager = access.may_at(station, Role.FACILITY_MANAGER)
    context = {
        "station": station,
        "asked": list(queries.open_person_requests(station)),
        "allergies": list(open_allergy_requests(station)),
        "is_manager": is_manager,
        "erasures": queries.open_erasures(station).count() if is_manager else 0,
    }
    return render(request, "stations/guardians/requests.html", context)


@page(*AT_STATION)
@require_POST
def request_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm who may collect, or decline it with the reason."""
    return _answer(request, PersonRequest, pk, actions.confirm_person)


@page(*AT_STATION)
@require_POST
def allergy_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm what is kept from a child's plate, or decline it with the reason."""
    return _answer(request, AllergyRequest, pk, confirm_allergies)


def _answer(request: HttpRequest, model: type[Asked], pk: UUID, confirm: Callable[..., Any]) -> HttpResponse:
    rows: Any = model.objects.visible_to(request.access, AT_STATION)
    asked = get_object_or_404(rows.select_related("facility", "child"), pk=pk)
    by = Actor.of(request)
    try:
        if request.POST.get("do") == "confirm":
            confirm(request=asked, by=by)
            messages.success(request, _("Confirmed: it holds from now on."))
        else:
            actions.decline(request=asked, reason=request.POST.get("reason", ""), by=by)
            messages.success(request, _("Declined. The guardian reads your reason."))
    except RuleBroken as error:
        messages.error(request, str(error.detail))
    return redirect("guardian-requests", pk=asked.facility_id)


@page(*AT_STATION)
@never_cache
@require_POST
def hand_out(request: HttpRequest, pk: UUID, child: UUID, guardian: UUID) -> HttpResponse:
    """A one-time link to the guardian's page, as a QR code to scan at the desk; shown this once."""
    station = station_of(request, pk)
    found = get_object_or_404(Child.objects.filter(facility=station).plainly(), pk=child)
    tie = get_object_or_404(Guardianship.objects.select_related("guardian"), child=found, guardian=guardian)
    secret = accounts.invite(guardian=tie.guardian, by=Actor.of(request))
    url = request.build_absolute_uri(reverse("family-link", args=[secret]))
    code = segno.make(url, error="m").svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    context = {
        "station": station,
        "child": found,
        "guardian": tie.guardian,
        "url": url,
        "qr": mark_safe(code),  # noqa: S308 (drawn by us)
        "days": OneTimeLink.DAYS_VALID,
    }
    return render(request, "stations/guardians/link.html", context)
