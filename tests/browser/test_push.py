"""A pushed reminder is shown by the device's worker, and browsers that can are offered to subscribe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from ops.organization.roles import Role
from tests import factories
from tests.browser.conftest import FLAGS, until


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The whole of Chromium: without windows it shows no notifications."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield browser
    browser.close()


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_push_is_shown_with_its_title_and_leads_to_our_page(open_browser, sign_in, live_server):
    room = factories.make_facility(factories.make_union(below=factories.make_union()), "room")
    person = factories.make_user(Role.ROOM_MANAGER, room)
    page = open_browser("phone", "en", permissions=["notifications"])
    sign_in(page, person)
    page.goto("/me/notifications/")
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    page.reload()
    page.get_by_role("button", name="Switch on").wait_for()
    worker = page.context.new_cdp_session(page)
    found: dict[str, Any] = {}
    worker.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.update(event["registrations"][0]))
    worker.send("ServiceWorker.enable")
    until(lambda: page.wait_for_timeout(50) or found)
    said = {"title": "Fridge: overdue", "body": "Room 3", "url": "/messages/"}
    worker.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": found["registrationId"], "data": json.dumps(said)},
    )
    shown = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
        .map((one) => [one.title, one.body, one.data])"""
    until(lambda: page.wait_for_timeout(50) or page.evaluate(shown))
    assert page.evaluate(shown) == [["Fridge: overdue", "Room 3", "/messages/"]]
