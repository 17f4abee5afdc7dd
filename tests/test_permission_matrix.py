"""Every address, for every role, at the own place and at a foreign one, as tests/permission_matrix.py declares it.

The routes come from Django's URL table and REST framework's routers: one that nobody described fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from ops.organization.models import User
from tests import permission_world
from tests.permission_matrix import ANYONE, MATRIX, Route

BACKEND = "ops.organization.backends.PhoneOrUserName"
LET_IN = {"get": {200, 302}, "post": {200, 201, 202, 204, 302, 400, 409, 422, 428}}
LET_IN |= {method: {200, 204, 400, 404, 409, 422, 428} for method in ("put", "patch", "delete")}


def routes() -> dict[str, URLPattern]:
    """All named routes but those of the administration site, which asks for Django's own permissions."""

    def walk(patterns: Any) -> Iterator[URLPattern]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                if entry.app_name != "admin":
                    yield from walk(entry.url_patterns)
            else:
                yield entry

    return {pattern.name or str(pattern.pattern): pattern for pattern in walk(get_resolver().url_patterns)}


ROUTES = routes()


class World:
    """The things, and a browser for each person and for a stranger."""

    def __init__(self) -> None:
        self.things, own, foreign = permission_world.build()
        self.own = {role: self._browser(user) for role, user in own.items()}
        self.foreign = {role: self._browser(user) for role, user in foreign.items()}
        self.stranger = self._browser(None)

    def _browser(self, user: User | None) -> Client:
        client = Client(raise_request_exception=True)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    def address(self, name: str, route: Route) -> str:
        """The route's address with the keys of its things."""
        parts = {key: self._key(value) for key, value in route.parts.items()}
        if route.on:
            parts["pk"] = self._key(route.on)
        return reverse(name, kwargs=parts)

    def _key(self, thing: str) -> str:
        if thing == "nothing":
            return str(uuid4())
        found = self.things.get(thing, thing)
        return str(getattr(found, "pk", found))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all routes; what a request writes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, *, is_api: bool) -> int:
    """The status of one request without content; it leaves nothing behind."""
    options: dict[str, Any] = {"content_type": "application/json", "data": "{}"} if is_api and method != "get" else {}
    try:
        with transaction.atomic():
            response = getattr(client, method)(address, **options)
            transaction.set_rollback(True)
    finally:
        client.cookies.pop("messages", None)
    if response.status_code == 302 and "/sign-in/" in response.url:
        return 401
    return response.status_code


def expected(route: Route, method: str, role: str, *, foreign: bool) -> set[int]:
    """The statuses that the table allows for a role."""
    may = role in route.methods[method]
    has_thing = bool(route.on) and not route.unscoped
    if may and not (foreign and has_thing):
        return LET_IN[method] | ({404} if route.on == "nothing" else set())
    if may:
        return {404}
    return {403, 404} if route.hides or (foreign and has_thing) else {403}


def test_every_route_is_described_and_every_description_has_its_route():
    assert sorted(set(ROUTES) - set(MATRIX)) == [], "routes that nobody described in tests/permission_matrix.py"
    assert sorted(set(MATRIX) - set(ROUTES)) == [], "descriptions of routes that are gone"


@pytest.mark.parametrize("name", sorted(set(ROUTES) & set(MATRIX)))
def test_the_methods_of_an_api_route_are_all_described(name):
    callback = ROUTES[name].callback
    offered = getattr(callback, "actions", None)
    if offered is None and hasattr(callback, "cls") and MATRIX[name].is_api:
        offered = [method for method in ("get", "post", "put", "patch", "delete") if hasattr(callback.cls, method)]
    if offered is not None:
        assert sorted(set(offered) - {"head"}) == sorted(MATRIX[name].methods)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ROUTES) & set(MATRIX)))
def test_each_role_gets_what_the_table_says(world, name):
    route = MATRIX[name]
    address = world.address(name, route)
    wrong = []
    for method, who in route.methods.items():
        status = ask(world.stranger, method, address, is_api=route.is_api)
        open_to_all = who == ANYONE
        if (status == 401) == open_to_all or (open_to_all and status in (403, 405, 500)):
            wrong.append(f"{method} by a stranger: {status}")
        if open_to_all:
            continue
        for foreign, people in ((False, world.own), (True, world.foreign)):
            for role, client in people.items():
                status = ask(client, method, address, is_api=route.is_api)
                allowed = expected(route, method, role, foreign=foreign)
                if status not in allowed:
                    place = "foreign" if foreign else "own"
                    wrong.append(f"{method} by {place} {role}: {status}, not {sorted(allowed)}")
    assert wrong == [], f"{address}\n" + "\n".join(wrong)
