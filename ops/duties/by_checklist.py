"""A duty that is completed by its checklist: the action, its page and its endpoint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.checklists import actions, drafts, queries, views
from ops.checklists.answers import YES
from ops.checklists.api import ChecklistRunSerializer, DraftInput, DraftSerializer
from ops.checklists.models import ChecklistRun, ChecklistVersion, ItemKind, Presence
from ops.duties.actions import complete_duty
from ops.duties.models import Duty
from ops.organization.roles import IN_FIELD
from ops.records.actor import Actor
from ops.records.api import HasRole, created
from ops.records.errors import Conflict, RuleBroken
from ops.web.pages import page

RECORD_KIND = "ops.checklistrun"


@transaction.atomic
def complete_with_checklist(
    *,
    duty: Duty,
    id: UUID,
    answers: Mapping[str, Any],
    started_at: dt.datetime,
    occurred_at: dt.datetime,
    by: Actor,
    checklist: ChecklistVersion | None = None,
    done_by_name: str = "",
    code: str = "",
    scanned: bool = False,
    timed: bool = True,
) -> ChecklistRun:
    """Record a duty's checklist and complete the duty by it; both or neither.

    `checklist` is the version that was answered, the one in force on the duty's day unless told. Where a colleague was
    first, the run is kept and the duty stays theirs. `code` is the facility's, `scanned` or typed at the place, where
    the plan asks for it: none is marked on the run, a wrong one raises RuleBroken at `code`. Raises as
    complete_checklist and complete_duty do.
    """
    version = checklist or version_for(duty)
    if version.template_id != duty.plan.checklist_id:
        raise RuleBroken("checklist", _("This is not the checklist of this duty."))
    run = actions.complete_checklist(
        id=id,
        facility=duty.facility,
        checklist=version,
        answers=answers,
        started_at=started_at,
        occurred_at=occurred_at,
        by=by,
        done_by_name=done_by_name,
        presence=_presence(duty, code, scanned=scanned),
        timed=timed,
    )
    drafts.discard(duty.pk)
    complete_duty(duty=duty, record_kind=RECORD_KIND, record_id=run.pk, occurred_at=occurred_at, by=by)
    return run


def _presence(duty: Duty, code: str, *, scanned: bool) -> str:
    if code_of(code) and code_of(code) != duty.facility.code:
        raise RuleBroken("code", _("This is the code of another place."))
    if code_of(code):
        return Presence.SCANNED if scanned else Presence.TYPED
    return Presence.MISSING if duty.plan.presence else Presence.NOT_ASKED


def code_of(given: str) -> str:
    """A facility's code from what was typed, or from the address that a poster's QR code holds."""
    return given.strip().rstrip("/").rpartition("/")[2].upper()


def complete_all_fine(*, duty: Duty, id: UUID, occurred_at: dt.datetime, by: Actor, name: str = "") -> ChecklistRun:
    """One tap for a checklist of yes/no items that are all fine, on the page that the code at the place opens.

    Raises Conflict where an item asks for more.
    """
    version = version_for(duty)
    answers = {}
    for item in version.items.all():
        if item.kind == ItemKind.YES_NO and not item.condition:
            answers[item.key] = {"value": YES}
        elif item.required and not item.condition:
            raise Conflict(_("This checklist must be filled in item by item."))
    return complete_with_checklist(
        duty=duty,
        id=id,
        answers=answers,
        started_at=occurred_at,
        occurred_at=occurred_at,
        by=by,
        done_by_name=name,
        code=duty.facility.code,
        scanned=True,
        timed=False,
    )


def version_for(duty: Duty) -> ChecklistVersion:
    """The version of the duty's checklist on its day. Raises Conflict where the duty has none."""
    template = duty.plan.checklist
    version = queries.version_on(template, duty.day) if template else None
    if version is None:
        raise Conflict(_("This duty is not completed by a checklist."))
    return version


def _duty(request: HttpRequest | Request, pk: UUID) -> Duty:
    access: Any = request.access
    found = Duty.objects.select_related("plan__checklist", "facility__union").visible_to(access)
    duty = get_object_or_404(found, pk=pk)
    access.require(duty.facility, *IN_FIELD)
    return duty


