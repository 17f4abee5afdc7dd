"""Pages of corrective actions: what waits for me, one with its story, finish with a photo, verify or send back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ops.checklists.forms import posted_photos
from ops.facilities.models import Facility
from ops.organization.layout import layout
from ops.organization.models import TradeUnion, User
from ops.organization.roles import AT_DESK, IN_FIELD, READING, Role
from ops.records.actor import Actor
from ops.records.ids import id_in
from ops.records.paging import page_of
from ops.rectification import actions, queries
from ops.rectification.forms import (
    CancelForm,
    ChangeForm,
    FinishForm,
    RaiseForm,
    ReopenForm,
    SendBackForm,
    VerifyForm,
)
from ops.rectification.models import CorrectiveAction, Severity, State
from ops.rectification.registry import Seen, sources
from ops.rectification.rules import numbers_on
from ops.web.pages import form_errors, page

VERIFYING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER)
RAISING = (*VERIFYING, Role.INSPECTOR)
STATES = ("mine", "overdue", *State.values, "all")


@page(*READING)
def action_list(request: HttpRequest) -> HttpResponse:
    """What is to be put right in the reader's scope, most urgent first; by state, severity, union, facility."""
    access = _access(request)
    asked = _asked(request)
    at_desk = access.may(*AT_DESK)
    everything = queries.listed(access, queries.Asked(state="all", union=asked.union, facility=asked.facility))
    field_places = [] if at_desk else list(Facility.objects.visible_to(access).order_by("name")[:50])
    context = {
        "page": page_of(request, queries.listed(access, asked), *queries.ORDER),
        "asked": asked,
        "counts": queries.counts(everything),
        "waiting": everything.filter(queries.waits_for(access)).order_by().count(),
        "chips": _chips(request, asked),
        "severities": Severity.choices,
        "kinds": [(kind.key, kind.label) for kind in sources],
        "unions": queries.unions_below(access) if at_desk else [],
        "places": field_places,
        "may_raise": bool(field_places) and access.may(*RAISING),
        "now": timezone.now(),
    }
    template = "list_desk" if at_desk else "list_field"
    return render(request, f"ops/rectification/{template}.html", context)


