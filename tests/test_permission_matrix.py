"""Every address, for every role, at the own place and at a foreign one, as tests/permission_matrix.py declares it.

The routes come from Django's URL table and REST framework's routers: one that nobody described fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from typing import Any
from urllib.parse import urlencode
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
# Authorisation has been passed, whatever becomes of the request then.
LET_IN = {"get": {200, 204, 302, 409}, "post": {200, 201, 202, 204, 302, 400, 409, 415, 422, 428}}
LET_IN |= {method: {200, 204, 400, 409, 422, 428} for method in ("put", "patch", "delete")}
REFUSED = {401, 403, 404}


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
        client = Client()
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    def address(self, name: str, route: Route) -> str:
        """The route's address with the keys of its things."""
        parts = {key: self._key(value) for key, value in route.parts.items()}
        if route.on:
            parts["pk"] = self._key(route.on)
        query = urlencode({key: self._key(value) for key, value in route.query.items()})
        return reverse(name, kwargs=parts) + (f"?{query}" if query else "")

    def body(self, route: Route) -> dict[str, Any]:
        """What is sent: a reason, and what the table adds."""
        sent = {key: self._key(value) if isinstance(value, str) else value for key, value in route.body.items()}
        return {"reason": "x", "id": str(uuid4()), **sent}

    def askers(self, route: Route, who: frozenset[str]) -> Iterator[tuple[bool, str, Client]]:
        """Everybody at the own place; from a foreign one those who might get through."""
        if who == ANYONE:
            return
        yield from ((False, role, client) for role, client in self.own.items())
        if route.on or route.query:
            yield from ((True, role, client) for role, client in self.foreign.items() if role in who)

    def _key(self, thing: str) -> str:
        if thing == "nothing":
            return str(uuid4())
        found = self.things.get(thing, thing.removeprefix("="))
        return str(getattr(found, "pk", found))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all routes; what a request writes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, route: Route, body: dict[str, Any]) -> int:
    """The status of one request; it leaves nothing behind, neither rows nor cookies."""
    options: dict[str, Any] = {}
    if method != "get":
        options["data"] = json.dumps(body) if route.is_api else body
        options |= {"content_type": "application/json", "headers": {"if-match": '"1"'}} if route.is_api else {}
    cookies = copy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(address, **options)
        transaction.set_rollback(True)
    client.cookies = cookies
    sent_to_sign_in = response.status_code == 302 and "/sign-in/?next=" in response.url
    return 401 if sent_to_sign_in else response.status_code


def expected(route: Route, method: str, role: str, *, foreign: bool) -> set[int]:
    """The statuses that the table allows for a role."""
    may = role in route.methods[method]
    scoped = bool(route.on or route.query) and not route.unscoped
    if may and foreign and scoped:
        return {404}
    if may:
        return LET_IN[method] | ({404} if "nothing" in (route.on, *route.parts.values()) else set())
    return {403, 404} if route.hides else {403}


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
    address, body = world.address(name, route), world.body(route)
    wrong = []
    for method, who in route.methods.items():
        status = ask(world.stranger, method, address, route, body)
        if status not in (LET_IN[method] | set(route.also) if who == ANYONE else REFUSED):
            wrong.append(f"{method} by a stranger: {status}")
        for foreign, role, client in world.askers(route, who):
            status = ask(client, method, address, route, body)
            allowed = expected(route, method, role, foreign=foreign)
            if status not in allowed:
                place = "foreign" if foreign else "own"
                wrong.append(f"{method} by {place} {role}: {status}, not {sorted(allowed)}")
    assert wrong == [], f"{address}\n" + "\n".join(wrong)
