"""Pages of the equipment register: what is broken, what is due, one tap for what is in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.checklists.forms import posted_photo
from ops.organization.layout import layout
from ops.organization.roles import IN_FIELD, READING, Role
from ops.records.actor import Actor
from ops.web.pages import form_errors, page
from safety.equipment import actions, queries
from safety.equipment.forms import CorrectForm, EquipmentForm, InspectionForm, ReasonForm
from safety.equipment.models import Equipment, EquipmentInspection
from safety.places import go_to_place, place_in_scope

REGISTERING = (Role.ROOM_MANAGER, Role.FACILITY_MANAGER)


@page(*IN_FIELD)
def equipment_home(request: HttpRequest) -> HttpResponse:
    """To the equipment of the reader's own facility."""
    return go_to_place(request, "equipment-list", _("Equipment"), roles=IN_FIELD)


@page(*READING)
def equipment_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A facility's register: broken, due, in order, retired."""
    facility = place_in_scope(request, pk, *READING)
    access = request.access
    context = {
        "facility": facility,
        "register": queries.register_of(facility, facility.today()),
        "may_inspect": access.may_at(facility, *IN_FIELD),
        "may_register": access.may_at(facility, *REGISTERING),
        "layout": layout(request),
    }
    return render(request, "safety/equipment/equipment_list.html", context)


@page(*REGISTERING)
def equipment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a piece of equipment."""
    facility = place_in_scope(request, pk, *REGISTERING)
    form = EquipmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            actions.enter_equipment(facility=facility, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Entered. Its first inspection is due today."))
            return redirect("equipment-list", pk)
    status = 422 if request.method == "POST" else 200
    context = {"facility": facility, "form": form}
    return render(request, "safety/equipment/equipment_new.html", context, status=status)


@page(*READING)
def equipment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One piece: its state, its inspections, and a form for the next."""
    return _detail(request, _equipment(request, pk))


@page(*IN_FIELD)
@require_POST
def equipment_inspect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record an inspection or a repair."""
    equipment = _equipment(request, pk, *IN_FIELD)
    form = InspectionForm(request.POST)
    if form.is_valid():
        by = Actor.of(request)
        with form_errors(form) as saved:
            photo = posted_photo(request, equipment.facility, record_id=form.cleaned_data["id"])
            actions.inspect(equipment=equipment, photo=photo, occurred_at=timezone.now(), by=by, **form.cleaned_data)
        if saved:
            messages.success(request, _("%(name)s: inspected.") % {"name": equipment.name})
            return redirect("equipment-list", equipment.facility_id)
    return _detail(request, equipment, status=422, inspection_form=form)


@page(*REGISTERING)
@require_POST
def equipment_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct the register, with a reason."""
    equipment = _equipment(request, pk, *REGISTERING)
    form = CorrectForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.change_equipment(equipment=equipment, by=Actor.of(request), **form.cleaned_data)
        if saved:
            return redirect("equipment-detail", pk)
    return _detail(request, equipment, status=422, correct_form=form)


@page(*REGISTERING)
@require_POST
def equipment_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a piece out of daily view, with a reason."""
    equipment = _equipment(request, pk, *REGISTERING)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.retire(equipment=equipment, by=Actor.of(request), reason=form.cleaned_data["reason"])
        if saved:
            return redirect("equipment-list", equipment.facility_id)
    return _detail(request, equipment, status=422, retire_form=form)


@page(*IN_FIELD)
@require_POST
def equipment_inspection_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an inspection that was not made."""
    access = request.access
    rows = EquipmentInspection.objects.visible_to(access).select_related("facility", "equipment__facility")
    inspection = get_object_or_404(rows, pk=pk)
    access.require(inspection.facility, *IN_FIELD)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            reason = form.cleaned_data["reason"]
            actions.withdraw_inspection(inspection=inspection, by=Actor.of(request), reason=reason)
        if saved:
            return redirect("equipment-detail", inspection.equipment_id)
    return _detail(request, inspection.equipment, status=422, void_form=form)


def _equipment(request: HttpRequest, pk: UUID, *roles: str) -> Equipment:
    access = request.access
    equipment = get_object_or_404(Equipment.objects.visible_to(access).select_related("facility__union"), pk=pk)
    if roles:
        access.require(equipment.facility, *roles)
    return equipment


def _detail(request: HttpRequest, equipment: Equipment, *, status: int = 200, **forms: Any) -> HttpResponse:
    access = request.access
    standing = not equipment.is_void and equipment.state != Equipment.State.RETIRED
    context = {
        "equipment": equipment,
        "facility": equipment.facility,
        "days_left": equipment.days_left(equipment.facility.today()),
        "inspections": queries.inspections_of(equipment),
        "may_inspect": standing and access.may_at(equipment.facility, *IN_FIELD),
        "may_register": standing and access.may_at(equipment.facility, *REGISTERING),
        "inspection_form": InspectionForm(),
        "correct_form": CorrectForm(initial=queries.as_entered(equipment)),
        "retire_form": ReasonForm(),
        "void_form": ReasonForm(),
        "layout": layout(request),
        **forms,
    }
    return render(request, "safety/equipment/equipment_detail.html", context, status=status)
