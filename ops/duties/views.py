"""Pages: what is to do today, the duties of a facility, one duty, and the plans behind them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.duties import actions, queries
from ops.duties.forms import ChangePlanForm, PlanForm, ReasonForm, plan_defaults
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import Occurrence
from ops.duties.registry import day_notices, regimes
from ops.duties.responsible import name_responsible, with_responsible
from ops.facilities.models import Facility
from ops.organization.access import Access
from ops.organization.roles import IN_FIELD, MANAGING, READING, Role
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.records.errors import Stale
from ops.records.paging import page_of
from ops.web.pages import form_errors, is_htmx, page

SIGNS = {"open": "note", "overdue": "bad", "done": "ok", "done_late": "due", "missed": "bad", "void": "void"}
# Somebody with more facilities than this is no longer in the field.
SWITCHED = 50


@page(*IN_FIELD, offline=True)
def duty_today(request: HttpRequest) -> HttpResponse:
    """What is to do today at my facilities, overdue first; each leads to what completes it."""
    access = _access(request)
    mine = list(Facility.objects.visible_to(access, IN_FIELD).select_related("union").order_by("name")[:SWITCHED])
    wanted = request.GET.get("facility", "")
    chosen = next((facility for facility in mine if str(facility.pk) == wanted), mine[0] if len(mine) == 1 else None)
    shown = [chosen] if chosen else mine
    zone = shown[0].zone if shown else timezone.get_current_timezone()
    today = timezone.localdate(timezone=zone)
    overseeing = access.may(Role.FACILITY_MANAGER)
    found, others = queries.parted(queries.todays_duties(mine, today), request.user.pk, overseeing=overseeing)
    here = [duty for duty in found if chosen is None or duty.facility_id == chosen.pk]
    plan = queries.by_urgency(here)
    context = {
        "today": today,
        "mine": mine,
        "chosen": chosen,
        "waiting": queries.waiting_by_facility(found),
        "plan": plan,
        "tasks": queries.tasks_of(plan, overseeing=overseeing),
        "overseeing": overseeing,
        "others": [duty for duty in others if chosen is None or duty.facility_id == chosen.pk],
        "notices": [(notice.template, said) for notice in day_notices if (said := notice.load(access)) is not None],
        "now": timezone.now(),
    }
    with timezone.override(zone):
        return render(request, "ops/duties/today.html", context)


@page(*READING)
def duty_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The duties of a facility by regime, state and day; newest day first."""
    facility = _facility(request, pk)
    asked = {name: request.GET.get(name, "") for name in ("regime", "state", "day")}
    rows = queries.duties_of(facility, regime=asked["regime"], state=asked["state"], day=day_in(asked["day"]))
    context = {
        "facility": facility,
        "page": page_of(request, rows, "-due_at", "pk"),
        "asked": asked,
        "regimes": [regime for regime in regimes if facility.kind in regime.facility_kinds],
        "states": Duty.State.choices,
        "signs": SIGNS,
        "may_manage": _access(request).may_at(facility, *MANAGING),
    }
    with timezone.override(facility.zone):
        return render(request, "ops/duties/duty_list.html", context)


@page(*READING)
def duty_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One duty: its times, what completed it, who was reminded and whether it arrived, who is next."""
    found = Duty.objects.select_related("plan", "facility__union", "policy", "closure__union", "done_by")
    found = found.select_related("plan__template__union", "plan__template_version", "person")
    visible = found.visible_to(_access(request))
    duty = get_object_or_404(with_responsible(visible, timezone.now()), pk=pk)
    name_responsible([duty])
    may_work = _access(request).may_at(duty.facility, *IN_FIELD)
    context = {
        "duty": duty,
        "sign": SIGNS[duty.state],
        "regime": regimes.get(duty.regime),
        "way": queries.way_of(duty) if may_work else None,
        "opens_later": duty.opens_at > timezone.now(),
        "reminded": queries.reminded(duty),
        "answers": queries.answered(duty),
        "next": queries.next_escalation(duty),
        "may_work": may_work,
    }
    with timezone.override(duty.facility.zone):
        return render(request, "ops/duties/duty_detail.html", context)


@page(*READING)
def plan_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plans of a facility by regime."""
    facility = _facility(request, pk)
    plans = DutyPlan.objects.filter(facility=facility).order_by("regime", "first_day", "name", "pk")
    plans = plans.select_related("checklist", "policy", "template__union", "template_version")
    today = facility.today()
    ended = [plan for plan in plans if plan.last_day is not None and plan.last_day < today]
    by_regime = [(regime, [plan for plan in plans if plan.regime == regime.key]) for regime in regimes]
    by_regime = [(regime, [plan for plan in found if plan not in ended]) for regime, found in by_regime]
    context = {
        "facility": facility,
        "groups": [(regime, found) for regime, found in by_regime if found],
        "ended": ended,
        "today": today,
        "may_manage": _access(request).may_at(facility, *MANAGING),
    }
    return render(request, "ops/duties/plan_list.html", context)


