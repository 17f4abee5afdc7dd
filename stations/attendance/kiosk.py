"""Kiosk mode (门口平板): a tablet that takes codes at the door, and can do nothing else."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import create, lock, save
from ops.records.actor import Actor
from ops.records.encryption import lookup_hash
from ops.records.errors import RuleBroken
from stations.attendance.models import Kiosk

COOKIE = "kiosk"
YEAR = 365 * 24 * 3600
# How often a tablet's sign of life is written.
SEEN_EVERY = dt.timedelta(minutes=5)


@transaction.atomic
def start_kiosk(*, facility: Facility, name: str, by: Actor) -> tuple[Kiosk, str]:
    """Make a tablet a kiosk; returns it and the token that only the tablet keeps. Raises RuleBroken without a name."""
    if not name.strip():
        raise RuleBroken("name", _("Give the tablet a name, such as “front door”."))
    token = secrets.token_urlsafe(32)
    kiosk = Kiosk(facility=facility, name=name.strip(), token_hash=_hash(token), started_by=by.user)
    return create(kiosk, by=by), token


@transaction.atomic
def end_kiosk(*, kiosk: Kiosk, by: Actor) -> Kiosk:
    """The tablet is no kiosk any more, wherever it is; doing it twice changes nothing."""
    fresh = lock(kiosk, version=None)
    if fresh.ended_at is None:
        fresh.ended_at = timezone.now()
        save(fresh, by=by)
    return fresh


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """The running kiosk that this browser is; one query, and now and then one that notes its sign of life."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    kiosk = Kiosk.objects.filter(token_hash=_hash(token), ended_at=None).select_related("facility").first()
    now = timezone.now()
    if kiosk is not None and (kiosk.seen_at is None or now - kiosk.seen_at > SEEN_EVERY):
        Kiosk.objects.filter(pk=kiosk.pk).update(seen_at=now)
    return kiosk


def become(response: HttpResponse, token: str) -> HttpResponse:
    """Let the browser that gets this answer be the kiosk."""
    options = {"httponly": True, "samesite": "Strict", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(COOKIE, token, max_age=YEAR, **options)
    return response


class KioskOnly:
    """A browser that is a kiosk reaches its own page and the static files, and nothing else of the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if COOKIE not in request.COOKIES or self._open(request.path):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"type": "kiosk", "title": str(_("This tablet only takes codes."))}, status=403)
        return redirect("kiosk")

    @staticmethod
    def _open(path: str) -> bool:
        own = reverse("kiosk")
        return path.startswith((own, settings.STATIC_URL)) or path == reverse("service-worker")


def _hash(token: str) -> str:
    return lookup_hash(f"kiosk:{token}")
