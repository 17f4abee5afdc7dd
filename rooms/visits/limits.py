"""How often a stranger may do something, so that a door code is no toy."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ops.records.errors import DomainError


class TooOften(DomainError):
    """More than a person at a door would do."""

    status = 429
    type = "too-many"
    title = _("Too many at once. Wait a moment and try again.")


def require_moderation(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Count one attempt of this address; raises TooOften beyond `most` within `seconds`."""
    key = attempts_key(request, what)
    if not cache.add(key, 1, seconds):
        try:
            count = cache.incr(key)
        except ValueError:
            count = 1
        if count > most:
            raise TooOften()


def attempts_key(request: HttpRequest, what: str) -> str:
    """The address is only kept hashed, and no longer than the limit."""
    client_ip = import_string(settings.AXES_CLIENT_IP_CALLABLE)
    address = hashlib.sha256((client_ip(request) or "").encode()).hexdigest()[:24]
    return f"often:{what}:{address}"
