"""Who acts: the explicit argument of every action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class Source(models.TextChoices):
    """The door through which a write came in."""

    WEB = "web", _("Web page")
    API = "api", _("API")
    OFFLINE = "offline", _("Sent later from an offline device")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")
    COMMAND = "command", _("Command line")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or program part that makes a change, and from where.

    `user` is None for the system, for commands, and for people without an account (a room user, a cleaner by PIN);
    `name` then says which part or person it was.
    """

    user: Any
    source: Source
    request_id: str = ""
    ip: str | None = None
    name: str = ""

    @classmethod
    def of(cls, request: HttpRequest, *, source: Source | None = None, name: str = "") -> Actor:
        """The person behind a request; the API and the offline outbox are told apart by the request itself."""
        user = getattr(request, "user", None)
        return cls(
            user=user if user is not None and user.is_authenticated else None,
            source=source or _source_of(request),
            request_id=getattr(request, "request_id", ""),
            ip=request.META.get("REMOTE_ADDR") or None,
            name=name,
        )

    @classmethod
    def system(cls, name: str) -> Actor:
        """A part of the program that acts by itself: the sweep, the generator, the outbox."""
        return cls(user=None, source=Source.SYSTEM, name=name)

    @classmethod
    def command(cls, name: str) -> Actor:
        """A management command run by an operator."""
        return cls(user=None, source=Source.COMMAND, name=name)

    def importing(self) -> Actor:
        """The same person, acting through an import."""
        return replace(self, source=Source.IMPORT)


def _source_of(request: HttpRequest) -> Source:
    if request.headers.get("X-Source") == "offline":
        return Source.OFFLINE
    return Source.API if request.path.startswith("/api/") else Source.WEB
