"""Pages: the plan templates of the unions, one of them with its versions, publishing, rolling out, withdrawing."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.duties import template_actions as actions
from ops.duties import template_queries as queries
from ops.duties.forms import plan_defaults
from ops.duties.models import PlanTemplate
from ops.duties.rollout import today_at
from ops.duties.template_forms import NextVersionForm, ReachForm, TemplateForm, VersionForm, WithdrawForm
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion
from ops.organization.roles import READING
from ops.records.actor import Actor
from ops.records.errors import Stale
from ops.web.pages import form_errors, page


@page(*READING)
def template_list(request: HttpRequest) -> HttpResponse:
    """The templates of the reader's unions and of those above, by union."""
    found = queries.told(list(queries.templates_of(request.access)), request.access)
    by_union: dict[TradeUnion, list[queries.Told]] = {}
    for one in found:
        by_union.setdefault(one.template.union, []).append(one)
    context = {"groups": list(by_union.items()), "may_publish": request.access.may(*actions.PUBLISHING)}
    return render(request, "ops/duties/template_list.html", context)


@page(*READING)
def template_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One template: what holds, its versions and where each applies; for who may publish, what can be done with it."""
    template = _template(request, pk)
    return render(request, "ops/duties/template_detail.html", _about(request, template))


@page(*actions.PUBLISHING)
def template_add(request: HttpRequest) -> HttpResponse:
    """Publish a new template, after a look at what it will ask for."""
    unions = queries.publishable(request.access)
    union = next((one for one in unions if str(one.pk) == request.GET.get("union")), unions[0])
    initial = plan_defaults(Facility(union=union)) | {
        "from_day": today_at() + dt.timedelta(days=1),
        "reach": [union.pk],
    }
    form = TemplateForm(request.POST or None, union=union, initial=initial)
    context: dict[str, Any] = {"form": form, "union": union, "unions": unions[:60]}
    if "preview" in request.POST:
        context["preview"] = _previewed(form, PlanTemplate(union=union), [])
    elif form.is_bound and form.is_valid():
        with form_errors(form) as saved:
            template = actions.publish_template(union=union, by=Actor.of(request), **form.subject(), **form.asked())
        if saved:
            messages.success(request, _("Published: its facilities have their plans."))
            return redirect("plan-template", pk=template.pk)
    return _form_page(request, context)


@page(*actions.PUBLISHING)
def template_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a template ask for something else from a day on, after a look at it."""
    template = _template(request, pk)
    actions.require_publishing(request.access, template.union)
    latest = template.versions.last()
    initial = {"version": template.version, "from_day": today_at() + dt.timedelta(days=7)}
    initial |= NextVersionForm.of(latest) if latest else {}
    form = NextVersionForm(request.POST or None, template=template, initial=initial)
    context: dict[str, Any] = {"form": form, "union": template.union, "template": template}
    if "preview" in request.POST:
        context["preview"] = _previewed(form, template, [one.union for one in template.reach.all()])
    elif form.is_bound and form.is_valid():
        try:
            with form_errors(form) as saved:
                read = form.cleaned_data["version"]
                actions.publish_version(template=template, version=read, by=Actor.of(request), **form.asked())
            if saved:
                messages.success(request, _("Announced: it applies from its day on."))
                return redirect("plan-template", pk=template.pk)
        except Stale as error:
            form.add_error(None, str(error.detail))
    return _form_page(request, context)


def _previewed(form: VersionForm, template: PlanTemplate, reach: list[TradeUnion]) -> queries.Preview | None:
    """What the form's version would bring; None, with the faults in the form, where that cannot be said."""
    valid = form.look_only().is_valid()
    form.fields["reason"].required = True  # of the page that is shown again
    if not valid:
        return None
    subject = form.subject()
    reach = subject.pop("reach", reach)
    for name, value in subject.items():
        setattr(template, name, value or "…")
    with form_errors(form):
        version = actions.draft_version(template, from_day=form.cleaned_data["from_day"], **form.terms())
        return queries.preview(version, list(reach))
    return None


@require_POST
@page(*actions.PUBLISHING)
def template_extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish to further unions, and to whatever has no plan of it yet."""
    template = _template(request, pk)
    actions.require_publishing(request.access, template.union)
    form = ReachForm(request.POST, template=template)
    if form.is_valid():
        with form_errors(form) as saved:
            made = actions.extend_reach(template=template, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Published: {n} new plans.").format(n=made))
            return redirect("plan-template", pk=pk)
    context = _about(request, template) | {"reach_form": form}
    return render(request, "ops/duties/template_detail.html", context, status=422)


@require_POST
@page(*actions.PUBLISHING)
def template_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a template with a day."""
    template = _template(request, pk)
    actions.require_publishing(request.access, template.union)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.withdraw_template(template=template, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("Withdrawn: it is asked for the last time on that day."))
            return redirect("plan-template", pk=pk)
    context = _about(request, template) | {"withdraw_form": form}
    return render(request, "ops/duties/template_detail.html", context, status=422)


def _about(request: HttpRequest, template: PlanTemplate) -> dict[str, Any]:
    access = request.access
    may_publish = actions.may_publish(access, template.union)
    context: dict[str, Any] = {"told": queries.told([template], access)[0], "may_publish": may_publish}
    if may_publish and template.last_day is None:
        initial = {"version": template.version, "last_day": today_at()}
        context |= {"reach_form": ReachForm(template=template), "withdraw_form": WithdrawForm(initial=initial)}
    return context


def _template(request: HttpRequest, pk: UUID) -> PlanTemplate:
    return get_object_or_404(queries.templates_of(request.access), pk=pk)


def _form_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "ops/duties/template_form.html", context, status=status)
