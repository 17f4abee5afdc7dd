"""Pages: the list of stations and rooms, one facility's dossier, its details, opening hours and closures."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.facilities import actions, queries
from ops.facilities.forms import (
    PLAIN_FIELDS,
    ClosureForm,
    EditFacilityForm,
    HoursForm,
    LiftForm,
    MoveForm,
    NewFacilityForm,
    OrderForm,
    StateForm,
    details_form,
)
from ops.facilities.models import Closure, Facility
from ops.facilities.registry import kinds
from ops.organization.access import Access
from ops.organization.models import TradeUnion
from ops.organization.roles import MANAGING, READING
from ops.records.actor import Actor
from ops.records.errors import Stale
from ops.records.ids import id_in
from ops.records.paging import page_of
from ops.web.pages import form_errors, page
from ops.web.registry import registry

STATE_SIGNS = {"open": "ok", "preparing": "due", "suspended": "void", "closed": "void"}


@page(*READING)
def facility_list(request: HttpRequest) -> HttpResponse:
    """Stations and rooms in one's scope: search, filter, open one."""
    access = access_to(request)
    query = {name: request.GET.get(name, "") for name in ("q", "kind", "state", "union")}
    union = _union_asked(access, query["union"])
    rows = queries.found(access, text=query["q"], state=query["state"], union=union)
    counts = queries.counted_by_kind(rows)
    shown = rows.filter(kind=query["kind"]) if query["kind"] else rows
    found = page_of(request, shown, "union_path", "kind", "name", "pk")
    context = {
        "page": found,
        "rows": queries.with_today(found.items),
        "query": query,
        "union": union,
        "unions": queries.unions_to_filter(access),
        "kinds": [(kind, counts.get(kind.key, 0)) for kind in kinds],
        "total": sum(counts.values()),
        "states": Facility.State.choices,
        "may_enter": access.may(*actions.RUNS_FACILITIES),
    }
    return render(request, "ops/facilities/facility_list.html", context)


@page(*READING)
def facility_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one place on one page: its own words, people, hours, closures, and the panels of others."""
    facility = facility_of(request, pk)
    access = access_to(request)
    day = facility.today()
    kind = kinds.get(facility.kind)
    panels = [_panel(panel, facility, request) for panel in registry.panels_for(access.roles)]
    context = {
        "facility": facility,
        "kind": kind,
        "sign": STATE_SIGNS[facility.state],
        "details": _details_shown(facility),
        "people": queries.people_of(facility),
        "week": queries.week_shown(facility, day),
        "closures": queries.closures_of(facility, day),
        "today": day,
        "panels": [part for part in panels if part and part[1].strip()],
        "may_manage": access.may_at(facility, *MANAGING),
        "may_move": access.may_at_union(facility.union, *actions.RUNS_FACILITIES),
    }
    return render(request, "ops/facilities/facility_detail.html", context)


@page(*actions.RUNS_FACILITIES)
def facility_add(request: HttpRequest) -> HttpResponse:
    """Enter a station or a room."""
    unions = queries.unions_run(access_to(request))
    chosen = request.POST.get("kind") or request.GET.get("kind", "")
    form = NewFacilityForm(
        request.POST or None, unions=unions, initial={"kind": chosen, "union": request.GET.get("union")}
    )
    details = details_form(chosen, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (details is None or details.is_valid()):
            fields = {name: form.cleaned_data[name] for name in ("kind", "union", *PLAIN_FIELDS)}
            with form_errors(form) as saved:
                facility = actions.enter_facility(
                    by=Actor.of(request), details=details.cleaned_data if details else None, **fields
                )
            if saved:
                messages.success(request, _("Entered. Now its opening hours and people."))
                return redirect("facility-detail", pk=facility.pk)
    context = {"form": form, "details": details, "kinds": list(kinds), "chosen": kinds.get(chosen)}
    return render(request, "ops/facilities/facility_add.html", context, status=status)


@page(*MANAGING)
def facility_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct its details. When somebody else did so meanwhile, both are shown and nothing is overwritten."""
    facility = facility_of(request, pk, *MANAGING)
    initial = {name: getattr(facility, name) for name in (*PLAIN_FIELDS, "version")}
    form = EditFacilityForm(request.POST or None, initial=initial)
    details = details_form(facility.kind, request.POST or None, initial=_details_of(facility))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (details is None or details.is_valid()):
            try:
                with form_errors(form) as saved:
                    actions.change_facility(
                        facility=facility,
                        version=form.cleaned_data["version"],
                        reason=form.cleaned_data["reason"],
                        by=Actor.of(request),
                        details=details.cleaned_data if details else None,
                        **{name: form.cleaned_data[name] for name in PLAIN_FIELDS},
                    )
            except Stale:
                return _both(request, facility, form, details)
            if saved:
                messages.success(request, _("Saved."))
                return redirect("facility-detail", pk=pk)
    context = {"form": form, "details": details, "facility": facility}
    return render(request, "ops/facilities/facility_edit.html", context, status=status)