@page(*IN_FIELD, offline=True)
def checklist_fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill in the checklist of a duty; a duty that is done shows what completed it."""
    duty = _duty(request, pk)
    if request.method != "POST" and duty.record_kind == RECORD_KIND and duty.record_id:
        return redirect("run-detail", pk=duty.record_id)
    if request.method == "POST" and "anew" in request.POST:
        drafts.discard(duty.pk)
        return redirect("checklist-fill", pk=duty.pk)
    version = views.version_asked(request, version_for(duty))

    def save(
        id: UUID,  # noqa: A002
        answers: Mapping[str, Any],
        started_at: dt.datetime,
        occurred_at: dt.datetime,
    ) -> ChecklistRun:
        return complete_with_checklist(
            duty=duty,
            id=id,
            answers=answers,
            started_at=started_at,
            occurred_at=occurred_at,
            by=Actor.of(request),
            checklist=version,
            code=request.POST.get("code", ""),
            scanned=request.POST.get("scanned") == "yes",
        )

    return views.fill(
        request,
        facility=duty.facility,
        version=version,
        title=str(duty.plan),
        save=save,
        until=duty.due_at if duty.is_undone else None,
        back=_today(),
        subject=duty.pk,
        send_to=reverse("api-duty-checklist", args=[duty.pk]),
        draft_at=reverse("api-duty-draft", args=[duty.pk]),
        presence=duty.plan.presence,
    )


def _today() -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse("duty-today")
    except NoReverseMatch:
        return reverse("home")


class DutyChecklistInput(serializers.Serializer):
    """A duty's checklist as it was filled in, under an id of the client's."""

    id = serializers.UUIDField()
    answers = serializers.DictField(help_text="By item key: {value, note, remedy, photos: [photo ids]}.")
    started_at = serializers.DateTimeField()
    occurred_at = serializers.DateTimeField(required=False, help_text="When it was finished; now, unless given.")
    checklist = serializers.UUIDField(required=False, help_text="The version answered, where it is not today's.")
    code = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="The facility's code, as proof of presence."
    )
    scanned = serializers.BooleanField(default=False, help_text="Whether the code was scanned, not typed.")


class DutyChecklist(APIView):
    """Complete a duty by its checklist."""

    permission_classes = (HasRole,)
    roles = IN_FIELD

    @extend_schema(request=DutyChecklistInput, responses={200: ChecklistRunSerializer, 201: ChecklistRunSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Record the checklist and complete the duty; the same id with the same content again answers 200."""
        duty = _duty(request, pk)
        given = DutyChecklistInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        if "checklist" in data:
            data["checklist"] = get_object_or_404(ChecklistVersion, pk=data["checklist"])
        standing = queries.run_standing(data["id"])
        data.setdefault("occurred_at", standing.occurred_at if standing else timezone.now())
        run = complete_with_checklist(duty=duty, by=Actor.of(request), **data)
        return created(ChecklistRunSerializer(run).data, new=standing is None)


class DutyDraft(APIView):
    """A duty's checklist half filled in: saved every few seconds, so that a colleague can go on with it."""

    permission_classes = (HasRole,)
    roles = IN_FIELD

    @extend_schema(responses={200: DraftSerializer, 204: None})
    def get(self, request: Request, pk: UUID) -> Response:
        """The draft; 204 where nobody has begun."""
        found = drafts.draft_of(_duty(request, pk).pk)
        return Response(DraftSerializer(found).data) if found else Response(status=204)

    @extend_schema(request=DraftInput, responses=DraftSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        """Save the draft over the version that was read (0: none yet); 409 where a colleague's is newer."""
        duty = _duty(request, pk)
        given = DraftInput(data=request.data)
        given.is_valid(raise_exception=True)
        if not duty.is_undone:
            raise Conflict(_("This is done already."))
        draft = drafts.keep(
            subject=duty.pk,
            facility=duty.facility,
            template=duty.plan.checklist,
            by=Actor.of(request),
            **given.validated_data,
        )
        return Response(DraftSerializer(draft).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Begin anew: what was answered so far is dropped."""
        drafts.discard(_duty(request, pk).pk)
        return Response(status=204)
