"""Pages: my notifications, and the groups of a union."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK
from ops.organization.texts import are_printed
from ops.records.actor import Actor
from ops.records.errors import DomainError, RuleBroken
from ops.reminders import choices, queries
from ops.reminders.addresses import kinds
from ops.reminders.forms import ChoiceForm, PointForm
from ops.reminders.keys import public_key
from ops.reminders.models import Channel, ContactPoint
from ops.web.pages import form_errors, page

_ACCOUNT = (Channel.EMAIL, Channel.SMS)


@page()
def notifications(request: HttpRequest) -> HttpResponse:
    """By which ways and when I am reminded; my addresses, each with a test."""
    access = _access(request)
    user = access.user
    able, wish = choices.available(user), choices.preference_of(user)
    form = ChoiceForm(request.POST or None, able=able, wish=wish)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                choices.choose(user=user, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Saved"))
                return redirect("notifications")
    context = {
        "form": form,
        "able": able,
        "account": [(channel, channel.label, _account_address(user, channel)) for channel in _ACCOUNT],
        "points": queries.own_points(access),
        "kinds": list(kinds),
        "push_key": public_key(),
        "texts_are_printed": are_printed(),
    }
    return render(request, "ops/reminders/notifications.html", context, status=status)


@sensitive_post_parameters("url", "secret")
@page()
def point_add(request: HttpRequest, channel: str) -> HttpResponse:
    """Add an address of mine, and send a test there."""
    return _add(request, channel, user=_access(request).user)


@require_POST
@page()
def push_add(request: HttpRequest) -> HttpResponse:
    """This browser subscribes (by script): keep it and send a test."""
    by = Actor.of(request)
    try:
        sent: Any = json.loads(request.body) if request.content_type == "application/json" else None
        label = str(sent.get("label", ""))[:60] if isinstance(sent, dict) else ""
        subscription = sent.get("subscription") if isinstance(sent, dict) else None
    except ValueError:
        label, subscription = "", None
    try:
        point = choices.add_point(channel="push", label=label, subscription=subscription, user=by.user, by=by)
        tested = choices.try_point(point=point, by=by)
    except DomainError as error:
        return JsonResponse({"detail": str(error.detail)}, status=error.status)
    _say(request, tested)
    return JsonResponse({"id": str(point.pk), "took": tested.took}, status=201)


@require_POST
@page()
def account_test(request: HttpRequest, channel: str) -> HttpResponse:
    """Send a test to my e-mail address or phone."""
    try:
        tested = choices.try_account(user=_access(request).user, channel=channel, by=Actor.of(request))
    except RuleBroken as error:
        raise Http404 from error
    _say(request, tested)
    return redirect("notifications")


@page(*AT_DESK)
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups of the unions in my subtree."""
    access = _access(request)
    points = [(point, queries.may_change(access, point)) for point in queries.group_points(access)]
    context = {"points": points, "kinds": list(kinds), "may_add": access.may(*queries.SETTING)}
    return render(request, "ops/reminders/group_list.html", context)


@sensitive_post_parameters("url", "secret")
@page(*queries.SETTING)
def group_add(request: HttpRequest, channel: str) -> HttpResponse:
    """Add a group of a union that I run, and send a test there."""
    unions = queries.unions_to_set(_access(request))
    return _add(request, channel, unions=TradeUnion.objects.filter(pk__in=[union.pk for union in unions]))


@require_POST
@page()
def point_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a test to an address."""
    point = _changeable(request, pk)
    _say(request, choices.try_point(point=point, by=Actor.of(request)))
    return _back_to(point)


@require_POST
@page()
def point_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an address away."""
    point = _changeable(request, pk)
    choices.take_away(point=point, by=Actor.of(request))
    messages.success(request, _("Nothing is sent there any more."))
    return _back_to(point)


def _add(request: HttpRequest, channel: str, *, user: Any = None, unions: Any = None) -> HttpResponse:
    kind = kinds.get(channel)
    if kind is None:
        raise Http404
    form = PointForm(request.POST or None, kind=kind, unions=unions)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            by = Actor.of(request)
            with form_errors(form) as saved:
                point = choices.add_point(channel=channel, user=user, by=by, **form.cleaned_data)
                _say(request, choices.try_point(point=point, by=by))
            if saved:
                return _back_to(point)
    context = {"form": form, "kind": kind, "of_union": unions is not None}
    return render(request, "ops/reminders/point_add.html", context, status=status)


def _changeable(request: HttpRequest, pk: UUID) -> ContactPoint:
    access = _access(request)
    point = get_object_or_404(queries.visible_points(access), pk=pk)
    if not queries.may_change(access, point):
        raise PermissionDenied
    return point


def _say(request: HttpRequest, tested: choices.Tested) -> None:
    if tested.took:
        messages.success(request, _("The test was taken. Look whether it has arrived."))
    else:
        messages.error(request, _("The test did not arrive: {error}").format(error=tested.error))


def _back_to(point: ContactPoint) -> HttpResponse:
    return redirect("reminder-groups" if point.union_id else "notifications")


def _account_address(user: Any, channel: Channel) -> str:
    return (user.email if channel == Channel.EMAIL else user.phone) or ""


def _access(request: HttpRequest) -> Any:
    return request.access
