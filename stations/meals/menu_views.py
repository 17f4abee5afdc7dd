"""Pages of planning: the week's menu, and the library of dishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ops.checklists.actions import store_photo
from ops.checklists.forms import given_uuid
from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.records.errors import DomainError, Stale
from ops.records.ids import uuid7
from ops.web.pages import form_errors, own_address, page
from stations.enrolment import allergens
from stations.meals import planning
from stations.meals.conflicts import Warned, careful_eaters, warnings
from stations.meals.forms import DishForm
from stations.meals.menus import PlannedMeal, WeekPlan, as_published, monday_of, week_plan
from stations.meals.models import Dish, MealKind, MenuDish
from stations.terms.queries import term_days
from stations.terms.views import station_home, station_of

# Planned at every station; breakfast and dinner show where the week has them, or are asked for.
USUAL = (MealKind.LUNCH, MealKind.SNACK)


@dataclass(slots=True)
class Line:
    """A dish on the menu with the children who must not eat of it."""

    row: MenuDish
    warned: list[Warned]


@dataclass(slots=True)
class Cell:
    """One meal of a day on the page."""

    meal: PlannedMeal
    lines: list[Line]


@dataclass(slots=True)
class Column:
    """One day on the page."""

    day: dt.date
    open: bool
    cells: list[Cell]


@page(*AT_STATION)
def menu_home(request: HttpRequest) -> HttpResponse:
    """To this week's menu of the only station, or a choice among several."""
    return station_home(request, "menu-week", "#today")


