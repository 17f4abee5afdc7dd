"""Pages of meals: the board of a meal, and its correction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.errors import Stale
from ops.web.pages import form_errors, page
from stations.attendance.forms import VoidForm
from stations.meals import actions, queries
from stations.meals.forms import CHOICES, MealEditForm, MealForm, exceptions_of, rows_of
from stations.meals.models import MealException, MealKind, MealRecord
from stations.terms.views import my_stations, station_of


@page(*AT_STATION)
def meal_home(request: HttpRequest) -> HttpResponse:
    """To the meals of the only station, or a choice among several."""
    stations = my_stations(request)
    if len(stations) == 1:
        return redirect("meal-board", pk=stations[0].pk)
    return render(request, "stations/terms/choose.html", {"stations": stations, "to": "meal-board"})


@page(*AT_STATION, offline=True)
def meal_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record a meal for everybody present; exceptions by tap."""
    station = station_of(request, pk)
    kind = request.POST.get("kind") or request.GET.get("kind") or queries.usual_kind(station, timezone.now())
    kind = kind if kind in MealKind.values else MealKind.LUNCH.value
    table = queries.table(station, station.today(), kind)
    form = MealForm(request.POST or None, table=table)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            actions.log_meal(
                id=form.cleaned_data["id"],
                facility=station,
                kind=kind,
                occurred_at=timezone.now(),
                exceptions=form.exceptions(),
                menu=form.cleaned_data["menu"],
                accompanied_by=form.cleaned_data["accompanied_by"],
                flags_confirmed=form.flags_confirmed(),
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("%(meal)s is recorded.") % {"meal": MealKind(kind).label})
            return redirect(f"{reverse('meal-board', args=[station.pk])}?kind={kind}")
    return _board_page(request, station, table, form)


@page(*AT_STATION)
def meal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a meal, with the reason."""
    found = _meal_of(request, pk)
    table = queries.table_of(found)
    initial = {"version": found.version, "menu": found.menu, "accompanied_by": found.accompanied_by}
    form = MealEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in ("menu", "accompanied_by")}
        changes["exceptions"] = exceptions_of(request.POST, table)
        try:
            with form_errors(form) as saved:
                actions.amend_meal(
                    meal=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    by=Actor.of(request),
                    **changes,
                )
            if saved:
                messages.success(request, _("Corrected. The earlier version stays in history."))
                return redirect(f"{reverse('meal-board', args=[found.facility_id])}?kind={found.kind}")
        except Stale as error:
            form.add_error(None, str(error.detail))
    return _meal_page(request, found, table, form)


@page(*AT_STATION)
@require_POST
def meal_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Void a meal that was recorded wrongly, with the reason."""
    found = _meal_of(request, pk)
    form = VoidForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.void_meal(
                meal=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("Voided. The record stays readable."))
            return redirect(f"{reverse('meal-board', args=[found.facility_id])}?kind={found.kind}")
    initial = {"version": found.version, "menu": found.menu, "accompanied_by": found.accompanied_by}
    return _meal_page(request, found, queries.table_of(found), MealEditForm(initial=initial), void_form=form)


def _board_page(request: HttpRequest, station: Facility, table: queries.Table, form: MealForm) -> HttpResponse:
    recorded = set(queries.standing_meals(station, table.board.day).values_list("kind", flat=True))
    rows = form.rows()
    context = {
        "station": station,
        "table": table,
        "form": form,
        "kinds": [(value, label, value in recorded) for value, label in MealKind.choices],
        "kind": table.kind,
        "kind_label": MealKind(table.kind).label,
        "rows": rows,
        "flagged": [row for row in rows if row[0].tile.flag],
        "choices": CHOICES,
        "exceptions": MealException.choices,
        "me": request.user,
        "config": {
            "meals": reverse("api-meal-records-list"),
            "board": f"{reverse('meal-board', args=[station.pk])}?kind={table.kind}",
            "facility": str(station.pk),
            "kind": table.kind,
        },
        "texts": {
            "usual": pgettext("plate", "ate"),
            "left": _("{number} children with a flag are still to be looked at"),
            "submit": _("Record {meal}: {ate} of {present} ate").replace("{meal}", str(MealKind(table.kind).label)),
            "waiting": _("Kept on this device. It goes out when the line is back."),
            "label": str(MealKind(table.kind).label),
        },
    }
    return render(request, "stations/meals/board.html", context, status=422 if form.is_bound else 200)


def _meal_page(
    request: HttpRequest,
    found: MealRecord,
    table: queries.Table,
    form: MealEditForm,
    *,
    void_form: VoidForm | None = None,
) -> HttpResponse:
    context = {
        "station": found.facility,
        "meal": found,
        "form": form,
        "void_form": void_form or VoidForm(initial={"version": found.version}),
        "rows": rows_of(request.POST if form.is_bound else None, table),
        "choices": CHOICES,
    }
    bound = form.is_bound or (void_form is not None)
    return render(request, "stations/meals/meal.html", context, status=422 if bound else 200)


def _meal_of(request: HttpRequest, pk: UUID) -> MealRecord:
    access: Any = request.access
    records = MealRecord.objects.visible_to(access).select_related("facility", "recorded_by")
    found = get_object_or_404(records, pk=pk)
    access.require(found.facility, *AT_STATION)
    return found
