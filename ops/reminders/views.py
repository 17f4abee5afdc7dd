"""Pages: a person's messages, how each went, answers to them, and what could not be delivered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.records.actor import Actor
from ops.records.paging import page_of
from ops.reminders import actions, answers, queries
from ops.reminders.forms import SnoozeForm, TakeBackForm
from ops.reminders.letters import text_of
from ops.reminders.models import Reminder
from ops.web.pages import form_errors, page


@page()
def reminder_list(request: HttpRequest) -> HttpResponse:
    """My messages, newest first; the unread stand out."""
    access = _access(request)
    found = page_of(request, queries.inbox(access), "-created_at", "pk")
    context = {
        "page": found,
        "lines": queries.lines_of(found.items, _language()),
        "unread": queries.unread_count(access),
        "may_see_undelivered": access.may(*queries.SETTING),
    }
    return render(request, "ops/reminders/reminder_list.html", context)


@page()
def reminder_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a message: marks it and goes to what it is about."""
    reminder = _mine(request, pk)
    actions.mark_read(access=_access(request), ids=[pk])
    return redirect(text_of(reminder, _language()).url)


@page()
def reminder_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a message went by each channel, who is on it, and the two answers."""
    reminder = _mine(request, pk)
    if not reminder.is_snoozed:
        actions.mark_read(access=_access(request), ids=[pk])
    return _detail(request, reminder)


@require_POST
@page()
def reminder_on_it(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I'm on it."""
    answers.take_on(reminder=_mine(request, pk), by=Actor.of(request))
    messages.success(request, _("Everybody who was told with you sees that you are on it."))
    return redirect("reminder-detail", pk=pk)


@require_POST
@page()
def reminder_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not on it after all, and why."""
    reminder = _mine(request, pk)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            answers.take_back(reminder=reminder, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("The others who were told with you are told that nobody is on it."))
            return redirect("reminder-detail", pk=pk)
    return _detail(request, reminder, back=form, status=422)


@require_POST
@page()
def reminder_snooze(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Later, and why."""
    reminder = _mine(request, pk)
    form = SnoozeForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            answers.snooze(reminder=reminder, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, _("You are told again then, unless it is done."))
            return redirect("reminder-detail", pk=pk)
    return _detail(request, reminder, later=form, status=422)


@page()
def reminder_carried(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a summary says, one by one."""
    access = _access(request)
    summary = get_object_or_404(queries.summaries(access), pk=pk)
    found = page_of(request, queries.in_summary(access, summary), "-created_at", "pk")
    language = _language()
    context = {
        "page": found,
        "said": text_of(summary, language),
        "rows": [(reminder, text_of(reminder, language)) for reminder in found.items],
    }
    return render(request, "ops/reminders/carried.html", context)


@require_POST
@page()
def reminder_read(request: HttpRequest) -> HttpResponse:
    """Mark all my messages as read."""
    actions.mark_all_read(access=_access(request))
    return redirect("reminder-list")


@page(*queries.SETTING)
def undelivered(request: HttpRequest) -> HttpResponse:
    """What was given up or is being retried, with the host's words."""
    found = page_of(request, queries.undelivered(_access(request)), "-created_at", "pk")
    rows = [(reminder, text_of(reminder, _language())) for reminder in found.items]
    return render(request, "ops/reminders/undelivered.html", {"page": found, "rows": rows})


@require_POST
@page(*queries.SETTING)
def reminder_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a given-up message once more."""
    reminder = get_object_or_404(queries.undelivered(_access(request)), pk=pk)
    if actions.retry(reminder=reminder, by=Actor.of(request)):
        messages.success(request, _("It is tried again."))
    return redirect("reminder-undelivered")


def _detail(
    request: HttpRequest,
    reminder: Reminder,
    *,
    later: SnoozeForm | None = None,
    back: TakeBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    (line,) = queries.lines_of([reminder], _language())
    latest = answers.latest(reminder)
    later = later or SnoozeForm(initial={"until": SnoozeForm.start(latest)})
    context = {"line": line, "reminder": reminder, "latest": latest, "later": later, "back": back or TakeBackForm()}
    context["is_mine"] = line.on_it is not None and line.on_it.answered_by_id == reminder.recipient_id
    context["is_over"] = reminder.duty is not None and reminder.duty.state in ("done", "done_late", "void")
    return render(request, "ops/reminders/reminder_detail.html", context, status=status)


def _mine(request: HttpRequest, pk: UUID) -> Reminder:
    return get_object_or_404(queries.own_message(_access(request)), pk=pk)


def _language() -> str:
    return get_language() or ""


def _access(request: HttpRequest) -> Any:
    return request.access
