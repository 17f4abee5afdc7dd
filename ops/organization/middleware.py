"""Puts a person's access on each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ops.organization.access import Access


class AccessMiddleware:
    """Sets `request.access`, read when first asked: so a membership that ended is gone with the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The user is looked up late: a token is only read by the API's own authentication.
        request.access = SimpleLazyObject(lambda: Access(request.user))
        return self.get_response(request)
