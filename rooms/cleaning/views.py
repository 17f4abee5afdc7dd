"""Cleaning by scan and PIN, and the page on which the room's manager sets the PIN."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ops.checklists.forms import given_uuid
from ops.checklists.queries import last_run, version_on
from ops.organization.roles import AT_ROOM
from ops.organization.throttle import require_moderation
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.web.pages import form_errors, page, public_page
from rooms.cleaning import actions
from rooms.cleaning.queries import REGIME, open_cleaning_duty
from rooms.opening.actions import set_pin
from rooms.opening.models import Room
from rooms.visits.models import Feedback
from rooms.visits.views import room_at, room_in_scope

KNOWN_COOKIE = "cleaner"
SALT = "rooms.cleaner"
KNOWN_SECONDS = 30 * 24 * 3600


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clean(request: HttpRequest, code: str) -> HttpResponseBase:
    """Scan, PIN, one tap: all done. The phone knows the PIN for a month, or until it is changed."""
    room = room_at(code)
    known = _is_known(request, room)
    error = ""
    if request.method == "POST":
        require_moderation(request, f"clean:{code}", most=30, seconds=600)
        try:
            if not known:
                actions.check_pin(room=room, pin=request.POST.get("pin", ""))
            actions.clean(id=given_uuid(request.POST.get("id", "")), room=room, occurred_at=timezone.now())
        except RuleBroken as refused:
            error = str(refused.detail)
        else:
            response = redirect(f"{request.path}?done=1")
            _know(response, room)
            return response
    context = {
        "room": room,
        "facility": room.facility,
        "known": known,
        "error": error,
        "record_id": request.POST.get("id") or uuid4(),
        "done": request.GET.get("done") == "1",
        "duty": open_cleaning_duty(room.facility, timezone.now()),
        "items": _items(room),
        "cleaned": last_run(room.facility, REGIME),
        "kinds": [kind for kind in Feedback.Kind.choices if kind[0] in ("supplies", "broken")],
    }
    return render(request, "rooms/cleaning/clean.html", context, status=422 if error else 200)


def _items(room: Room) -> list[str]:
    from ops.checklists.models import ChecklistTemplate

    template = ChecklistTemplate.objects.filter(key=actions.CHECKLIST).first()
    version = version_on(template, room.facility.today()) if template else None
    return [item.label for item in version.items.all()] if version else []


def _mark(room: Room) -> str:
    """Changes with the PIN, tells nothing of it."""
    return hashlib.sha256(f"{room.pk}{room.pin}".encode()).hexdigest()[:24]


def _is_known(request: HttpRequest, room: Room) -> bool:
    sent = request.COOKIES.get(KNOWN_COOKIE, "")
    try:
        return bool(sent and room.pin) and signing.loads(sent, salt=SALT, max_age=KNOWN_SECONDS) == _mark(room)
    except signing.BadSignature:
        return False


def _know(response: HttpResponseBase, room: Room) -> None:
    response.set_cookie(
        KNOWN_COOKIE,
        signing.dumps(_mark(room), salt=SALT),
        max_age=KNOWN_SECONDS,
        path=f"/r/{room.facility.code}/",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


class PinForm(forms.Form):
    """The cleaners' PIN."""

    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("4 to 8 digits. Leave it empty to end the way in by PIN."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@page(*AT_ROOM)
def pin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the PIN by which cleaners without an account record the cleaning."""
    room = room_in_scope(request, pk, *AT_ROOM)
    form = PinForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                set_pin(room=room, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("The PIN was changed. Phones that knew the old one ask again."))
                return redirect("room-today", pk=pk)
    context = {"room": room, "facility": room.facility, "form": form}
    return render(request, "rooms/cleaning/pin.html", context, status=status)
