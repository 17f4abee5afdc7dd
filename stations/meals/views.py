"""Pages of meals: the board of a meal, the record of it, and the correction of one plate."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from ops.checklists.actions import store_photo
from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.errors import DomainError, Stale
from ops.records.ids import id_in, uuid7
from ops.web.pages import form_errors, page
from stations.attendance.forms import VoidForm
from stations.enrolment.models import SENSITIVE
from stations.meals import actions, beside, queries
from stations.meals import serving as serving_actions
from stations.meals.forms import SETTLING, AccompaniedForm, MealEditForm, ServingForm, TableForm
from stations.meals.models import AccompaniedMeal, MealKind, MealPhoto, MealRecord, Portion, Serving
from stations.terms.models import Group
from stations.terms.views import station_home, station_of

EXCEPTIONS = [choice for choice in Portion.choices if choice[0] != Portion.FULL]


@page(*AT_STATION)
def meal_home(request: HttpRequest) -> HttpResponse:
    """To the meals of the only station, or a choice among several."""
    return station_home(request, "meal-board")


@page(*AT_STATION, offline=True)
def meal_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Serve everybody who is here, exceptions by tap; who comes late appears; `?part=1` is the table alone."""
    station = station_of(request, pk)
    kind = request.POST.get("kind") or request.GET.get("kind") or queries.usual_kind(station, timezone.now())
    kind = kind if kind in MealKind.values else MealKind.LUNCH.value
    table = queries.table(station, station.today(), kind)
    group = request.GET.get("group", "")
    places = [place for place in table.waiting if not group or str(place.tile.group_id) == group]
    form = TableForm(request.POST or None, table=table, places=places)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            refused = _serve(request, station, form)
        if saved:
            for text in refused:
                messages.error(request, text)
            if not refused:
                messages.success(request, _recorded(kind, len(table.waiting) - len(places)))
            return redirect(_board_of(station, kind, group))
    return _board_page(request, station, table, form, group)


def _recorded(kind: str, waiting: int) -> str:
    """That the meal is recorded, or for how many it is not yet."""
    if not waiting:
        return _("%(meal)s is recorded.") % {"meal": MealKind(kind).label}
    text = ngettext(
        "Recorded. %(count)d child still waits for %(meal)s.",
        "Recorded. %(count)d children still wait for %(meal)s.",
        waiting,
    )
    return text % {"meal": MealKind(kind).label, "count": waiting}


def _serve(request: HttpRequest, station: Facility, form: TableForm) -> list[str]:
    """Record what the form says; returns what was refused, in words."""
    given, by, now = form.cleaned_data, Actor.of(request), timezone.now()
    outcomes = serving_actions.serve_many(
        facility=station, kind=given["kind"], occurred_at=now, plates=form.plates(), menu=given["menu"], by=by
    )
    if name := given["accompanied_by"].strip():
        beside.record_accompanied(
            id=uuid5(given["id"], "accompanied"),
            facility=station,
            kind=given["kind"],
            occurred_at=now,
            person_name=name,
            by=by,
        )
    return [str(outcome.error) for outcome in outcomes if outcome.error]


