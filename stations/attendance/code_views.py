"""The page at the door where a one-time code is typed or scanned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.errors import DomainError, RuleBroken
from ops.web.pages import form_errors, page
from stations.attendance import codes
from stations.attendance.forms import CodeForm
from stations.attendance.models import Handover
from stations.terms.views import station_of


@page(*AT_STATION)
def by_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First the code, then who stands before us and which children are meant, then the hand-over."""
    station = station_of(request, pk)
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"station": station, "form": form}
    if request.method == "POST" and form.is_valid():
        device = f"user:{request.user.pk}"
        with form_errors(form) as fine:
            if "do" in request.POST:
                records = _redeem(request, station, form.cleaned_data["code"], device)
                messages.success(request, told(records))
                return redirect("roll-call", pk=station.pk)
            party = codes.party_of(facility=station, code=form.cleaned_data["code"], device=device)
            context |= party_context(party)
        if fine:
            return render(request, "stations/attendance/code.html", context)
    return render(request, "stations/attendance/code.html", context, status=422 if form.is_bound else 200)


def party_context(party: codes.Party) -> dict[str, Any]:
    """What the page of a code shows: the person, the children, an id for each hand-over."""
    ids = codes.new_ids(party, party.kind)
    return {
        "party": party,
        "leaving": party.kind == Handover.Kind.PICK_UP,
        "children": [(person, ids[person.child_id]) for person in party.children(party.kind)],
    }


def ids_sent(request: HttpRequest) -> dict[UUID, UUID]:
    """The children that were ticked, as child:hand-over. Raises RuleBroken where they are no ids."""
    try:
        pairs = [sent.split(":") for sent in request.POST.getlist("children")]
        return {UUID(child): UUID(key) for child, key in pairs}
    except ValueError as error:
        raise RuleBroken("", _("Enter the code once more.")) from error


def told(records: list[Handover]) -> str:
    """What became of it, in one line."""
    names = _(", ").join(str(record.child) for record in records)
    if records[0].is_arrival:
        return _("Here, by code: %(names)s") % {"names": names}
    return _("Handed over by code: %(names)s, to %(who)s") % {"names": names, "who": records[0].person_name}


def _redeem(request: HttpRequest, station: Any, code: str, device: str) -> list[Handover]:
    try:
        return codes.redeem(
            facility=station,
            code=code,
            kind=request.POST["do"],
            ids=ids_sent(request),
            by=Actor.of(request),
            device=device,
        )
    except DomainError as error:
        # Whoever stands at the door reads on the page what is the matter, not on an error page.
        raise RuleBroken("", error.detail) from error
