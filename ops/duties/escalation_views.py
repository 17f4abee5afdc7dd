"""Pages: the escalation policies of the federation, and one of them with its steps, its users and its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.duties import escalation, escalation_queries
from ops.duties.escalation_forms import MOST_STEPS, OfferForm, PolicyForm
from ops.duties.library import READY
from ops.duties.models import EscalationPolicy
from ops.organization.roles import READING
from ops.records.actor import Actor
from ops.records.errors import NotAllowed, Stale
from ops.web.pages import form_errors, page


@page(*READING)
def policy_list(request: HttpRequest) -> HttpResponse:
    """All escalation policies with their levels and users."""
    found = list(escalation_queries.policies())
    usage = escalation_queries.usage([policy.pk for policy in found])
    rows = [(policy, escalation_queries.levels(policy), usage[policy.pk]) for policy in found]
    context = {"rows": rows, "may_edit": escalation.may_edit(request.access)}
    return render(request, "ops/duties/policy_list.html", context)


@page(*escalation.EDITING)
def policy_add(request: HttpRequest) -> HttpResponse:
    """A further policy, for plans to choose."""
    escalation.require_editing(request.access)
    initial = {"quiet_from": "22:00", "quiet_until": "07:00", "steps.0.level": 1, "steps.0.after_minutes": 0}
    return _edited(request, None, initial, rows=3)


@page(*READING)
def policy_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One policy: to be read by everybody, to be changed by who speaks for the federation."""
    policy = get_object_or_404(escalation_queries.policies(), pk=pk)
    if escalation.may_edit(request.access):
        return _edited(request, policy, PolicyForm.of(policy), rows=policy.steps.count() + 1)
    if request.method == "POST":
        raise NotAllowed()
    return render(request, "ops/duties/policy_detail.html", _about(policy))


@require_POST
@page(*escalation.EDITING)
def policy_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer it no more."""
    return _offered(request, pk, escalation.retire_policy, _("Retired: no further plan comes to name it."))


@require_POST
@page(*escalation.EDITING)
def policy_bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer it again."""
    return _offered(request, pk, escalation.bring_back_policy, _("Plans may name it again."))


def _offered(request: HttpRequest, pk: UUID, act: Callable[..., EscalationPolicy], said: str) -> HttpResponse:
    policy = get_object_or_404(escalation_queries.policies(), pk=pk)
    escalation.require_editing(request.access)
    form = OfferForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            act(policy=policy, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, said)
            return redirect("escalation-policy", pk=pk)
    edited = PolicyForm(None, initial=PolicyForm.of(policy), steps=policy.steps.count() + 1)
    context = {**_about(policy), "form": edited, "may_edit": True, "offer_form": form}
    return render(request, "ops/duties/policy_detail.html", context, status=422)


def _edited(request: HttpRequest, policy: EscalationPolicy | None, initial: dict[str, Any], rows: int) -> HttpResponse:
    posted = request.POST or None
    more = "more" in request.POST
    if posted is not None:
        sent = request.POST.get("count", "")
        rows = min(int(sent), MOST_STEPS) if sent.isdigit() else rows
    form = PolicyForm(posted, initial=initial, steps=rows)
    status = 200
    if more:
        form = _with_another_row(request, initial, rows)
    elif posted is not None:
        status = 422
        if form.is_valid() and (answer := _saved(request, policy, form)) is not None:
            return answer
    context = {"form": form, "may_edit": True, **(_about(policy) if policy else {})}
    if policy is not None and policy.key not in READY:
        context["offer_form"] = OfferForm(initial={"version": policy.version})
    return render(request, "ops/duties/policy_detail.html", context, status=status)


def _with_another_row(request: HttpRequest, initial: dict[str, Any], rows: int) -> PolicyForm:
    """What was typed so far, not judged yet, and one more empty step."""
    typed: dict[str, Any] = {name: value for name, value in request.POST.items() if name != "count"}
    typed |= {name: request.POST.getlist(name) for name in request.POST if name.endswith(".channels")}
    typed["urgent"] = "urgent" in request.POST
    return PolicyForm(None, initial=initial | typed, steps=rows + 1)


def _saved(request: HttpRequest, policy: EscalationPolicy | None, form: PolicyForm) -> HttpResponse | None:
    """The answer to a saved form; None where it was refused, which then stands at the form's fields."""
    fields: dict[str, Any] = {
        "by": Actor.of(request),
        "reason": form.cleaned_data["reason"],
        "steps": form.steps(),
        **form.policy_fields(),
    }
    try:
        with form_errors(form) as saved:
            if policy is None:
                policy = escalation.add_policy(**fields)
            else:
                policy = escalation.change_policy(policy=policy, version=form.cleaned_data["version"], **fields)
    except Stale as error:
        form.add_error(None, str(error.detail))
        return None
    if not saved or policy is None:
        return None
    messages.success(request, _("Saved. It holds for all that is overdue from now on."))
    return redirect("escalation-policy", pk=policy.pk)


def _about(policy: EscalationPolicy) -> dict[str, Any]:
    return {
        "policy": policy,
        "levels": escalation_queries.levels(policy),
        "usage": escalation_queries.usage([policy.pk])[policy.pk],
        "changes": escalation_queries.changes(policy),
    }
