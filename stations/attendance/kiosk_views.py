"""Kiosk mode: the manager's list of tablets, and the one page that a tablet at the door can show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.organization.access import Access
from ops.organization.roles import Role
from ops.organization.views import speak
from ops.records.actor import Actor
from ops.records.errors import DomainError, RuleBroken
from ops.web.pages import form_errors, page, public_page
from stations.attendance import codes
from stations.attendance.code_views import ids_sent, party_context
from stations.attendance.forms import CodeForm, EndKioskForm, KioskForm
from stations.attendance.kiosk import COOKIE, become, end_kiosk, kiosk_of, start_kiosk
from stations.attendance.models import Handover, Kiosk
from stations.attendance.release_views import confirmed_by
from stations.terms.views import station_of

# Seconds after which the page is as new: somebody who walked away leaves nothing behind.
RESET, RESET_DONE = 40, 10


@page(Role.FACILITY_MANAGER)
def kiosk_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The station's tablets; a POST makes the device in the manager's hand one, and signs the manager out of it."""
    station = station_of(request, pk, Role.FACILITY_MANAGER)
    form = KioskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            _kiosk, token = start_kiosk(facility=station, name=form.cleaned_data["name"], by=Actor.of(request))
        if saved:
            logout(request)
            return become(redirect("kiosk"), token)
    kiosks = Kiosk.objects.filter(facility=station).select_related("started_by").order_by("-started_at")[:50]
    context = {"station": station, "form": form, "kiosks": kiosks}
    return render(request, "stations/attendance/kiosk_list.html", context, status=422 if form.is_bound else 200)


@page(Role.FACILITY_MANAGER)
@require_POST
def kiosk_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a kiosk from afar."""
    access: Any = request.access
    kiosk = get_object_or_404(Kiosk.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(kiosk.facility, Role.FACILITY_MANAGER)
    end_kiosk(kiosk=kiosk, by=Actor.of(request))
    messages.success(request, _("The tablet is no kiosk any more: %(name)s") % {"name": kiosk.name})
    return redirect("kiosk-list", pk=kiosk.facility_id)


@public_page
def kiosk(request: HttpRequest) -> HttpResponse:
    """The page of the tablet: a code, whom it stands for, done; by itself it is as new after seconds."""
    if "language" in request.GET:
        return _in_language(request)
    tablet = kiosk_of(request)
    if tablet is None:
        response = render(request, "stations/attendance/kiosk_ended.html")
        response.delete_cookie(COOKIE, samesite="Strict")
        return response
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"kiosk": tablet, "form": form, "reset": 0}
    if request.method == "POST" and form.is_valid():
        context |= {"reset": RESET}
        with form_errors(form) as fine:
            context |= _answer(request, tablet, form.cleaned_data["code"])
        if not fine:
            context |= {"reset": RESET_DONE}
    response = render(request, "stations/attendance/kiosk.html", context, status=422 if form.errors else 200)
    patch_cache_control(response, private=True, no_store=True)
    if request.method == "GET":
        response["X-Keep-Offline"] = "1"
    return response


@public_page
def kiosk_leave(request: HttpRequest) -> HttpResponse:
    """End the kiosk on the tablet itself, by a manager's password."""
    tablet = kiosk_of(request)
    if tablet is None:
        return redirect("kiosk")
    form = EndKioskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            manager = confirmed_by(request, form.cleaned_data["manager_login"], form.cleaned_data["manager_password"])
            if not Access(manager).may_at(tablet.facility, Role.FACILITY_MANAGER):
                raise RuleBroken("manager_login", _("Only a manager of this station can end it."))
            end_kiosk(kiosk=tablet, by=Actor.of(request, name=manager.name))
        if saved:
            response = redirect("sign-in")
            response.delete_cookie(COOKIE, samesite="Strict")
            return response
    context = {"kiosk": tablet, "form": form}
    return render(request, "stations/attendance/kiosk_leave.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, tablet: Kiosk, code: str) -> dict[str, Any]:
    """Whom the code stands for, or what became of it. Raises RuleBroken, to be read on the page."""
    device = f"kiosk:{tablet.pk}"
    try:
        if "do" not in request.POST:
            return party_context(codes.party_of(facility=tablet.facility, code=code, device=device))
        records = codes.redeem(
            facility=tablet.facility,
            code=code,
            kind=request.POST["do"],
            ids=ids_sent(request),
            by=Actor.of(request, name=tablet.name),
            device=device,
        )
    except DomainError as error:
        raise RuleBroken("", next(iter(error.errors.values()), [error.detail])[0]) from error
    return {
        "done": [str(record.child) for record in records],
        "left": records[0].kind == Handover.Kind.PICK_UP,
        "reset": RESET_DONE,
    }


def _in_language(request: HttpRequest) -> HttpResponse:
    """The page in the language asked for, kept by the tablet."""
    response = redirect("kiosk")
    asked = request.GET["language"]
    if asked in dict(settings.LANGUAGES):
        speak(response, asked)
    return response
