"""What every endpoint of the API shares: the error shape, the pages, optimistic concurrency, creation by client id."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ops.records.actor import Actor
from ops.records.errors import DATABASE_BUSY, Busy, DomainError, Stale

log = logging.getLogger(__name__)

_TYPES = {
    400: "invalid",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    415: "media-type",
    428: "version-missing",
    429: "too-many",
}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal in one shape: `type`, `title`, `detail`, `errors` by field, `request_id`."""
    request = context.get("request")
    if isinstance(error, DATABASE_BUSY):
        log.error("database_busy", exc_info=error)
        error = Busy()
    if isinstance(error, DomainError):
        set_rollback()
        return _with_wait(_shape(request, error.status, error.type, error.title, error.detail, error.errors), error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    kind = _TYPES.get(error.status_code, "error")
    if isinstance(error, exceptions.ValidationError):
        title, detail = _("Please correct what is marked"), ""
        errors = error.detail if isinstance(error.detail, dict) else {"__all__": error.detail}
    else:
        title, detail, errors = str(error.default_detail), str(error.detail), {}
    response = _with_wait(_shape(request, error.status_code, kind, title, detail, errors), error)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _with_wait(response: Response, error: Any) -> Response:
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _shape(request: Any, code: int, kind: str, title: Any, detail: Any, errors: Any) -> Response:
    return Response(_body(request, kind, title, detail, errors), status=code)


def _body(request: Any, kind: str, title: Any, detail: Any, errors: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "title": str(title),
        "detail": str(detail),
        "errors": errors,
        "request_id": getattr(request, "request_id", ""),
    }


def address_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for an address that no view has: to programs in the one shape, to people as a page."""
    if not request.path.startswith("/api/"):
        return defaults.page_not_found(request, exception)
    title = _("There is nothing at this address")
    return JsonResponse(_body(request, _TYPES[404], title, title, {}), status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """500: to programs in the one shape, to people as a page."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    detail = _("The fault is recorded. Try again; if it stays, give the request id to the administrator.")
    return JsonResponse(_body(request, "fault", _("Something went wrong here"), detail, {}), status=500)


class HasRole(BasePermission):
    """Signed in, and holding one of the view's `roles` (reading) or `write_roles` somewhere.

    Whether the role holds at the very facility is the scope's and the action's to say.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        reading = request.method in ("GET", "HEAD", "OPTIONS")
        roles = view.roles if reading else getattr(view, "write_roles", view.roles)
        return request.access.may(*roles)


class ScopedViewSet(viewsets.GenericViewSet):
    """Sees only what the asker may see: all else is 404."""

    permission_classes = (HasRole,)
    roles: Any = ()
    # Roles that the asker must hold at the very place of a row to find it; None: any that reads there.
    found_by: Any = None

    def get_queryset(self) -> QuerySet[Any]:
        """The view's queryset, through the one scope implementation."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset().none()
        rows: Any = super().get_queryset()
        return rows.visible_to(self.request.access, *([self.found_by] if self.found_by else []))

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return Actor.of(self.request)

    def expected_version(self) -> int:
        """The version that the editor has read, from If-Match. Raises 428 without one, Stale when malformed."""
        sent = self.request.headers.get("If-Match", "").strip().strip('"').removeprefix('W/"')
        if not sent:
            raise PreconditionRequired()
        if not sent.isdigit():
            raise Stale()
        return int(sent)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Detail answers carry their version as ETag."""
        response = super().finalize_response(request, response, *args, **kwargs)
        data = getattr(response, "data", None)
        if isinstance(data, dict) and isinstance(data.get("version"), int):
            response["ETag"] = f'"{data["version"]}"'
        return response


class ReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """List and detail."""


class PreconditionRequired(exceptions.APIException):
    """An amendment must say which version it amends."""

    status_code = 428
    default_detail = gettext_lazy("The version that was read is missing")
    default_code = "version-missing"

    def __init__(self) -> None:
        super().__init__(_("Send the version you have read in the If-Match header."))


class AmendmentSerializer(serializers.Serializer):
    """What every amendment and voiding carries: the reason."""

    reason = serializers.CharField(max_length=300)


def created(data: Any, *, new: bool) -> Response:
    """201 for a new record, 200 for one that already stood."""
    return Response(data, status=status.HTTP_201_CREATED if new else status.HTTP_200_OK)


def refused(error: DomainError) -> dict[str, Any]:
    """A refusal as one result among many of a batch: its status, and the shape of every refusal."""
    return {
        "status": error.status,
        "error": {
            "type": error.type,
            "title": str(error.title),
            "detail": str(error.detail),
            "errors": {name: [str(text) for text in texts] for name, texts in error.errors.items()},
        },
    }
