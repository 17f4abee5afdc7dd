"""Every page that tests/permission_matrix.py names, in a world that has one of everything, as somebody who may see it.

The walk of test_every_page follows links; here are also the pages to which no link of an ordinary day leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.browser.test_every_page import looked_at
from tests.browser.walk import NO_PAGES
from tests.permission_matrix import ANYONE, MATRIX
from tests.test_permission_matrix import World

# Pages that show English on purpose: in both languages for whoever holds the device, the words of the web's own
# protocol, a text's English version, pinyin by which a dish is found, the world's own job.
SHOW_ENGLISH = frozenset({"offline", "consent-text-new", "point-add", "reminder-group-add", "menu-week", "job-detail"})
# Made by the library that draws it.
NOT_OURS = frozenset({"api-docs"})

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages(world: World) -> Iterator[tuple[str, str, Client]]:
    """Name, address, and the client of the first who is let in."""
    for name, route in MATRIX.items():
        who = route.methods.get("get", frozenset())
        if route.is_api or name in NO_PAGES | NOT_OURS or not who:
            continue
        client = world.stranger if who == ANYONE else next(world.own[role] for role in world.own if role in who)
        answer = client.get(world.address(name, route))
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            yield name, world.address(name, route), client


def test_every_page_of_the_matrix_holds(open_browser, live_server):
    world = World()
    page: Any = open_browser("phone", "zh", service_workers="block")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    wrong: list[str] = []
    looked = 0
    for name, address, client in pages(world):
        page.context.clear_cookies()
        for key in ("sessionid", "kiosk"):
            if key in client.cookies:
                page.context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": live_server.url}])
        faults = looked_at(page, address) + complaints
        if name in SHOW_ENGLISH:
            faults = [fault for fault in faults if not fault.startswith("latin")]
        wrong += [f"{name} {address}: {fault}" for fault in faults]
        complaints.clear()
        looked += 1
    assert looked > 120, looked
    assert not wrong, "\n".join(wrong)
