"""Every page that tests/permission_matrix.py names, in a world that has one of everything, as somebody who may see it.

In Chinese on a phone and in English at the narrowest width. `tests/test_every_link.py` follows the links between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.walk import in_chinese, in_english
from tests.permission_matrix import ANYONE, MATRIX
from tests.test_every_link import NO_PAGES
from tests.test_permission_matrix import World

# Pages that show English on purpose: in both languages for whoever holds the device, the words of the web's own
# protocol, a text's English version, pinyin by which a dish is found, the world's own job.
SHOW_ENGLISH = frozenset({"offline", "consent-text-new", "point-add", "reminder-group-add", "menu-week", "job-detail"})
# Made by the library that draws it.
NOT_OURS = frozenset({"api-docs"})

# Test processes share the pages.
PARTS = 3

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


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_matrix_holds(open_browser, live_server, part):
    chinese, english = (open_browser("phone", language, service_workers="block") for language in ("zh", "en"))
    complaints: list[str] = []
    for page in (chinese, english):
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    wrong: list[str] = []
    looked = 0
    for name, address, client in islice(pages(World()), part, None, PARTS):
        for page in (chinese, english):
            wear(page, client, live_server.url)
        faults = in_chinese(chinese, address) + in_english(english, address) + complaints
        if name in SHOW_ENGLISH:
            faults = [fault for fault in faults if not fault.startswith("latin")]
        wrong += [f"{name} {address}: {fault}" for fault in faults]
        complaints.clear()
        looked += 1
    assert looked > 120 // PARTS, looked
    assert not wrong, "\n".join(wrong)


def wear(page: Page, client: Client, origin: str) -> None:
    """Give the browser what makes the client who it is, and nothing else."""
    page.context.clear_cookies()
    for key in ("sessionid", "kiosk"):
        if key in client.cookies:
            page.context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": origin}])