@page(*AT_STATION)
def menu_week(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A week's menu: type dishes in, see whom they would harm, copy the week before, publish."""
    station = station_of(request, pk)
    monday = _monday(request, station)
    if request.method == "POST":
        return _change(request, station, monday)
    plan = week_plan(station, monday)
    eaters = careful_eaters(station, monday, monday + dt.timedelta(days=6))
    warned = warnings(plan.rows, eaters)
    everything = request.GET.get("all") == "1"
    columns = _columns(plan, warned, everything)
    context = {
        "station": station,
        "plan": plan,
        "columns": columns,
        "sunday": monday + dt.timedelta(days=6),
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
        "this_week": monday_of(station.today()),
        "careful": len(eaters),
        "warned": {one.eater.child_id for found in warned.values() for one in found},
        "everything": everything,
        "library": Dish.objects.standing().filter(facility=station).order_by("name").only("name", "search"),
        "editions": [
            (edition, as_published(edition, earlier))
            for edition, earlier in zip(plan.editions, [*plan.editions[1:], None], strict=False)
        ],
        "may_copy": any(column.open and not any(cell.lines for cell in column.cells) for column in columns),
        "last_day": monday + dt.timedelta(days=6) < station.today(),
    }
    return render(request, "stations/meals/week.html", context)


@page(*AT_STATION)
def dish_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The library: found by name, pinyin, initials or ingredient; those to look at are checked here in one go."""
    station = station_of(request, pk)
    if request.method == "POST":
        contains = {given_uuid(one): request.POST.getlist(f"a-{one}") for one in request.POST.getlist("dish")}
        number = planning.check_dishes(facility=station, contains=contains, by=Actor.of(request))
        text = ngettext("%(count)d dish is checked.", "%(count)d dishes are checked.", number)
        messages.success(request, text % {"count": number})
        return redirect(own_address(request, request.POST.get("next"), reverse("dish-list", args=[station.pk])))
    text = request.GET.get("q", "")
    dishes = Dish.objects.standing().filter(facility=station).matching(text).order_by("search")
    context = {
        "station": station,
        "q": text,
        "next": request.GET.get("next", ""),
        "unchecked": [] if text else list(dishes.filter(allergens_checked=False)[:60]),
        "dishes": list(dishes[:300]),
        "choices": allergens.choices(),
    }
    return render(request, "stations/meals/dishes.html", context)


@page(*AT_STATION)
def dish_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a dish with its ingredients and allergens."""
    station = station_of(request, pk)
    form = DishForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            columns = _dish_columns(form, station, request)
            given = columns.pop("allergens")
            planning.add_dish(
                id=form.cleaned_data["id"], facility=station, allergens_given=given, by=Actor.of(request), **columns
            )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("dish-list", pk=station.pk)
    return _dish_page(request, station, form, None)


@page(*AT_STATION)
def dish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a dish, with the reason."""
    found = _dish_of(request, pk)
    form = DishForm(request.POST or None, request.FILES or None, dish=found)
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                planning.amend_dish(
                    dish=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    by=Actor.of(request),
                    **_dish_columns(form, found.facility, request),
                )
            if saved:
                messages.success(request, _("Corrected. The earlier version stays in history."))
                return redirect("dish-list", pk=found.facility_id)
        except Stale as error:
            form.add_error(None, str(error.detail))
    return _dish_page(request, found.facility, form, found)


@page(*AT_STATION)
@require_POST
def dish_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a dish out of the library."""
    found = planning.retire_dish(dish=_dish_of(request, pk), by=Actor.of(request))
    messages.success(request, _("No longer in the library: %(dish)s") % {"dish": found})
    return redirect("dish-list", pk=found.facility_id)


def _change(request: HttpRequest, station: Facility, monday: dt.date) -> HttpResponse:
    """One change of the week: `do` is add, remove, copy or publish; a refusal is said on the page."""
    changes: dict[str, Callable[..., str]] = {"add": _add, "remove": _remove, "copy": _copy, "publish": _publish}
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    if verb in changes:
        try:
            if said := changes[verb](request, station, monday, rest):
                messages.success(request, said)
        except DomainError as error:
            messages.error(request, error.detail)
    query = f"?week={monday}" + ("&all=1" if request.GET.get("all") == "1" else "")
    return redirect(f"{reverse('menu-week', args=[station.pk])}{query}")


def _add(request: HttpRequest, station: Facility, monday: dt.date, rest: str) -> str:
    number, _colon, kind = rest.partition(":")
    day = monday + dt.timedelta(days=int(number) if number in {*"0123456"} else 0)
    planning.plan_by_name(facility=station, day=day, kind=kind, name=request.POST.get("name", ""), by=Actor.of(request))
    return ""


def _remove(request: HttpRequest, station: Facility, monday: dt.date, rest: str) -> str:
    row = get_object_or_404(MenuDish.objects.filter(facility=station).select_related("facility"), pk=rest)
    planning.unplan_dish(planned_dish=row, by=Actor.of(request))
    return ""


def _copy(request: HttpRequest, station: Facility, monday: dt.date, rest: str) -> str:
    number = planning.copy_week(facility=station, day=monday, by=Actor.of(request))
    return ngettext("%(count)d dish copied.", "%(count)d dishes copied.", number) % {"count": number}


def _publish(request: HttpRequest, station: Facility, monday: dt.date, rest: str) -> str:
    reason = request.POST.get("reason", "")
    edition = planning.publish_week(facility=station, day=monday, reason=reason, by=Actor.of(request))
    return _("Published. Guardians read edition %(number)d.") % {"number": edition.number}


def _monday(request: HttpRequest, station: Facility) -> dt.date:
    today = station.today()
    try:
        return monday_of(day_in(request.GET.get("week")) or today)
    except OverflowError:
        return monday_of(today)


def _columns(plan: WeekPlan, warned: dict[UUID, list[Warned]], everything: bool) -> list[Column]:
    """The days on which children come, or the working days where no term runs; and whatever is planned."""
    station, monday = plan.facility, plan.monday
    coming = term_days([station], monday, monday + dt.timedelta(days=6))[station.pk]
    days = coming or {monday + dt.timedelta(days=number) for number in range(5)}
    days |= {row.day for row in plan.rows}
    here = {row.kind for row in plan.rows} | set(USUAL)
    kinds = [kind for kind in MealKind.values if everything or kind in here]
    return [
        Column(
            day=day,
            open=day >= station.today(),
            cells=[
                Cell(meal, [Line(row, warned.get(row.pk, [])) for row in meal.rows])
                for meal in (plan.meal(day, kind) for kind in kinds)
            ],
        )
        for day in sorted(days)
    ]


def _dish_columns(form: DishForm, station: Facility, request: HttpRequest) -> dict[str, Any]:
    columns = form.columns()
    if file := form.cleaned_data["photo"]:
        columns["photo"] = store_photo(
            id=uuid7(), facility=station, file=file, occurred_at=timezone.now(), by=Actor.of(request), field="photo"
        )
    return columns


def _dish_page(request: HttpRequest, station: Facility, form: DishForm, found: Dish | None) -> HttpResponse:
    context = {"station": station, "form": form, "dish": found}
    return render(request, "stations/meals/dish.html", context, status=422 if form.is_bound else 200)


def _dish_of(request: HttpRequest, pk: UUID) -> Dish:
    access: Any = request.access
    found = get_object_or_404(Dish.objects.visible_to(access).select_related("facility", "facility__union"), pk=pk)
    access.require(found.facility, *AT_STATION)
    return found
