"""Rooms as a list, a room's description, and the orders that suspend rooms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.organization.models import TradeUnion
from ops.organization.roles import AT_ROOM, MANAGING, Role
from ops.records.actor import Actor
from ops.web.pages import form_errors, page
from rooms.opening import actions, queries
from rooms.opening.api import FIELDS, ORDERING, order_target, require_ordering
from rooms.opening.forms import LiftForm, RoomForm, SuspensionForm
from rooms.opening.models import Room

SEEING = (Role.UNION_OFFICER, Role.UNION_AUDITOR, Role.ADMINISTRATOR)
MOST_ROOMS = 300


@page(*AT_ROOM, *SEEING, Role.INSPECTOR)
def room_list(request: HttpRequest) -> HttpResponse:
    """The rooms of the reader's scope and how they stand now; one room is its own page."""
    access: Any = request.access
    rooms = list(queries.rooms_visible(access).order_by("facility__union_path", "facility__name")[:MOST_ROOMS])
    if len(rooms) == 1:
        return redirect("room-today", pk=rooms[0].facility_id)
    states = queries.opening_states(rooms)
    rows = [(room, states[room.pk]) for room in rooms]
    return render(request, "rooms/opening/list.html", {"rows": rows, "most": MOST_ROOMS})


@page(*MANAGING)
def room_describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a room."""
    access: Any = request.access
    room = get_object_or_404(queries.rooms_visible(access), facility=pk)
    access.require(room.facility, *MANAGING)
    form = RoomForm(request.POST or None, instance=Room.objects.get(pk=room.pk), initial={"version": room.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            changes = {name: data[name] for name in (*FIELDS, "furnishing")}
            with form_errors(form) as saved:
                actions.change_room(
                    room=room, version=data["version"], reason=data["reason"], by=Actor.of(request), **changes
                )
            if saved:
                messages.success(request, _("Saved."))
                return redirect("room-today", pk=pk)
    context = {"room": room, "facility": room.facility, "form": form}
    return render(request, "rooms/opening/describe.html", context, status=status)


@page(*SEEING)
def suspension_list(request: HttpRequest) -> HttpResponse:
    """Orders in force and past, and which rooms they reach."""
    access: Any = request.access
    orders = list(queries.orders_visible(access).order_by("-first_day", "-pk")[:200])
    today = timezone.localdate()
    ended = [o for o in orders if o.is_lifted or (o.last_day and o.last_day < today)]
    standing = [o for o in orders if o not in ended]
    context = {
        "standing": [(order, *queries.reach_of(order)) for order in standing],
        "ended": ended,
        "today": today,
        "may_order": access.may(*ORDERING),
    }
    return render(request, "rooms/opening/suspensions.html", context)


@page(*ORDERING)
def suspension_new(request: HttpRequest) -> HttpResponse:
    """Issue an order for every room below a union, or for one room."""
    access: Any = request.access
    unions = list(TradeUnion.objects.visible_to(access)[:400])
    rooms = list(queries.rooms_visible(access).order_by("facility__name")[:MOST_ROOMS])
    initial = {"first_day": timezone.localdate(), "reach": request.GET.get("reach", "")}
    form = SuspensionForm(request.POST or None, initial=initial, unions=unions, rooms=rooms)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            kind, _sep, target = data.pop("reach").partition(":")
            with form_errors(form) as saved:
                reach = order_target(request, target if kind == "union" else None, target if kind == "room" else None)
                actions.order_suspension(by=Actor.of(request), **data, **reach)
            if saved:
                messages.success(request, _("Ordered. It holds from now on at every door that it reaches."))
                return redirect("suspension-list")
    return render(request, "rooms/opening/suspension_new.html", {"form": form}, status=status)


@page(*ORDERING)
def suspension_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an order now, with a reason."""
    access: Any = request.access
    order = get_object_or_404(queries.orders_visible(access), pk=pk)
    require_ordering(access, order)
    form = LiftForm(request.POST or None, initial={"version": order.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.lift(order=order, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Lifted."))
                return redirect("suspension-list")
    rooms, count = queries.reach_of(order)
    context: dict[str, Any] = {"order": order, "form": form, "rooms": rooms, "count": count}
    return render(request, "rooms/opening/lift.html", context, status=status)
