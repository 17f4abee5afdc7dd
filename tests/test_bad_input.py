"""What no page of ours sends: every address answers it with words, never with an error of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from tests.permission_matrix import ANYONE, MATRIX
from tests.test_permission_matrix import ROUTES, World, world

__all__ = ["world"]

NAMES = (
    *("do", "page", "id", "version", "date", "day", "week", "month", "at", "first", "last", "first_day", "last_day"),
    *("facility", "union", "person", "child", "guardian", "dish", "term", "group", "user", "role", "plan", "checklist"),
    *("state", "kind", "what", "source", "regime", "after", "before", "cursor", "next", "q", "since", "until", "rrule"),
    *("name", "note", "reason", "text", "phone", "code", "pin"),
    *("occurred_at", "handovers", "servings", "form-TOTAL_FORMS"),
)
GARBAGE = ("x", "2026-99-99", "99999999999999999999", "a\x00b%_'\"\\")
# Answered on purpose: what cannot be made or sent here, in words.
SAID = {503}


def taken_back() -> Any:
    """A transaction to be undone; within it, as in Django's own tests, one that must be the outermost may run."""
    block: Any = transaction.atomic()
    block._from_testcase = True
    return block


def faults(world: World, name: str) -> list[str]:
    """What went wrong: for each method, somebody who is let in sends each piece of garbage under every name."""
    route = MATRIX[name]
    address = world.address(name, route).partition("?")[0]
    found = []
    for method, who in route.methods.items():
        client = (
            world.stranger
            if who == ANYONE
            else next((world.own[role] for role in sorted(who) if role in world.own), None)
        )
        for value in GARBAGE if client is not None else ():
            sent: dict[str, Any] = dict.fromkeys(NAMES, value)
            options: dict[str, Any] = {"data": sent}
            if method != "get" and route.is_api:
                options = {"data": json.dumps(sent), "content_type": "application/json", "headers": {"if-match": '"x"'}}
            with taken_back():
                response = getattr(client, method)(address, **options)
                transaction.set_rollback(True)
            if response.status_code >= 500 and response.status_code not in SAID:
                found.append(f"{method} {value!r}: {response.status_code} {getattr(response, 'exc_info', '')}"[:400])
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ROUTES) & set(MATRIX)))
def test_garbage_is_refused_in_words(world, name):  # noqa: F811  # a fixture
    clients = [world.stranger, *world.own.values()]
    for client in clients:
        client.raise_request_exception = False
    try:
        assert faults(world, name) == []
    finally:
        for client in clients:
            client.raise_request_exception = True