def _both(request: HttpRequest, facility: Facility, form: EditFacilityForm, details: Any) -> HttpResponse:
    """409: what stands now beside what was typed; sending it again is then a knowing choice."""
    facility.refresh_from_db()
    differing = [
        (form.fields[name].label, getattr(facility, name) or "", form.cleaned_data[name] or "")
        for name in PLAIN_FIELDS
        if (getattr(facility, name) or "") != (form.cleaned_data[name] or "")
    ]
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, from request.POST
    typed["version"] = facility.version
    last = facility.history.select_related("history_user").first()
    context = {
        "form": EditFacilityForm(typed),
        "details": details,
        "facility": facility,
        "differing": differing,
        "last": last,
    }
    return render(request, "ops/facilities/facility_edit.html", context, status=409)


@page(*MANAGING)
def facility_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open, suspend, close for good."""
    facility = facility_of(request, pk, *MANAGING)
    form = StateForm(request.POST or None, initial={"state": facility.state, "version": facility.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.change_state(facility=facility, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Saved."))
                return redirect("facility-detail", pk=pk)
    return render(request, "ops/facilities/facility_state.html", {"form": form, "facility": facility}, status=status)


@page(*actions.RUNS_FACILITIES)
def facility_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it belong to another union."""
    facility = facility_of(request, pk, *actions.RUNS_FACILITIES)
    unions = queries.unions_run(access_to(request)).exclude(pk=facility.union_id)
    form = MoveForm(request.POST or None, unions=unions, initial={"version": facility.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.move_facility(facility=facility, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Moved. The plans of its new union hold from today."))
                return redirect("facility-detail", pk=pk)
    return render(request, "ops/facilities/facility_move.html", {"form": form, "facility": facility}, status=status)


@page(*MANAGING)
def facility_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opening hours, three spans a day."""
    facility = facility_of(request, pk, *MANAGING)
    today = facility.today()
    standing = HoursForm.initial_of(queries.hours_of(facility, today), today, facility.version)
    form = HoursForm(request.POST or None, initial=standing)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.set_opening_hours(
                    facility=facility,
                    week=form.week(),
                    version=form.cleaned_data["version"],
                    first_day=form.cleaned_data["first_day"],
                    by=Actor.of(request),
                )
            if saved:
                messages.success(request, _("Saved."))
                return redirect("facility-detail", pk=pk)
    return render(request, "ops/facilities/facility_hours.html", {"form": form, "facility": facility}, status=status)


# --- Closures ---


@page(*MANAGING)
def facility_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close one facility for some days."""
    facility = facility_of(request, pk, *MANAGING)
    form = ClosureForm(request.POST or None, initial={"id": uuid4(), "first_day": facility.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.close_facility(facility=facility, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Closed for these days. What was due on them is no longer expected."))
                return redirect("facility-detail", pk=pk)
    return render(request, "ops/facilities/facility_close.html", {"form": form, "facility": facility}, status=status)


@page(*READING)
def closure_list(request: HttpRequest) -> HttpResponse:
    """Closures and orders in one's scope."""
    past = request.GET.get("past") == "1"
    access = access_to(request)
    found = page_of(request, queries.orders_of(access, past=past), "-first_day", "pk")
    rows = [(closure, _may_lift(access, closure)) for closure in found.items]
    context = {"page": found, "rows": rows, "past": past, "may_order": access.may(*actions.RUNS_FACILITIES)}
    context["lift"] = LiftForm()
    return render(request, "ops/facilities/closure_list.html", context)


@page(*actions.RUNS_FACILITIES)
def closure_order(request: HttpRequest) -> HttpResponse:
    """Order all facilities of a kind below a union closed."""
    unions = queries.unions_run(access_to(request))
    initial = {"id": uuid4(), "first_day": queries.today(), "cause": Closure.Cause.ORDER}
    form = OrderForm(request.POST or None, unions=unions, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                closure = actions.order_closure(by=Actor.of(request), **form.cleaned_data)
            if saved:
                number = queries.reached_by(closure).count()
                messages.success(request, _("Ordered. It reaches %(number)s facilities.") % {"number": number})
                return redirect("closure-list")
    return render(request, "ops/facilities/closure_order.html", {"form": form}, status=status)


@page(*MANAGING)
@require_POST
def closure_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a closure before its time."""
    access = access_to(request)
    rows = Closure.objects.visible_to(access).select_related("union", "facility__union")
    closure = get_object_or_404(rows, pk=pk)
    form = LiftForm(request.POST)
    if form.is_valid():
        actions.lift_closure(closure=closure, reason=form.cleaned_data["reason"], by=Actor.of(request))
        messages.success(request, _("Lifted. From now on it is open as usual."))
        return redirect("facility-detail", pk=closure.facility_id) if closure.facility_id else redirect("closure-list")
    context = {"closure": closure, "lift": form}
    return render(request, "ops/facilities/closure_lift.html", context, status=422)


# --- Parts ---


def access_to(request: HttpRequest) -> Access:
    """The reader's access."""
    return request.access


def facility_of(request: HttpRequest, pk: UUID, *roles: str) -> Facility:
    """A facility in the reader's scope, else 404; with roles, held there, else 403."""
    access = access_to(request)
    facility = get_object_or_404(Facility.objects.visible_to(access).select_related("union"), pk=pk)
    if roles:
        access.require(facility, *roles)
    return facility


def _union_asked(access: Access, asked: str) -> TradeUnion | None:
    key = id_in(asked)
    return get_object_or_404(TradeUnion.objects.visible_to(access), pk=key) if key else None


def _panel(panel: Any, facility: Facility, request: HttpRequest) -> tuple[Any, str] | None:
    """Title and content; a panel that draws its own card gets no second one."""
    loaded = panel.load(facility, access_to(request))
    if loaded is None:
        return None
    content = render_to_string(panel.template, {"facility": facility, "panel": panel, **loaded}, request)
    return ("" if '<section class="card"' in content else panel.title), content


def _details_of(facility: Facility) -> dict[str, Any]:
    kind = kinds.get(facility.kind)
    return kind.details.load(facility) if kind and kind.details else {}


def _details_shown(facility: Facility) -> list[tuple[Any, Any]]:
    """What the kind asks beside, with labels, as text."""
    kind = kinds.get(facility.kind)
    form = details_form(facility.kind, initial=_details_of(facility))
    if form is None or kind is None or kind.details is None or not kind.details.shown:
        return []
    shown = []
    for bound in form:
        value = bound.initial
        choices = dict(getattr(bound.field, "choices", []) or [])
        if isinstance(value, list):
            value = _(", ").join(str(choices.get(one, one)) for one in value)
        shown.append((bound.label, choices.get(value, value)))
    return [(label, value) for label, value in shown if value not in (None, "", [])]


def _may_lift(access: Access, closure: Closure) -> bool:
    if closure.lifted_at is not None:
        return False
    if closure.facility is not None:
        return access.may_at(closure.facility, *MANAGING)
    return access.may_at_union(closure.union, *actions.RUNS_FACILITIES)
