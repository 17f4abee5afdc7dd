"""Pages of the shell itself: the way in, the reader's own page, theme, what a device keeps, the style guide."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from ops.web.context import THEME_COOKIE, THEMES, Shell
from ops.web.example import example
from ops.web.pages import own_address, page, public_page, to_sign_in
from ops.web.registry import registry

MODULES = (
    "shell", "words", "toast", "sheet", "theme", "limits", "stepper", "signature", "photo", "keep", "submit_once",
    "outbox",
)  # fmt: skip

# What a device keeps to open without a line.
SHELL_FILES = (
    "ops/web/tokens.css",
    "ops/web/layout.css",
    "ops/web/components.css",
    "ops/web/mark.svg",
    "django_htmx/htmx-2.min.js",
    *(f"ops/web/{name}.js" for name in MODULES),
)
YEAR = 365 * 24 * 3600


@public_page
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Where the reader's day begins, by role; a stranger signs in."""
    for door in registry.doors:
        if instead := door(request):
            return redirect(instead)
    if not request.user.is_authenticated:
        return to_sign_in(request)
    return redirect(registry.home_for(request.access.roles))


@page()
def me(request: HttpRequest) -> HttpResponse:
    """我的: everything that the tabs have no room for."""
    return render(request, "ops/web/me.html")


@public_page
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and come back (theme.js does the same without leaving the page)."""
    response = redirect(own_address(request, request.POST.get("next"), "/"))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@public_page
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page a device shows without a line: in both languages, since it is kept for whoever holds the device."""
    return render(request, "ops/web/offline.html")


@public_page
@require_GET
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which must live at the root; its version changes with any file it keeps."""
    names = (*SHELL_FILES, *registry.offline_files)
    urls = [static(name) for name in names]
    source = render_to_string(
        "ops/web/sw.js", {"files": urls, "offline": reverse("offline"), "mark": static("ops/web/mark.svg")}
    )
    root = Path(__file__).parent.parent / "static"
    known = (root / name for name in names)
    content = "".join(sha256(path.read_bytes()).hexdigest() for path in known if path.exists())
    version = sha256((source + content).encode()).hexdigest()[:12]
    return HttpResponse(source.replace("@version@", version), content_type="text/javascript; charset=utf-8")


@public_page
@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Lets a phone put the product on its first screen."""
    return JsonResponse(
        {
            "name": "爱心运营 Aixin Ops",
            "short_name": "爱心运营",
            "lang": "zh-Hans",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f6f5f1",
            "theme_color": "#f6f5f1",
            "icons": [{"src": static("ops/web/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@public_page
def look(request: HttpRequest) -> HttpResponse:
    """The style guide: every component in every state. For whoever builds, and for the system administrator."""
    if not settings.DEBUG and not getattr(request.user, "is_superuser", False):
        raise PermissionDenied
    kind = request.GET.get("page", "desk")
    template = {"field": "look_field", "items": "look_items", "plain": "look_plain", "paper": "look_paper"}.get(
        kind, "look"
    )
    chosen = Shell(request).theme
    return render(request, f"ops/web/{template}.html", example(theme=chosen, bad="bad" in request.GET))
