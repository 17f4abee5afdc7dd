"""What each request gets before anything reads it: an id, and a look at what was sent."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string

from ops.records.errors import BUSY_SECONDS, DATABASE_BUSY

log = structlog.get_logger(__name__)
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,36}")


class RequestIdMiddleware:
    """Sets `request.request_id` (taken from X-Request-ID when it is well-formed); answer and log lines carry it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request.request_id = sent if _ACCEPTED.fullmatch(sent) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class BusyMiddleware:
    """Answers 503 while the database is away, or held longer than a writer waits: the same again helps in a moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """In both languages and without the frame of other pages, which the database would be asked for."""
        if not isinstance(error, DATABASE_BUSY):
            return None
        log.error("database_busy", path=request.path, exc_info=error)
        headers = {"Retry-After": str(BUSY_SECONDS)}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


class TextMiddleware:
    """Answers 400 to an address or form with a NUL character, which no keyboard types and PostgreSQL cannot keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Once the address is known, before its view: the API looks at its own bodies. Raises BadRequest."""
        if "\0" in request.path or _has_nul(request.GET) or _has_nul(request.POST):
            raise BadRequest("NUL character")


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in value for _name, values in sent.lists() for value in values)