@page(*AT_STATION)
def meal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record of a meal: what there was, who ate along, pictures, plates; corrected with the reason."""
    found = _meal_of(request, pk)
    form = MealEditForm(request.POST or None, initial={"version": found.version, "menu": found.menu})
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                actions.amend_meal(meal=found, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Corrected. The earlier version stays in history."))
                return redirect("meal", pk=found.pk)
        except Stale as error:
            form.add_error(None, str(error.detail))
    return _meal_page(request, found, form=form)


@page(*AT_STATION)
@require_POST
def meal_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Void a meal that was recorded wrongly, with the reason."""
    found = _meal_of(request, pk)
    form = VoidForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.void_meal(meal=found, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Voided. The record stays readable."))
            return redirect(_board_of(found.facility, found.kind))
    return _meal_page(request, found, void_form=form)


@page(*AT_STATION)
@require_POST
def accompanied_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep who ate along at a meal, and how it was."""
    found = _meal_of(request, pk)
    form = AccompaniedForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            beside.record_accompanied(
                facility=found.facility,
                kind=found.kind,
                occurred_at=found.occurred_at,
                by=Actor.of(request),
                **form.cleaned_data,
            )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("meal", pk=found.pk)
    return _meal_page(request, found, accompanied_form=form)


@page(*AT_STATION)
@require_POST
def meal_photo_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a picture to a meal."""
    found, by = _meal_of(request, pk), Actor.of(request)
    file = request.FILES.get("photo")
    if file is None:
        messages.error(request, _("Choose a photo first."))
        return redirect("meal", pk=found.pk)
    try:
        photo = store_photo(
            id=uuid7(), facility=found.facility, file=file, occurred_at=timezone.now(), by=by, field="photo"
        )
        beside.add_meal_photo(
            id=uuid7(), facility=found.facility, kind=found.kind, occurred_at=found.occurred_at, photo=photo, by=by
        )
        messages.success(request, _("Saved."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("meal", pk=found.pk)


@page(*AT_STATION)
@require_POST
def meal_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Void a picture or a record of eating along that belongs to a meal; `what` names it, with the reason."""
    found, by = _meal_of(request, pk), Actor.of(request)
    what, reason = id_in(request.POST.get("what")), request.POST.get("reason", "")
    where: dict[str, Any] = {"facility": found.facility, "local_date": found.local_date, "kind": found.kind, "pk": what}
    if picture := MealPhoto.objects.filter(**where).first():
        beside.void_meal_photo(picture=picture, reason=reason, by=by)
        messages.success(request, _("Voided. The record stays readable."))
    elif accompanied := AccompaniedMeal.objects.filter(**where).first():
        beside.void_accompanied(accompanied=accompanied, reason=reason, by=by)
        messages.success(request, _("Voided. The record stays readable."))
    return redirect("meal", pk=found.pk)


@page(*AT_STATION)
def serving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct what one child had, with the reason."""
    found = _serving_of(request, pk)
    form = ServingForm(request.POST or None, serving=found)
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                serving_actions.amend_serving(
                    serving=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    by=Actor.of(request),
                    **form.changes(),
                )
            if saved:
                messages.success(request, _("Corrected. The earlier version stays in history."))
                return redirect(_board_of(found.facility, found.meal.kind))
        except Stale as error:
            form.add_error(None, str(error.detail))
    return _serving_page(request, found, form)


@page(*AT_STATION)
@require_POST
def serving_void(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Void a plate that was recorded for the wrong child, with the reason."""
    found = _serving_of(request, pk)
    form = VoidForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            serving_actions.void_serving(serving=found, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Voided. The record stays readable."))
            return redirect(_board_of(found.facility, found.meal.kind))
    return _serving_page(request, found, ServingForm(serving=found), void_form=form)


def _board_page(
    request: HttpRequest, station: Facility, table: queries.Table, form: TableForm, group: str
) -> HttpResponse:
    rows = form.rows()
    part = request.GET.get("part") == "1"
    board = _board_of(station, table.kind, group)
    context = {
        "station": station,
        "table": table,
        "form": form,
        "kinds": [(value, label, value in table.complete) for value, label in MealKind.choices],
        "kind": table.kind,
        "kind_label": MealKind(table.kind).label,
        "rows": rows,
        "careful": sorted((row for row in rows if row.place.care.needed), key=lambda row: not row.place.care.clashes),
        "choices": Portion.choices,
        "exceptions": EXCEPTIONS,
        "settling": SETTLING,
        "groups": [] if part else _groups(table),
        "elsewhere": [] if not group else [place for place in table.waiting if str(place.tile.group_id) != group],
        "group": group,
        "me": request.user,
        "config": {
            "servings": reverse("api-servings-batch"),
            "accompanied": reverse("api-accompanied-meals-list"),
            "board": board,
            "part": f"{board}&part=1",
            "facility": str(station.pk),
            "kind": table.kind,
        },
        "texts": _texts(str(MealKind(table.kind).label)),
    }
    template = "stations/meals/_table.html" if part else "stations/meals/board.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _texts(meal_label: str) -> dict[str, str]:
    """What table.js says."""
    return {
        "usual": pgettext("plate", "ate"),
        "left": _("Still to be settled above: {number}"),
        "submit": _("Record {meal}: {ate} of {present} ate").replace("{meal}", meal_label),
        "waiting": _("Kept on this device. It goes out when the line is back."),
        "label": meal_label,
        "accompanied": _("Accompanied meal"),
        "came": _("{name} has come"),
        "load": _("Somebody has come since. Tap to serve."),
    }


def _groups(table: queries.Table) -> list[Group]:
    """The groups at this table, where there are several."""
    groups = list(Group.objects.filter(term__in=[term.pk for term in table.board.terms]).order_by("position"))
    return groups if len(groups) > 1 else []


def _meal_page(
    request: HttpRequest,
    found: MealRecord,
    *,
    form: MealEditForm | None = None,
    void_form: VoidForm | None = None,
    accompanied_form: AccompaniedForm | None = None,
) -> HttpResponse:
    plates = Serving.objects.filter(meal=found).select_related("child").order_by("child__pinyin", "occurred_at")
    context = {
        "station": found.facility,
        "meal": found,
        "plates": list(plates.defer(*(f"child__{name}" for name in SENSITIVE))),
        "beside": beside.beside(found.facility, found.local_date, found.kind),
        "form": form or MealEditForm(initial={"version": found.version, "menu": found.menu}),
        "void_form": void_form or VoidForm(initial={"version": found.version}),
        "accompanied_form": accompanied_form or AccompaniedForm(),
        "full": Portion.FULL,
    }
    bound = any(one is not None and one.is_bound for one in (form, void_form, accompanied_form))
    return render(request, "stations/meals/meal.html", context, status=422 if bound else 200)


def _serving_page(
    request: HttpRequest, found: Serving, form: ServingForm, *, void_form: VoidForm | None = None
) -> HttpResponse:
    context = {
        "station": found.facility,
        "serving": found,
        "form": form,
        "void_form": void_form or VoidForm(initial={"version": found.version}),
        "versions": list(found.history.select_related("history_user").order_by("history_id")),
        "back": _board_of(found.facility, found.meal.kind),
    }
    bound = form.is_bound or void_form is not None
    return render(request, "stations/meals/serving.html", context, status=422 if bound else 200)


def _board_of(station: Facility, kind: str, group: str = "") -> str:
    return f"{reverse('meal-board', args=[station.pk])}?kind={kind}" + (f"&group={group}" if group else "")


def _meal_of(request: HttpRequest, pk: UUID) -> MealRecord:
    access: Any = request.access
    records = MealRecord.objects.visible_to(access).select_related("facility", "recorded_by")
    found = get_object_or_404(records, pk=pk)
    access.require(found.facility, *AT_STATION)
    return found


def _serving_of(request: HttpRequest, pk: UUID) -> Serving:
    access: Any = request.access
    records = Serving.objects.visible_to(access).select_related("facility", "meal", "child", "recorded_by")
    found = get_object_or_404(records.defer(*(f"child__{name}" for name in SENSITIVE)), pk=pk)
    access.require(found.facility, *AT_STATION)
    return found
