"""The page of who runs the installation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ops.operation import queries
from ops.organization.access import Access
from ops.organization.roles import Role
from ops.web.pages import page


@require_GET
@page(Role.ADMINISTRATOR)
def operation(request: HttpRequest) -> HttpResponse:
    """Queues, workers, what runs by itself, failures, messages and jobs, with what to do: of the whole installation."""
    require_administrator(request.access)
    return render(request, "ops/operation/operation.html", {"state": queries.state(), "advice": queries.ADVICE})


def require_administrator(access: Access) -> None:
    """A district's administrator runs people there, not the machinery of all: raises PermissionDenied."""
    if not access.runs_installation:
        raise PermissionDenied
