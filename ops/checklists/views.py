"""The pages of checklists: fill one in, read what was filled in, correct it, see what failed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from ops.checklists import actions, drafts, printing, queries, reuse
from ops.checklists.answers import AnswersRefused
from ops.checklists.forms import Posted, ReasonForm, given_uuid, read_answers
from ops.checklists.models import ChecklistRun, ChecklistVersion, Mark, Presence, RunDraft
from ops.checklists.setup import SCRIPTS
from ops.facilities.models import Facility
from ops.organization.layout import layout
from ops.organization.roles import IN_FIELD, READING
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken, Stale
from ops.records.ids import uuid7
from ops.web.pages import page

# Saves a filled checklist: (id, answers, started_at, occurred_at) → run.
Save = Callable[[UUID, Mapping[str, Any], dt.datetime, dt.datetime], ChecklistRun]


def facility_at(request: HttpRequest, pk: UUID, *roles: str) -> Facility:
    """The facility in the reader's scope (else 404) where they hold one of the roles (else 403)."""
    access: Any = request.access
    facility = get_object_or_404(Facility.objects.select_related("union").visible_to(access), pk=pk)
    access.require(facility, *roles)
    return facility


@page(*IN_FIELD, offline=True)
def start(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Fill in a checklist outside of any duty."""
    facility = facility_at(request, pk, *IN_FIELD)
    template = get_object_or_404(queries.templates_for(facility), key=key)
    version = version_asked(request, queries.version_on(template, facility.today()))

    def save(
        id: UUID,  # noqa: A002
        answers: Mapping[str, Any],
        started_at: dt.datetime,
        occurred_at: dt.datetime,
    ) -> ChecklistRun:
        return actions.complete_checklist(
            id=id,
            facility=facility,
            checklist=version,
            answers=answers,
            started_at=started_at,
            occurred_at=occurred_at,
            by=Actor.of(request),
        )

    return fill(request, facility=facility, version=version, title=str(template), save=save)


def version_asked(request: HttpRequest, current: ChecklistVersion | None) -> ChecklistVersion:
    """The version that the page showed when it was opened, even if there is a newer one by now."""
    if current is None:
        raise Conflict(_("This checklist asks nothing yet."))
    shown = request.POST.get("checklist", "")
    if request.method != "POST" or shown in ("", str(current.pk)):
        return current
    return get_object_or_404(ChecklistVersion, pk=given_uuid(shown), template=current.template_id)


def fill(
    request: HttpRequest,
    *,
    facility: Facility,
    version: ChecklistVersion,
    title: str,
    save: Save,
    until: dt.datetime | None = None,
    back: str = "",
    subject: UUID | None = None,
    send_to: str = "",
    draft_at: str = "",
    presence: bool = False,
) -> HttpResponse:
    """The page on which a checklist is filled in; `save` records it, `back` is where the person came from.

    `subject` is what a draft on the server is kept for, at the API's address `draft_at`; `send_to` is where a device
    hands it in, at once or when the line is back; `presence` asks for the facility's code.
    """
    day = facility.today()
    context: dict[str, Any] = {"facility": facility, "version": version, "title": title, "until": until, "back": back}
    context |= {"send_to": send_to or reverse("api-checklist-runs-list"), "draft_at": draft_at, "presence": presence}
    context["code_proof"] = hashlib.sha256(facility.code.encode()).hexdigest() if presence else ""
    if request.method != "POST":
        draft = _draft(subject, version)
        context |= {"id": uuid7(), "started_at": timezone.now(), "problem": None, "draft": draft}
        if draft is not None:
            context |= {"id": draft.run_id, "started_at": draft.started_at}
            context["by_colleague"] = draft.saved_by_id != request.user.pk
        answers = draft.answers if draft else None
        return _filled(request, context, queries.questions_of(version, facility, day, answers=answers))
    run_id = given_uuid(request.POST.get("id", ""))
    started_at = _moment(request.POST.get("started_at", ""))
    posted = read_answers(request, version.items.all(), facility=facility, run_id=run_id, by=Actor.of(request))
    refused: RuleBroken | None = _refusal(posted)
    if refused is None:
        try:
            run = _saved_once(save, run_id, posted, started_at)
        except AnswersRefused as error:
            refused = error
        except RuleBroken as error:
            if error.field != "code":
                raise
            refused, context["code_wrong"] = error, error.detail
        else:
            messages.success(request, _("%(title)s: recorded.") % {"title": title})
            return redirect(back if back and run.passed else reverse("run-detail", args=[run.pk]))
    context |= {"id": run_id, "started_at": started_at, "problem": refused}
    questions = queries.questions_of(version, facility, day, answers=posted.answers, errors=refused.errors)
    return _filled(request, context, questions, status=422)


def _draft(subject: UUID | None, version: ChecklistVersion) -> RunDraft | None:
    """What was begun, unless the checklist asks otherwise by now."""
    found = drafts.draft_of(subject) if subject else None
    return found if found and found.checklist_id == version.pk else None


def _saved_once(save: Save, run_id: UUID, posted: Posted, started_at: dt.datetime) -> ChecklistRun:
    """A page sent twice says the same at another moment: the first one's counts."""
    standing = queries.run_standing(run_id)
    try:
        return save(run_id, posted.answers, started_at, standing.occurred_at if standing else timezone.now())
    except Conflict:
        standing = standing or queries.run_standing(run_id)
        if standing is None:
            raise
        return save(run_id, posted.answers, started_at, standing.occurred_at)


def _refusal(posted: Posted) -> AnswersRefused | None:
    return AnswersRefused(posted.errors) if posted.errors else None


def _filled(
    request: HttpRequest, context: dict[str, Any], questions: list[queries.Question], status: int = 200
) -> HttpResponse:
    context |= {"sections": queries.sections_of(questions), "questions": questions, "scripts": SCRIPTS}
    context["code"] = request.POST.get("code", "")
    context["asked"] = sum(1 for q in questions if q.item.required and not q.item.condition)
    return render(request, "ops/checklists/fill.html", context, status=status)


def _moment(text: str) -> dt.datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else timezone.now()


@page(*READING)
def run_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A completed checklist: who, when, each answer with its photos, findings, corrections."""
    run = _run(request, pk)
    return render(request, "ops/checklists/run.html", _run_context(request, run))


@page(*READING)
def run_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A completed checklist as a PDF file."""
    return printing.pdf_response(_run(request, pk))


def _run(request: HttpRequest, pk: UUID) -> ChecklistRun:
    access: Any = request.access
    return get_object_or_404(queries.runs_visible(access), pk=pk)


def _run_context(request: HttpRequest, run: ChecklistRun) -> dict[str, Any]:
    access: Any = request.access
    day = queries.local_day(run.facility, run.occurred_at)
    questions = queries.questions_of(run.checklist, run.facility, day, answers=run.answers)
    answered = [question for question in questions if question.answer]
    return {
        "run": run,
        "facility": run.facility,
        "layout": layout(request),
        "sections": queries.sections_of(answered),
        "failed": [question for question in answered if question.answer.get("ok") is False],
        "findings": list(run.findings.select_related("item", "run").order_by("item__position")),
        "corrections": queries.corrections_of(run),
        "may_amend": access.may_at(run.facility, *IN_FIELD),
        "elsewhere": _elsewhere(run, access),
        "presence": Presence(run.presence).label if run.presence else "",
        "seconds": max(0, int((run.occurred_at - run.started_at).total_seconds())),
        "minutes": max(0, round((run.occurred_at - run.started_at).total_seconds() / 60)),
    }


def _elsewhere(run: ChecklistRun, access: Any) -> list[ChecklistRun]:
    """The other runs in the reader's scope that show one of this run's pictures."""
    if Mark.PHOTO_REUSED not in run.marks:
        return []
    found = {use.run_id: use.run for use in reuse.used_elsewhere(run)}
    return [other for other in found.values() if access.may_at(other.facility, *READING)]


@page(*IN_FIELD)
def run_amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct answers of a completed checklist, with a reason."""
    run = _run(request, pk)
    request.access.require(run.facility, *IN_FIELD)
    day = queries.local_day(run.facility, run.occurred_at)
    form = ReasonForm(request.POST or None, initial={"version": run.version})
    answers, errors, status = run.answers, {}, 200
    if request.method == "POST":
        posted = read_answers(
            request, run.checklist.items.all(), facility=run.facility, run_id=run.pk, by=Actor.of(request)
        )
        answers, errors, status = posted.answers, posted.errors, 422
        if form.is_valid() and not errors:
            try:
                actions.amend_run(run=run, answers=_whole(run, answers), by=Actor.of(request), **form.cleaned_data)
            except AnswersRefused as refused:
                errors = refused.errors
            except Stale as stale:
                form.add_error(None, str(stale.detail))
            else:
                messages.success(request, _("Corrected. The earlier answers stay in the history."))
                return redirect("run-detail", pk=run.pk)
    questions = queries.questions_of(run.checklist, run.facility, day, answers=answers, errors=errors)
    context = {
        "run": run,
        "facility": run.facility,
        "form": form,
        "errors": errors,
        "sections": queries.sections_of(questions),
    }
    return render(request, "ops/checklists/amend.html", context, status=status)


def _whole(run: ChecklistRun, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The page shows every item, so an answer that it no longer has was taken away."""
    return dict.fromkeys(run.answers) | dict(answers)


@page(*READING)
def finding_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What failed at a facility and is not put right yet."""
    facility = facility_at(request, pk, *READING)
    context = {
        "facility": facility,
        "layout": layout(request),
        "findings": queries.open_findings(facility, most=100),
        "runs": queries.recent_runs(facility, most=30),
    }
    return render(request, "ops/checklists/findings.html", context)
