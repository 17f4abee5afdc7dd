"""Pages of the kitchen: today's page with one tap a record, lists with filters, one record with its corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.checklists.forms import posted_photo
from ops.facilities.models import Facility
from ops.organization.layout import layout
from ops.organization.roles import AT_STATION, IN_FIELD, READING, Role
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.web.forms import RecordForm
from ops.web.pages import form_errors, page
from safety.food import actions, queries
from safety.food.forms import (
    CertificateForm,
    CheckForm,
    DeliveryForm,
    ReadingForm,
    ReasonForm,
    RemedyForm,
    SampleForm,
    correcting,
)
from safety.food.models import FoodDelivery, FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck
from safety.places import go_to_place, place_in_scope

A_PAGE = 50
# What is recorded with a picture of it where there is one.
PHOTOGRAPHED = ("deliveries", "certificates")


@dataclass(frozen=True)
class Sort:
    """One kind of kitchen record: its table, its form, and the action that makes it."""

    key: str
    model: type[Any]
    form: type[RecordForm]
    make: Callable[..., Any]


SORTS = {
    sort.key: sort
    for sort in (
        Sort("checks", StaffHealthCheck, CheckForm, actions.check_staff),
        Sort("readings", FridgeReading, ReadingForm, actions.read_fridge),
        Sort("deliveries", FoodDelivery, DeliveryForm, actions.receive_food),
        Sort("samples", RetainedSample, SampleForm, actions.keep_sample),
        Sort("certificates", HealthCertificate, CertificateForm, actions.file_certificate),
    )
}


@page(*AT_STATION)
def kitchen_home(request: HttpRequest) -> HttpResponse:
    """To the kitchen of the reader's own station."""
    return go_to_place(request, "kitchen", _("Today's kitchen"), kind="station", roles=AT_STATION)


@page(*READING)
def kitchen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the kitchen has done today and what is missing, with a form for each."""
    return _kitchen(request, place_in_scope(request, pk, *READING))


@page(*AT_STATION)
@require_POST
def kitchen_add(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Record one thing from today's page."""
    facility = place_in_scope(request, pk, *AT_STATION)
    sort = _sort(kind)
    form = sort.form(request.POST, request.FILES)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        with form_errors(form) as saved:
            if kind in PHOTOGRAPHED:
                fields["photo"] = posted_photo(request, facility, record_id=fields["id"])
            record, _new = sort.make(facility=facility, by=Actor.of(request), **fields)
        if saved:
            _say(request, record)
            after = "food-record-list" if kind == "certificates" else "kitchen"
            at = [facility.pk, kind] if kind == "certificates" else [facility.pk]
            return redirect(f"{reverse(after, args=at)}#{kind}")
    if kind == "certificates":
        return _list(request, facility, sort, status=422, form=form)
    return _kitchen(request, facility, status=422, **{kind: form})


@page(*AT_STATION)
@require_POST
def sample_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sample leaves the cabinet."""
    sample = _record(request, SORTS["samples"], pk, *AT_STATION)
    actions.discard_sample(sample=sample, by=Actor.of(request))
    messages.success(request, _("%(dish)s: discarded.") % {"dish": sample.dish})
    return redirect(f"{reverse('kitchen', args=[sample.facility_id])}#samples")


@page(*AT_STATION)
@require_POST
def food_record_settle(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Say what was done about a record that failed."""
    record = _record(request, _judged(kind), pk, *AT_STATION)
    form = RemedyForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.settle(record=record, remedy=form.cleaned_data["remedy"], by=Actor.of(request))
        if saved:
            return redirect("kitchen", record.facility_id)
    return _detail(request, _judged(kind), record, status=422, remedy_form=form)


