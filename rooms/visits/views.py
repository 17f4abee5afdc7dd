"""The page behind the QR code at the door, and the room manager's pages."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ops.checklists.forms import given_uuid
from ops.checklists.queries import open_findings, recent_runs
from ops.duties.queries import todays_duties
from ops.organization.roles import AT_ROOM, READING
from ops.organization.throttle import require_moderation
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.records.errors import Conflict
from ops.web.pages import page, public_page
from rooms.opening.models import Room
from rooms.opening.queries import opening_state, room_by_code, rooms_visible
from rooms.visits import actions, queries
from rooms.visits.models import LONGEST_MINUTES, Feedback, Visit

VISIT_COOKIE = "visit"
SALT = "rooms.visit"


def room_at(code: str) -> Room:
    """The room of a printed code, else 404."""
    room = room_by_code(code)
    if room is None:
        raise Http404
    return room


@public_page
@never_cache
@require_safe
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Free or not, in, out; nothing about her."""
    room = room_at(code)
    seen = queries.at_the_door(room, _visit_of(request, room))
    context = {
        "room": room,
        "facility": room.facility,
        "seen": seen,
        "face": seen.face,
        "visit_id": uuid4(),
        "kinds": Feedback.Kind.choices,
        "said": request.GET.get("said") == "1",
        "left": request.GET.get("left") == "1",
        "minutes_inside": int((timezone.now() - seen.mine.occurred_at).total_seconds() // 60) if seen.mine else 0,
    }
    return render(request, "rooms/visits/door.html", context)


@public_page
@require_POST
def door_enter(request: HttpRequest, code: str) -> HttpResponseBase:
    """开始使用: a row and a signed cookie, nothing else."""
    require_moderation(request, f"enter:{code}", most=20, seconds=600)
    room = room_at(code)
    visit_id = given_uuid(request.POST.get("id", ""))
    standing = Visit.objects.filter(pk=visit_id).first()
    at = standing.occurred_at if standing else timezone.now()
    response = redirect("room-public", code=room.facility.code)
    try:
        actions.enter(
            id=visit_id, room=room, occurred_at=at, by=actions.a_user(), take_over=bool(request.POST.get("take_over"))
        )
    except Conflict:
        # Somebody was a moment faster: the page shows that it is in use.
        return response
    response.set_cookie(
        VISIT_COOKIE,
        signing.dumps(str(visit_id), salt=SALT),
        max_age=LONGEST_MINUTES * 60,
        path=f"/r/{room.facility.code}/",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@public_page
@require_POST
def door_leave(request: HttpRequest, code: str) -> HttpResponseBase:
    """离开."""
    require_moderation(request, f"leave:{code}", most=40, seconds=600)
    room = room_at(code)
    visit_id = _visit_of(request, room)
    visit = Visit.objects.filter(pk=visit_id, facility=room.facility_id).first() if visit_id else None
    if visit is not None:
        actions.leave(visit=visit, occurred_at=timezone.now(), by=actions.a_user())
    response = redirect(f"{reverse('room-public', args=[room.facility.code])}?left=1")
    response.delete_cookie(VISIT_COOKIE, path=f"/r/{room.facility.code}/")
    return response


@public_page
@require_POST
def door_feedback(request: HttpRequest, code: str) -> HttpResponseBase:
    """不干净, 缺用品, 有损坏, 门锁着: one tap."""
    require_moderation(request, f"feedback:{code}", most=10, seconds=600)
    room = room_at(code)
    actions.report(
        id=given_uuid(request.POST.get("id", "")),
        room=room,
        kind=request.POST.get("kind", ""),
        occurred_at=timezone.now(),
        by=actions.a_user(),
    )
    return redirect(f"{reverse('room-public', args=[room.facility.code])}?said=1")


def _visit_of(request: HttpRequest, room: Room) -> UUID | None:
    sent = request.COOKIES.get(VISIT_COOKIE, "")
    try:
        return UUID(signing.loads(sent, salt=SALT, max_age=LONGEST_MINUTES * 60)) if sent else None
    except (signing.BadSignature, ValueError):
        return None


def room_in_scope(request: HttpRequest, pk: UUID, *roles: str) -> Room:
    """The room of a facility in the reader's scope (else 404), where they hold one of the roles (else 403)."""
    access: Any = request.access
    room = get_object_or_404(rooms_visible(access), facility=pk)
    access.require(room.facility, *roles)
    return room


@page(*READING)
def room_today(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A room on one screen: state, today's duties, uses, feedback, faults."""
    room = room_in_scope(request, pk, *READING)
    facility = room.facility
    access: Any = request.access
    context = {
        "room": room,
        "facility": facility,
        "opening": opening_state(room),
        "figures": queries.figures_of_day(facility, facility.today()),
        "feedback": queries.open_feedback(facility),
        "findings": open_findings(facility, most=5),
        "runs": recent_runs(facility, most=5),
        "duties": list(todays_duties(facility, facility.today())),
        "may_work": access.may_at(facility, *AT_ROOM),
    }
    return render(request, "rooms/visits/today.html", context)


@page(*READING)
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The register of uses of a day."""
    room = room_in_scope(request, pk, *READING)
    today = room.facility.today()
    day = min(day_in(request.GET.get("day")) or today, today)
    context = {
        "room": room,
        "facility": room.facility,
        "day": day,
        "today": today,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1) if day < today else None,
        "visits": list(queries.visits_of_day(room.facility, day)[:500]),
        "figures": queries.figures_of_day(room.facility, day),
    }
    return render(request, "rooms/visits/register.html", context)


@page(*READING)
def poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet for the door: A4, a QR code that a phone reads from two metres."""
    room = room_in_scope(request, pk, *READING)
    url = settings.PUBLIC_URL + reverse("room-public", args=[room.facility.code])
    code = segno.make(url, error="q")
    svg = code.svg_inline(scale=8, border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    context = {"room": room, "facility": room.facility, "url": url, "qr": mark_safe(svg)}  # noqa: S308 - our own drawing
    return render(request, "rooms/visits/poster.html", context)


@page(*AT_ROOM)
def feedback_handle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what was done about feedback: one tap."""
    access: Any = request.access
    feedback = get_object_or_404(queries.feedback_visible(access), pk=pk)
    access.require(feedback.facility, *AT_ROOM)
    if request.method == "POST":
        actions.handle(feedback=feedback, handling=request.POST.get("handling", ""), version=None, by=Actor.of(request))
        messages.success(request, _("Dealt with."))
    return redirect("room-today", pk=feedback.facility_id)