@page(*RAISING)
def action_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise one by hand: from a spot check, a visit, an incident, one's own round."""
    access = _access(request)
    facility = get_object_or_404(Facility.objects.visible_to(access).select_related("union"), pk=pk)
    access.require(facility, *RAISING)
    source, seen = _source(request, facility)
    kinds = [sources[source[0]]] if source else queries.raisable(access, facility)
    people = queries.people_of(facility)
    initial = {"severity": (seen.severity if seen else "") or Severity.MINOR, "title": seen.title if seen else ""}
    numbers = numbers_on(facility, timezone.now())
    limits = {severity: numbers.limit(severity) for severity in Severity.values}
    form = RaiseForm(request.POST or None, kinds=kinds, people=people, limits=limits, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            action, _new = actions.raise_action(**_raised(request, form, facility, source, people))
        if saved:
            messages.success(request, _("Raised. The facility has been told."))
            return redirect("corrective-action", action.pk)
    context = {"facility": facility, "form": form, "seen": seen, "source": source, "layout": layout(request)}
    return render(request, "ops/rectification/new.html", context, status=422 if request.method == "POST" else 200)


def _source(request: HttpRequest, facility: Facility) -> tuple[tuple[str, UUID] | None, Seen | None]:
    """The record from which it is raised, as the address names it. Raises Http404 for one of another facility."""
    key, given = request.GET.get("source", ""), request.GET.get("id", "")
    kind = sources.get(key)
    if not given or kind is None or kind.seen is None:
        return None, None
    pk = id_in(given)
    seen = kind.seen([pk]).get(pk) if pk else None
    if pk is None or seen is None or seen.facility_id != facility.pk:
        raise Http404
    return (key, pk), seen


def _raised(
    request: HttpRequest, form: RaiseForm, facility: Facility, source: tuple[str, UUID] | None, people: list[User]
) -> dict[str, Any]:
    fields = dict(form.cleaned_data)
    standing = CorrectiveAction.objects.filter(pk=fields["id"]).first()
    owner = fields.pop("owner")
    return fields | {
        "facility": facility,
        "source_id": source[1] if source else None,
        "owner": next((person for person in people if str(person.pk) == owner), None),
        "occurred_at": standing.occurred_at if standing else timezone.now(),
        "photos": _photos(request, facility, fields["id"]),
        "by": Actor.of(request),
    }


@page(*READING)
def action_of(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """To the action that stands for a record elsewhere: a fault of a checklist, a reading, an incident."""
    action = queries.of_source(_access(request), kind, pk)
    if action is None:
        raise Http404
    return redirect("corrective-action", action.pk)


@page(*READING)
def action_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One action: its clock, what happened, photos before and after, the reader's next step."""
    return _detail(request, _action(request, pk))


@page(*IN_FIELD, offline=True)
def action_finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what was done, with a photo where it helps."""
    action = _action(request, pk, *IN_FIELD)
    form = FinishForm(request.POST or None, initial={"version": action.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                photos = _photos(request, action.facility, action.pk)
                actions.finish(action=action, photos=photos, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Done. Somebody else now verifies it."))
                return redirect("corrective-action", pk)
    story = queries.story_of(action, _access(request))
    context = {"action": action, "facility": action.facility, "form": form, "story": story}
    return render(request, "ops/rectification/finish.html", context, status=status)


@page(*VERIFYING)
@require_POST
def action_verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is really put right."""
    return _act(request, pk, VERIFYING, VerifyForm, actions.verify, "verify_form", _("Verified. It is closed."))


@page(*VERIFYING)
@require_POST
def action_send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not put right yet."""
    return _act(
        request, pk, VERIFYING, SendBackForm, actions.send_back, "back_form", _("Sent back. They are told why.")
    )


@page(*VERIFYING)
@require_POST
def action_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was closed, and is not put right after all."""
    return _act(request, pk, VERIFYING, ReopenForm, actions.reopen, "reopen_form", _("Open again. They are told why."))


@page(*VERIFYING)
@require_POST
def action_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It need not be done."""
    return _act(request, pk, VERIFYING, CancelForm, actions.cancel, "cancel_form", _("Cancelled."))


@page(*VERIFYING)
@require_POST
def action_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another owner, deadline or severity."""
    action = _action(request, pk, *VERIFYING)
    form = _change_form(request, action, request.POST)
    if form.is_valid():
        fields = {
            name: value for name, value in form.cleaned_data.items() if value not in (None, "") or name == "owner"
        }
        people = {str(person.pk): person for person in queries.people_of(action.facility)}
        fields["owner"] = people.get(fields["owner"])
        with form_errors(form) as saved:
            actions.change(action=action, by=Actor.of(request), **fields)
        if saved:
            messages.success(request, _("Changed."))
            return redirect("corrective-action", pk)
    return _detail(request, action, status=422, change_form=form)


def _act(
    request: HttpRequest, pk: UUID, roles: Any, form_class: Any, act: Callable[..., Any], shown_as: str, said: str
) -> HttpResponse:
    action = _action(request, pk, *roles)
    form = form_class(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            act(action=action, by=Actor.of(request), **form.cleaned_data)
        if saved:
            messages.success(request, said)
            return redirect("corrective-action", pk)
    return _detail(request, action, status=422, **{shown_as: form})


def _action(request: HttpRequest, pk: UUID, *roles: str) -> CorrectiveAction:
    access = _access(request)
    action = get_object_or_404(queries.visible(access), pk=pk)
    if roles:
        access.require(action.facility, *roles)
    return action


def _detail(request: HttpRequest, action: CorrectiveAction, *, status: int = 200, **forms: Any) -> HttpResponse:
    access = _access(request)
    read = {"version": action.version}
    with timezone.override(action.facility.zone):
        story = queries.story_of(action, access)
        context = {
            "action": action,
            "facility": action.facility,
            "story": story,
            "source": sources.get(action.source_kind),
            "may_photo": access.may_at(action.facility, *READING),
            "verify_form": VerifyForm(initial=read),
            "back_form": SendBackForm(initial=read),
            "cancel_form": CancelForm(initial=read),
            "reopen_form": ReopenForm(initial=read),
            "change_form": _change_form(request, action) if story.may.assign else None,
            "layout": layout(request),
            **forms,
        }
        return render(request, "ops/rectification/detail.html", context, status=status)


def _change_form(request: HttpRequest, action: CorrectiveAction, data: Any = None) -> ChangeForm:
    initial = {
        "version": action.version,
        "owner": str(action.owner_id or ""),
        "severity": action.severity,
        "due_at": timezone.localtime(action.due_at, action.facility.zone),
    }
    reschedule = _access(request).may_at(action.facility, Role.UNION_OFFICER)
    return ChangeForm(data, people=queries.people_of(action.facility), reschedule=reschedule, initial=initial)


def _photos(request: HttpRequest, facility: Facility, record_id: UUID) -> list[str]:
    return [str(photo.pk) for photo in posted_photos(request, facility, record_id=record_id, field="note")]


def _asked(request: HttpRequest) -> queries.Asked:
    access = _access(request)
    given = request.GET
    union = facility = None
    if pk := given.get("union"):
        union = get_object_or_404(TradeUnion.objects.filter(access.unions()), pk=id_in(pk))
    if pk := given.get("facility"):
        facility = get_object_or_404(Facility.objects.visible_to(access), pk=id_in(pk))
    state, severity, kind = given.get("state", ""), given.get("severity", ""), given.get("source", "")
    return queries.Asked(
        state=state if state in STATES else "",
        severity=severity if severity in Severity.values else "",
        source=kind if kind in sources else "",
        union=union,
        facility=facility,
    )


def _chips(request: HttpRequest, asked: queries.Asked) -> list[tuple[str, Any, str, bool]]:
    """State, label, address, chosen: the other filters are kept."""
    kept = request.GET.copy()
    for name in ("after", "before", "state"):
        kept.pop(name, None)
    words = {
        "": _("Standing"),
        "mine": _("For me"),
        "overdue": _("Overdue"),
        State.OPEN: State.OPEN.label,
        State.DONE: State.DONE.label,
        State.VERIFIED: State.VERIFIED.label,
        "all": _("All"),
    }
    found = []
    for state, label in words.items():
        query = kept.copy()
        if state:
            query["state"] = str(state)
        found.append((str(state), label, f"?{query.urlencode()}", str(state) == asked.state))
    return found


def _access(request: HttpRequest) -> Any:
    return request.access