@page(*READING)
def food_record_list(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Kitchen records of one kind, by day and by what failed."""
    return _list(request, place_in_scope(request, pk, *READING), _sort(kind))


@page(*READING)
def food_record(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One kitchen record: what it says, by which rules it was judged, and its corrections."""
    sort = _sort(kind)
    return _detail(request, sort, _record(request, sort, pk))


@page(*AT_STATION)
@require_POST
def food_record_correct(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Correct a record, with a reason."""
    sort = _sort(kind)
    record = _record(request, sort, pk, *AT_STATION)
    form = correcting(sort.form)(request.POST)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        with form_errors(form) as saved:
            if kind == "certificates":
                actions.correct_certificate(certificate=record, by=Actor.of(request), **fields)
            else:
                actions.correct(record=record, by=Actor.of(request), **fields)
        if saved:
            return redirect("food-record", kind, pk)
    return _detail(request, sort, record, status=422, correct_form=form)


@page(*AT_STATION)
@require_POST
def food_record_void(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Withdraw a record, with a reason."""
    sort = _sort(kind)
    roles = (Role.FACILITY_MANAGER,) if kind == "certificates" else AT_STATION
    record = _record(request, sort, pk, *roles)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            reason = form.cleaned_data["reason"]
            if kind == "certificates":
                actions.withdraw_certificate(certificate=record, by=Actor.of(request), reason=reason)
            else:
                actions.withdraw(record=record, by=Actor.of(request), reason=reason)
        if saved:
            return redirect("food-record", kind, pk)
    return _detail(request, sort, record, status=422, void_form=form)


@page(*AT_STATION)
@require_POST
def handler_left(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person no longer handles food here."""
    certificate = _record(request, SORTS["certificates"], pk, *AT_STATION)
    today = certificate.facility.today()
    actions.handler_left(certificate=certificate, left_on=today, by=Actor.of(request))
    return redirect("food-record-list", certificate.facility_id, "certificates")


def _kitchen(request: HttpRequest, facility: Facility, *, status: int = 200, **bound: BaseForm) -> HttpResponse:
    access = request.access
    today = queries.kitchen(facility, facility.today())
    missing = queries.missing(facility, today.day)
    unasked = today.unasked({one.anchor for one in missing})
    again = next((row for row in today.suppliers if str(row.pk) == request.GET.get("again")), None)
    forms = {
        "checks": CheckForm(),
        "readings": ReadingForm(),
        "deliveries": DeliveryForm(initial=queries.next_delivery(again)),
        "samples": SampleForm(initial=queries.next_sample(facility, str(request.user))),
        **bound,
    }
    context = {
        "facility": facility,
        "today": today,
        "missing": missing,
        "unasked": unasked,
        "to_do": len(missing) + len(unasked),
        "forms": forms,
        "wrong": next(iter(bound), ""),
        "may_record": access.may_at(facility, *AT_STATION),
        "open_names": access.may_at(facility, *IN_FIELD),
        "again": again,
        "remedies": [_("Moved the food to another fridge"), _("Thrown away"), _("Called for repair")],
        "layout": layout(request),
    }
    return render(request, "safety/food/kitchen.html", context, status=status)


def _list(
    request: HttpRequest, facility: Facility, sort: Sort, *, status: int = 200, form: BaseForm | None = None
) -> HttpResponse:
    access = request.access
    since, until = day_in(request.GET.get("since")), day_in(request.GET.get("until"))
    only = request.GET.get("only", "")
    rows = queries.listed(sort.model, facility, since, until, only)
    found = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    clear = access.may_at(facility, *IN_FIELD)
    context = {
        "facility": facility,
        "kind": sort.key,
        "sorts": [(key, other.model._meta.verbose_name_plural) for key, other in SORTS.items()],
        "heading": sort.model._meta.verbose_name_plural,
        "page": found,
        "rows": [(row, queries.title_as_seen(row, clear=clear)) for row in found],
        "since": since,
        "until": until,
        "only": only,
        "today": facility.today(),
        "form": (form or CertificateForm())
        if sort.key == "certificates" and access.may_at(facility, *AT_STATION)
        else None,
        "layout": layout(request),
    }
    return render(request, "safety/food/record_list.html", context, status=status)


def _detail(request: HttpRequest, sort: Sort, record: Any, *, status: int = 200, **forms: BaseForm) -> HttpResponse:
    access = request.access
    clear = access.may_at(record.facility, *IN_FIELD)
    may_write = not record.is_void and access.may_at(record.facility, *AT_STATION)
    may_void = may_write and (sort.key != "certificates" or access.may_at(record.facility, Role.FACILITY_MANAGER))
    context = {
        "record": record,
        "facility": record.facility,
        "kind": sort.key,
        "label": sort.model._meta.verbose_name,
        "title": queries.title_as_seen(record, clear=clear),
        "facts": queries.facts_of(record, clear=clear),
        "model": sort.model._meta.label_lower,
        "may_write": may_write,
        "may_void": may_void,
        "correct_form": correcting(sort.form)(initial=queries.as_recorded(record)) if may_write else None,
        "void_form": ReasonForm(),
        "remedy_form": RemedyForm(),
        "layout": layout(request),
        **forms,
    }
    return render(request, "safety/food/record.html", context, status=status)


def _sort(kind: str) -> Sort:
    if kind not in SORTS:
        raise Http404
    return SORTS[kind]


def _judged(kind: str) -> Sort:
    if kind == "certificates":
        raise Http404
    return _sort(kind)


def _record(request: HttpRequest, sort: Sort, pk: UUID, *roles: str) -> Any:
    access = request.access
    record = get_object_or_404(sort.model.objects.visible_to(access).select_related("facility__union"), pk=pk)
    if roles:
        access.require(record.facility, *roles)
    return record


def _say(request: HttpRequest, record: Any) -> None:
    if getattr(record, "passed", True):
        messages.success(request, _("Recorded."))
    else:
        messages.error(
            request, _("Recorded. %(what)s: say what you did about it.") % {"what": record.failure_labels[0]}
        )
