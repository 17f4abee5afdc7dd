"""Whose request it is when reverse proxies stand before the web process."""

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The caller's address: what the outermost of PROXY_COUNT trusted proxies saw, else the peer's own."""
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXY_COUNT and len(chain) >= settings.PROXY_COUNT:
        return str(chain[-settings.PROXY_COUNT])
    return str(request.META.get("REMOTE_ADDR", ""))
