"""Whose request it is when reverse proxies stand before the web process."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class CallerAddress:
    """Puts the caller's own address into REMOTE_ADDR, from where history, throttles and log-in limits read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_ip(request)
        return self.get_response(request)


def client_ip(request: HttpRequest) -> str:
    """The caller's address: what the outermost of PROXY_COUNT trusted proxies saw, else the peer's own."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not settings.PROXY_COUNT or len(chain) < settings.PROXY_COUNT:
        return peer
    seen = chain[-settings.PROXY_COUNT]
    try:
        return str(ip_address(seen))
    except ValueError:
        return peer
