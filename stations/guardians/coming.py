"""The guardian's pages about coming and going: absences, one-time codes for pick-up, the menu."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.records.encryption import decrypt, encrypt
from ops.web.pages import form_errors, page
from stations.attendance.absences import announce_absence, take_back_absence
from stations.attendance.codes import issue_pickup_code, revoke_pickup_code
from stations.attendance.models import AbsenceAnnouncement, PickupCode
from stations.enrolment.models import Child
from stations.guardians import queries
from stations.guardians.forms import AbsenceForm
from stations.guardians.views import child_of, me, person_of
from stations.meals.menus import monday_of, published_week

# Digits of the codes that this device asked for, encrypted, by the code's key: they stand nowhere else.
CODES = "pickup_codes"


@page(Role.GUARDIAN)
def absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Announce that the child stays away, and see what is announced."""
    found = child_of(request, pk)
    form = AbsenceForm(request.POST or None, today=found.facility.today())
    if request.method == "POST" and form.is_valid():
        first, last = form.days()
        with form_errors(form) as saved:
            announce_absence(
                id=form.cleaned_data["id"],
                child=found,
                first_day=first,
                last_day=last,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                announced_by=me(request, found),
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("The station knows. You can take it back here."))
            return redirect("family-absence", pk=found.pk)
    today = found.facility.today()
    context = {
        "child": found,
        "form": form,
        "announced": queries.announced_of(found, today),
        "terms": queries.terms_of(found, today)[:1],
    }
    return render(request, "stations/guardians/absence.html", context, status=422 if form.is_bound else 200)


@page(Role.GUARDIAN)
@require_POST
def absence_back(request: HttpRequest, pk: UUID, announced: UUID) -> HttpResponse:
    """The child comes after all."""
    found = child_of(request, pk)
    standing = get_object_or_404(AbsenceAnnouncement.objects.select_related("facility"), child=found, pk=announced)
    take_back_absence(announcement=standing, reason=_("The child comes after all"), by=Actor.of(request))
    messages.success(request, _("The child is expected again."))
    return redirect("family-absence", pk=found.pk)


@page(Role.GUARDIAN)
@never_cache
def code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A one-time code for somebody who may collect today: large, as digits and as QR."""
    found = child_of(request, pk)
    if request.method == "POST":
        person = person_of(found, UUID(request.POST["person"]))
        given, digits = issue_pickup_code(person=person, by=Actor.of(request))
        kept = {str(given.pk): encrypt(digits)}
        standing = {str(one.pk) for one in queries.codes_of(found, found.facility.today())}
        older = request.session.get(CODES, {})
        request.session[CODES] = {key: value for key, value in older.items() if key in standing} | kept
        return redirect(f"{request.path}?person={person.pk}")
    today = found.facility.today()
    context = {
        "child": found,
        "persons": queries.collectors_of(found, today),
        "shown": _shown(request, found, today),
        "term": next((days.term for days in queries.terms_of(found, today)), None),
    }
    return render(request, "stations/guardians/code.html", context)


@page(Role.GUARDIAN)
@require_POST
def code_back(request: HttpRequest, pk: UUID, code: UUID) -> HttpResponse:
    """Take a code back before it is used."""
    found = child_of(request, pk)
    revoke_pickup_code(code=get_object_or_404(PickupCode, person__child=found, pk=code), by=Actor.of(request))
    messages.success(request, _("The code no longer opens anything."))
    return redirect("family-code", pk=found.pk)


@page(Role.GUARDIAN)
@require_GET
def menu(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The menu of a week as the station published it."""
    found = child_of(request, pk)
    today = found.facility.today()
    asked = day_in(request.GET.get("week")) or today
    monday = monday_of(asked)
    context = {
        "child": found,
        "monday": monday,
        "today": today,
        "week": published_week(found.facility, monday),
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
    }
    return render(request, "stations/guardians/menu.html", context)


def _shown(request: HttpRequest, child: Child, day: dt.date) -> list[dict[str, Any]]:
    """The codes of today, with digits and picture where this device asked for them."""
    kept = request.session.get(CODES, {})
    shown = []
    for one in queries.codes_of(child, day):
        digits = decrypt(kept[str(one.pk)]) if str(one.pk) in kept else ""
        shown.append({"code": one, "person": one.person, "digits": digits, "qr": _drawn(digits)})
    return shown


def _drawn(digits: str) -> str:
    if not digits:
        return ""
    picture = segno.make(digits, error="m").svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(picture)  # noqa: S308 (drawn by us)
