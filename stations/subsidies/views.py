"""Pages: the rules of subsidies, and one of them with where each station stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK, Role
from ops.policy.queries import may_set, numbers_in_force, plain, require_setting, unions_of
from ops.records.actor import Actor
from ops.records.errors import NotAllowed, Stale
from ops.web.pages import form_errors, page
from stations.attendance.qualification import RULE
from stations.subsidies import actions, queries
from stations.subsidies.forms import AmendRuleForm, NewRuleForm, WithdrawForm
from stations.subsidies.models import SubsidyRule

SEEING = (*AT_DESK, Role.FACILITY_MANAGER)


@page(*SEEING)
def subsidy_list(request: HttpRequest) -> HttpResponse:
    """The rules that reach the reader's stations; an officer sets a new one."""
    access: Any = request.access
    settable = [union for union in unions_of(access) if may_set(access, union)]
    form = NewRuleForm(request.POST or None, unions=settable, initial=_usual(settable)) if settable else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed()
        if form.is_valid() and (rule := _set(request, form)) is not None:
            messages.success(request, _("Set. Where each station stands is counted from now on."))
            return redirect("subsidy", pk=rule.pk)
    context = {"rules": list(queries.rules_for(access)), "form": form, "today": timezone.localdate()}
    return render(request, "stations/subsidies/list.html", context, status=422 if form and form.is_bound else 200)


@page(*SEEING)
def subsidy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One rule: what it asks for, and what each station in the reader's scope still lacks."""
    rule = get_object_or_404(queries.rules_for(request.access), pk=pk)
    if request.method != "POST":
        return _shown(request, rule)
    require_setting(request.access, rule.union)
    form = AmendRuleForm(request.POST, instance=rule)
    if form.is_valid() and _amended(request, rule, form):
        messages.success(request, _("Changed. What it asked before stays in history."))
        return redirect("subsidy", pk=pk)
    return _shown(request, get_object_or_404(queries.rules_for(request.access), pk=pk), form=form)


@page(*queries.SETTING)
@require_POST
def subsidy_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It asks for nothing any more."""
    rule = get_object_or_404(queries.rules_for(request.access), pk=pk)
    require_setting(request.access, rule.union)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.withdraw_rule(rule=rule, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Withdrawn. It stays readable."))
            return redirect("subsidy", pk=pk)
    return _shown(request, rule, withdraw_form=form)


def _set(request: HttpRequest, form: NewRuleForm) -> SubsidyRule | None:
    """The rule that was set; None where it was refused, which then stands at the form's fields."""
    given = dict(form.cleaned_data)
    union = get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=given.pop("union"))
    require_setting(request.access, union)
    rule = None
    with form_errors(form):
        rule, _new = actions.set_rule(union=union, by=Actor.of(request), **given)
    return rule


def _amended(request: HttpRequest, rule: SubsidyRule, form: AmendRuleForm) -> bool:
    """Whether the change was saved; where it was refused, that stands at the form."""
    given = dict(form.cleaned_data)
    version, reason = given.pop("version"), given.pop("reason")
    try:
        with form_errors(form) as saved:
            actions.amend_rule(rule=rule, version=version, reason=reason, by=Actor.of(request), **given)
    except Stale as error:
        form.add_error(None, str(error.detail))
        return False
    return bool(saved)


def _usual(unions: list[TradeUnion]) -> dict[str, Any]:
    """The numbers that hold today, to begin with."""
    if not unions:
        return {}
    numbers = numbers_in_force(RULE, unions[0].path, timezone.localdate())
    children, days, share = (numbers[key] for key in RULE)
    return {"children_min": int(children), "days_min": int(days), "attendance_min": plain(share)}


def _shown(
    request: HttpRequest, rule: SubsidyRule, *, form: AmendRuleForm | None = None, withdraw_form: Any = None
) -> HttpResponse:
    standings = queries.standings_of(rule, request.access)
    editable = may_set(request.access, rule.union) and rule.withdrawn_at is None
    start = {"version": rule.version}
    context = {
        "rule": rule,
        "standings": standings,
        "met": sum(one.qualification.met for one in standings),
        "form": (form or AmendRuleForm(instance=rule, initial=start)) if editable else None,
        "withdraw_form": withdraw_form or WithdrawForm(initial=start),
        "versions": list(rule.history.select_related("history_user").order_by("-history_id")),
        "today": timezone.localdate(),
    }
    bound = form is not None or withdraw_form is not None
    return render(request, "stations/subsidies/detail.html", context, status=422 if bound else 200)
