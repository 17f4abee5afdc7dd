"""Pages: a person's messages, and for the administrator what could not be delivered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.records.paging import page_of
from ops.reminders import actions, queries
from ops.reminders.delivery import text_of
from ops.web.pages import page


@page()
def reminder_list(request: HttpRequest) -> HttpResponse:
    """My messages, newest first; the unread stand out."""
    access = _access(request)
    found = page_of(request, queries.inbox(access), "-created_at", "pk")
    language = get_language() or ""
    context = {
        "page": found,
        "rows": [(reminder, text_of(reminder, language)) for reminder in found.items],
        "unread": queries.unread_count(access),
        "may_see_undelivered": access.may(Role.ADMINISTRATOR),
    }
    return render(request, "ops/reminders/reminder_list.html", context)


@page()
def reminder_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a message: marks it and goes to what it is about."""
    reminder = get_object_or_404(queries.inbox(_access(request)), pk=pk)
    actions.mark_read(access=_access(request), ids=[pk])
    return redirect(text_of(reminder, get_language() or "").url)


@require_POST
@page()
def reminder_read(request: HttpRequest) -> HttpResponse:
    """Mark all my messages as read."""
    actions.mark_all_read(access=_access(request))
    return redirect("reminder-list")


@page(Role.ADMINISTRATOR)
def undelivered(request: HttpRequest) -> HttpResponse:
    """What was given up or is being retried, with the mail server's words."""
    found = page_of(request, queries.undelivered(_access(request)), "-created_at", "pk")
    language = get_language() or ""
    rows = [(reminder, text_of(reminder, language)) for reminder in found.items]
    return render(request, "ops/reminders/undelivered.html", {"page": found, "rows": rows})


@require_POST
@page(Role.ADMINISTRATOR)
def reminder_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a given-up message once more."""
    reminder = get_object_or_404(queries.undelivered(_access(request)), pk=pk)
    if actions.retry(reminder=reminder, by=Actor.of(request)):
        messages.success(request, _("It is tried again."))
    return redirect("reminder-undelivered")


def _access(request: HttpRequest) -> Any:
    return request.access
