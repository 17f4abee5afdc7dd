"""Pages of medicine: what is to be given today, and a child's orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.checklists.forms import given_uuid
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.errors import DomainError
from ops.web.pages import form_errors, page
from stations.enrolment import privacy
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.forms import OpenForm
from stations.enrolment.views import child_of
from stations.medicine import actions, queries
from stations.medicine.forms import OrderForm
from stations.medicine.models import MedicationOrder, MedicineGiving
from stations.terms.views import station_home, station_of


@page(*AT_STATION)
def medicine_home(request: HttpRequest) -> HttpResponse:
    """To the medicine of the only station, or a choice among several."""
    return station_home(request, "medicine-day")


@page(*AT_STATION)
def medicine_day(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every dose of today by its time: to give, given by whom and when, not given and why."""
    station = station_of(request, pk)
    doses = queries.doses_of(station, station.today())
    context = {
        "station": station,
        "day": station.today(),
        "open": [dose for dose in doses if dose.giving is None],
        "done": [dose for dose in doses if dose.giving is not None],
    }
    return render(request, "stations/medicine/day.html", context)


@page(*AT_STATION)
@require_POST
def medicine_give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One dose: given, or not and why."""
    order = _order_of(request, pk)
    given = request.POST.get("given") != "no"
    try:
        actions.give(
            id=given_uuid(request.POST.get("id", "")),
            order=order,
            clock=request.POST.get("clock", ""),
            given=given,
            note=request.POST.get("note", ""),
            occurred_at=timezone.now(),
            by=Actor.of(request),
        )
        messages.success(request, _("Recorded: given.") if given else _("Recorded: not given."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("medicine-day", pk=order.facility_id)


@page(*AT_STATION)
@require_POST
def medicine_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Strike a record out, with the reason."""
    access: Any = request.access
    rows = MedicineGiving.objects.visible_to(access, AT_STATION).select_related("facility")
    giving = get_object_or_404(rows, pk=pk)
    try:
        actions.void_giving(giving=giving, reason=request.POST.get("reason", ""), by=Actor.of(request))
        messages.success(request, _("Struck out. The dose is open again."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("medicine-day", pk=giving.facility_id)


@page(*AT_STATION)
def order_new(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Enter a guardian's signed order."""
    station, found = child_of(request, pk, child)
    today = station.today()
    form = OrderForm(request.POST or None, initial={"first_day": today, "last_day": today})
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            actions.order_medicine(
                id=form.cleaned_data["id"],
                child=found,
                entered=form.order(form.cleaned_data["signed_by"]),
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("Entered. It stands on the list of each of its days."))
            return redirect("child-detail", pk=station.pk, child=found.pk)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/medicine/order.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
def order_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read an order in full; why is asked first and kept."""
    order = _order_of(request, pk)
    form = OpenForm(request.POST or None)
    shown = False
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as shown_now:
            privacy.open_sensitive(
                id=form.cleaned_data["id"],
                child=order.child,
                what=SensitiveView.What.HEALTH,
                reason=form.cleaned_data["reason"],
                by=Actor.of(request),
            )
        shown = bool(shown_now)
    givings = order.givings.filter(voided_at=None).select_related("given_by").order_by("-local_date", "-clock")
    context = {
        "station": order.facility,
        "child": order.child,
        "order": order,
        "form": form,
        "shown": shown,
        "givings": givings[:60] if shown else [],
    }
    status = 422 if form.is_bound and not shown else 200
    return render(request, "stations/medicine/open.html", context, status=status)


@page(*AT_STATION)
@require_POST
def order_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The medicine is given no longer, with the reason."""
    order = _order_of(request, pk)
    try:
        actions.withdraw_order(order=order, reason=request.POST.get("reason", ""), by=Actor.of(request))
        messages.success(request, _("Withdrawn. It is given no longer."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("child-detail", pk=order.facility_id, child=order.child_id)


def _order_of(request: HttpRequest, pk: UUID) -> MedicationOrder:
    access: Any = request.access
    rows = MedicationOrder.objects.visible_to(access, AT_STATION).select_related("facility", "child")
    return get_object_or_404(rows, pk=pk)