@page(*MANAGING)
def plan_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a plan, after a look at what it will ask for."""
    facility = _facility(request, pk, *MANAGING)
    form = PlanForm(request.POST or None, facility=facility, initial=plan_defaults(facility))
    context: dict[str, Any] = {"facility": facility, "form": form}
    if "preview" in request.POST:
        context["preview"] = _previewed(form, facility)
    elif form.is_bound and form.is_valid():
        with form_errors(form) as saved:
            actions.create_plan(facility=facility, by=Actor.of(request), **form.plan_fields())
        if saved:
            messages.success(request, _("The plan stands; its duties of the week ahead are made."))
            return redirect("plan-list", pk=facility.pk)
    return _plan_page(request, "ops/duties/plan_form.html", context)


@page(*MANAGING)
def plan_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a plan with a reason; only its future open duties follow."""
    plan = _plan(request, pk)
    initial = PlanForm.initial_of(plan) | {"version": plan.version}
    form = ChangePlanForm(request.POST or None, facility=plan.facility, initial=initial)
    context: dict[str, Any] = {"facility": plan.facility, "form": form, "plan": plan}
    if "preview" in request.POST:
        context["preview"] = _previewed(form, plan.facility)
    elif not form.is_bound and not plan.paused:
        context["preview"] = queries.preview(plan)
    elif form.is_bound and form.is_valid():
        try:
            with form_errors(form) as saved:
                version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
                actions.change_plan(
                    plan=plan, by=Actor.of(request), version=version, reason=reason, **form.plan_fields()
                )
            if saved:
                messages.success(request, _("Changed. What is past or done stays as it was."))
                return redirect("plan-list", pk=plan.facility_id)
        except Stale as error:
            form.add_error(None, str(error.detail))
            context["standing"] = _plan(request, pk)
    return _plan_page(request, "ops/duties/plan_form.html", context)


def _previewed(form: PlanForm, facility: Facility) -> list[Occurrence] | None:
    """What the form's plan will ask for; None, with the faults in the form, where that cannot be said."""
    if not form.look_only().is_valid():
        return None
    with form_errors(form):
        fields = form.plan_fields()
        return queries.preview(actions.draft_plan(facility=facility, **{**fields, "name": fields["name"] or "…"}))
    return None


@require_POST
@page(*MANAGING)
def plan_pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for nothing from now on."""
    plan = _plan(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.pause_plan(plan=plan, by=Actor.of(request), reason=reason)
    messages.success(request, _("Paused: nothing is asked until it is resumed."))
    return redirect("plan-list", pk=plan.facility_id)


@require_POST
@page(*MANAGING)
def plan_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask again from now on."""
    plan = _plan(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.resume_plan(plan=plan, by=Actor.of(request), reason=reason)
    messages.success(request, _("Resumed from now on."))
    return redirect("plan-list", pk=plan.facility_id)


def _plan_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A preview that cannot be given yet is no refusal while somebody is typing: it says what is missing."""
    wrong = context["form"].is_bound and context["form"].errors and not is_htmx(request)
    with timezone.override(context["facility"].zone):
        return render(request, template, context, status=422 if wrong else 200)


def _access(request: HttpRequest) -> Access:
    return request.access


def _facility(request: HttpRequest, pk: UUID, *roles: str) -> Facility:
    """A facility in the reader's scope, else 404; with roles, held there, else 403."""
    facility = get_object_or_404(Facility.objects.visible_to(_access(request)).select_related("union"), pk=pk)
    if roles:
        _access(request).require(facility, *roles)
    return facility


def _plan(request: HttpRequest, pk: UUID) -> DutyPlan:
    found = DutyPlan.objects.visible_to(_access(request)).select_related("facility__union", "policy", "checklist")
    found = found.select_related("template__union", "template_version")
    plan = get_object_or_404(found, pk=pk)
    _access(request).require(plan.facility, *MANAGING)
    return plan
