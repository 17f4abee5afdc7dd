"""Pages for what is not everyday at the door: a release to somebody else, calls about a child who did not come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.checklists.forms import given_uuid
from ops.facilities.models import Facility
from ops.organization.backends import sign_in_with
from ops.organization.models import User
from ops.organization.roles import AT_STATION, Role
from ops.records.actor import Actor
from ops.records.errors import DomainError, RuleBroken
from ops.records.ids import uuid7
from ops.web.pages import form_errors, page
from stations.attendance import actions, calls
from stations.attendance.forms import CallForm, ReleaseForm
from stations.attendance.models import AbsenceReason, CallRecord
from stations.attendance.queries import day_of_child
from stations.attendance.rules import Departure
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.models import Child
from stations.enrolment.privacy import open_sensitive, person_of
from stations.terms.views import station_of


@page(*AT_STATION)
def release(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Release a child to somebody who is not authorised; a manager confirms it here with their own password."""
    station, found = child_at(request, pk, child)
    access: Any = request.access
    is_manager = access.may_at(station, Role.FACILITY_MANAGER)
    form = ReleaseForm(request.POST or None, is_manager=is_manager)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with form_errors(form) as saved:
            manager = None if is_manager else confirmed_by(request, given["manager_login"], given["manager_password"])
            departure = Departure(
                id=given["id"],
                child_id=found.pk,
                occurred_at=timezone.now(),
                override_reason=given["override_reason"],
                released_by=manager,
                person_name=given["person_name"],
                relation=given["relation"],
            )
            _leave(departure, Actor.of(request))
        if saved:
            messages.success(request, _("Released. The managers and the guardians are told; it stays in history."))
            return redirect("roll-call", pk=station.pk)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/attendance/release.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_GET
def call_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is missing without a word, and whom to call next."""
    station = station_of(request, pk)
    context = {
        "station": station,
        "day": station.today(),
        "found": calls.missing_without_a_word(station, station.today()),
        "reasons": [choice for choice in AbsenceReason.choices if choice[0] != AbsenceReason.UNREACHED],
        "new_id": uuid7,
    }
    return render(request, "stations/attendance/calls.html", context)


@page(*AT_STATION)
@require_POST
def call(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """`do`: open a guardian's number, note what came of the call, or give up when all were called in vain."""
    station, found = child_at(request, pk, child)
    verb = request.POST.get("do", "")
    if verb == "phone":
        return _number(request, station, found)
    try:
        if verb == "unreached":
            calls.give_up_calling(id=uuid7(), child=found, by=Actor.of(request))
        else:
            _note(request, found, verb)
    except DomainError as error:
        messages.error(request, next(iter(error.errors.values()), [error.detail])[0])
        return redirect("call-list", pk=station.pk)
    messages.success(request, _("Recorded: %(name)s") % {"name": found})
    return redirect("call-list", pk=station.pk)


def child_at(request: HttpRequest, pk: UUID, child: UUID) -> tuple[Facility, Child]:
    """The station and one of its children, in the reader's scope (else 404)."""
    station = station_of(request, pk)
    children = Child.objects.filter(facility=station).plainly().select_related("facility")
    return station, get_object_or_404(children, pk=child)


def confirmed_by(request: Any, login: str, password: str) -> User:
    """The manager who typed their password on this device. Raises RuleBroken at the password, LockedOut after many."""
    try:
        return sign_in_with(request, login, password)
    except DomainError as error:
        if error.status == 429:
            raise
        raise RuleBroken("manager_password", error.detail) from error


def _leave(departure: Departure, by: Actor) -> None:
    day = day_of_child(departure.child_id, departure.occurred_at)
    if day is None:
        raise RuleBroken("child", _("This child is not known."))
    actions.pick_up(departure=departure, child_day=day, by=by)


def _note(request: HttpRequest, child: Child, verb: str) -> None:
    outcome, _colon, reason = verb.partition(":")
    form = CallForm({**request.POST.dict(), "outcome": outcome, "reason": reason}, child=child)
    if not form.is_valid():
        raise RuleBroken("", next(iter(form.errors.values()))[0])
    given = form.cleaned_data
    calls.record_call(
        id=given["id"],
        child=child,
        guardian_id=given["guardian"].pk,
        outcome=given["outcome"],
        reason=given["reason"],
        note=given["note"],
        by=Actor.of(request),
    )


def _number(request: HttpRequest, station: Facility, child: Child) -> HttpResponse:
    """A guardian's number, opened by a tap that is kept."""
    person = person_of(child, given_uuid(request.POST.get("guardian", "")))
    opened = open_sensitive(
        id=uuid7(),
        child=child,
        what=SensitiveView.What.PHONE,
        reason=_("Missing without a word"),
        person=person,
        by=Actor.of(request),
    )
    today = {"facility": station, "child": child, "local_date": station.today(), "voided_at": None}
    context = {
        "station": station,
        "child": child,
        "person": person,
        "phone": opened["phone"],
        "calls": CallRecord.objects.filter(**today).order_by("occurred_at"),
        "reasons": [choice for choice in AbsenceReason.choices if choice[0] != AbsenceReason.UNREACHED],
        "new_id": uuid7,
    }
    return render(request, "stations/attendance/calling.html", context)
