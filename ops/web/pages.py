"""Pages: who may open one, and what a refusal looks like. The only place where errors of actions become pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

View = Callable[..., Any]


def page(*roles: str, offline: bool = False) -> Callable[[View], View]:
    """A page for people with one of the roles (none named: for everyone signed in).

    A stranger goes to the sign-in page and comes back afterwards; somebody without the role gets the designed 403;
    a refusal of an action becomes a designed page (or, asked by htmx, a notice on the page). `offline` lets the
    device keep the last copy and show it without a line; the page must then say how old it is.
    The wrapped view carries `.roles`, by which the table of permissions is tested.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if roles and not request.access.may(*roles):
                raise PermissionDenied
            try:
                response = view(request, *args, **kwargs)
            except Exception as error:
                if not is_refusal(error):
                    raise
                response = refusal(request, error)
            patch_cache_control(response, private=True, no_store=True)
            if offline and request.method == "GET" and response.status_code == HTTPStatus.OK:
                response["X-Keep-Offline"] = "1"
            return response

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        guarded.is_page = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def public_page(view: View) -> View:
    """A page for strangers too (sign-in, a QR code at a door): says so for the table of permissions."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            if not is_refusal(error):
                raise
            return refusal(request, error)

    guarded.roles = None  # type: ignore[attr-defined]
    guarded.is_page = True  # type: ignore[attr-defined]
    return guarded


def is_refusal(error: BaseException) -> bool:
    """Whether this is an action's refusal: it has `status`, `title`, `detail` and `errors` (see ops.records.errors)."""
    return isinstance(getattr(error, "status", None), int) and all(
        hasattr(error, name) for name in ("title", "detail", "errors")
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and afterwards back to the page that was open (what was typed there is kept by keep.js)."""
    back = _page_open(request)
    if is_htmx(request):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = f"{resolve_url(_login_url())}?{urlencode({'next': back})}"
        return response
    return redirect_to_login(back)


def refusal(request: HttpRequest, error: Any) -> HttpResponse:
    """A designed page for an action's refusal; for htmx a notice that goes to the place `#problem`."""
    context = {"problem": error, "errors": _messages(error.errors)}
    if is_htmx(request):
        response = render(request, "components/problem.html", context, status=error.status)
        response["HX-Retarget"] = "#problem"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    common = {403: "403.html", 404: "404.html", 409: "409.html"}.get(error.status, "ops/web/refused.html")
    template = getattr(error, "page", "") or common
    return HttpResponse(render_to_string(template, context, request), status=error.status)


class form_errors:  # noqa: N801 - read as a phrase: `with form_errors(form) as saved:`
    """Turn an action's refusal into errors at the form's fields.

        with form_errors(form) as saved:
            actions.enrol(…)
        if saved:
            return redirect(…)
        return render(request, …, status=saved.status)

    A field that the form does not show becomes an error of the whole form. 403, 404 and 409 are pages of their own
    and pass through.
    """

    def __init__(self, form: BaseForm):
        self.form = form
        self.ok = True
        self.status = 200

    def __bool__(self) -> bool:
        return self.ok

    def __enter__(self) -> form_errors:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None:
            return False
        self.ok = False
        if not is_refusal(error) or cast("Any", error).status in (403, 404, 409):
            return False
        self.status = 422
        refused = cast("Any", error)
        if not refused.errors:
            self.form.add_error(None, str(refused.detail))
        for name, messages in refused.errors.items():
            place = name if name in self.form.fields else None
            for message in messages:
                self.form.add_error(place, message)
        return True


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (a boosted link asks for a whole one)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def toast(response: HttpResponse, text: Any, *, undo: str = "", kind: str = "") -> HttpResponse:
    """Let the page say something short after an htmx answer; `undo` is an address that takes it back by POST."""
    from json import dumps

    response["HX-Trigger"] = dumps({"toast": {"text": str(text), "undo": undo, "kind": kind}})
    return response


def own_address(request: HttpRequest, asked: str | None, default: str) -> str:
    """The page of this site that a form or address asks to go to next; `default` for any other, or none."""
    at = asked or ""
    safe = url_has_allowed_host_and_scheme(at, {request.get_host()}, require_https=request.is_secure())
    return at if safe and at.startswith(("/", "http")) else default


def _page_open(request: HttpRequest) -> str:
    """The address of the page on the reader's screen: for a part or a POST the one it was sent from."""
    at = request.headers.get("HX-Current-URL") or (
        "" if request.method == "GET" else request.headers.get("Referer", "")
    )
    if at and url_has_allowed_host_and_scheme(at, {request.get_host()}):
        parts = urlsplit(at)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path() if request.method == "GET" else "/"


def _login_url() -> str:
    from django.conf import settings

    return settings.LOGIN_URL


def _messages(errors: dict[str, list[Any]]) -> list[str]:
    return [str(message) for messages in errors.values() for message in messages]
