"""Pages: who is away and who stands in; entering, changing and withdrawing an absence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.absences import actions, queries
from ops.absences.forms import AbsenceForm, ChangeAbsenceForm, WithdrawForm
from ops.absences.models import Absence
from ops.facilities.queries import today
from ops.organization.models import User
from ops.organization.roles import IN_FIELD, MANAGING
from ops.records.actor import Actor
from ops.records.ids import id_in
from ops.records.paging import page_of
from ops.web.pages import form_errors, page

KEEPING = (*IN_FIELD, *(role for role in MANAGING if role not in IN_FIELD))


@page(*KEEPING)
def absence_list(request: HttpRequest) -> HttpResponse:
    """One's own absences, those in which one stands in, and those of the people whom one manages."""
    past = request.GET.get("past") == "1"
    rows = queries.absences_of(request.access, past=past)
    context = {"page": page_of(request, rows, "-since" if past else "since", "pk"), "past": past}
    return render(request, "ops/absences/absence_list.html", context)


@page(*KEEPING)
def absence_enter(request: HttpRequest) -> HttpResponse:
    """Enter one's own absence, or that of somebody whom one manages (`?person=`)."""
    people = queries.people_of(request.access)
    user = _person(people, request.GET.get("person") or str(request.user.pk))
    form = AbsenceForm(request.POST or None, user=user, initial={"since": today(), "until": today()})
    if form.is_bound and form.is_valid():
        with form_errors(form) as saved:
            actions.enter_absence(user=user, by=Actor.of(request), **form.columns())
        if saved:
            messages.success(request, _("Entered. Reminders follow the stand-in meanwhile."))
            return redirect("staff-absence-list")
    context = {"form": form, "person": user, "people": list(people[:200])}
    return _page(request, "ops/absences/absence_form.html", context)


@page(*KEEPING)
def absence_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an absence with a reason, or only read it."""
    absence = _absence(request, pk)
    form = ChangeAbsenceForm(request.POST or None, user=absence.user, initial=ChangeAbsenceForm.initial_of(absence))
    if form.is_bound and form.is_valid():
        with form_errors(form) as saved:
            version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
            actions.change_absence(
                absence=absence, by=Actor.of(request), version=version, reason=reason, **form.columns()
            )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("staff-absence-list")
    return _absence_page(request, absence, form, WithdrawForm())


@require_POST
@page(*KEEPING)
def absence_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not take place."""
    absence = _absence(request, pk)
    withdraw = WithdrawForm(request.POST)
    if withdraw.is_valid():
        with form_errors(withdraw) as saved:
            actions.withdraw_absence(absence=absence, by=Actor.of(request), reason=withdraw.cleaned_data["reason"])
        if saved:
            messages.success(request, _("Withdrawn."))
            return redirect("staff-absence-list")
    form = ChangeAbsenceForm(user=absence.user, initial=ChangeAbsenceForm.initial_of(absence))
    return _absence_page(request, absence, form, withdraw)


def _absence_page(request: HttpRequest, absence: Absence, form: Any, withdraw: Any) -> HttpResponse:
    context = {
        "form": form,
        "withdraw": withdraw,
        "absence": absence,
        "person": absence.user,
        "may_keep": not absence.is_over and queries.may_keep(request.access, absence.user),
        "versions": _versions(absence),
    }
    return _page(request, "ops/absences/absence_form.html", context)


def _versions(absence: Absence) -> list[Any]:
    """Its versions, newest first."""
    rows = list(absence.history.select_related("history_user", "stand_in").order_by("-history_date", "-history_id"))
    for row in rows:
        row.last_moment = row.instance.last_moment
    return rows


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    forms = [context.get("form"), context.get("withdraw")]
    wrong = any(form is not None and form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if wrong else 200)


def _person(people: Any, asked: str) -> User:
    return get_object_or_404(people, pk=id_in(asked))


def _absence(request: HttpRequest, pk: UUID) -> Absence:
    found = Absence.objects.visible_to(request.access).select_related("user", "stand_in")
    return get_object_or_404(found, pk=pk)
