"""A real Chromium, two sizes, two languages, and checks that every page must pass."""

from __future__ import annotations

import os
import pathlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect, sync_playwright

from tests.factories import PASSWORD

# Playwright keeps an event loop in this thread; the ORM is still called from here alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1440, "height": 900}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
# Seconds that a page may take where three test processes share two cores.
PATIENCE = 20
AXE = pathlib.Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of this test process."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium without windows, which takes half the time of the whole."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_browser(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_browser("phone", "zh")` gives a page of a fresh profile; errors in its console fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(size: str = "phone", language: str = "zh", **options: Any) -> Page:
        context = chromium.new_context(
            viewport=PHONE if size == "phone" else DESK,
            locale=LANGUAGES[language],
            timezone_id="Asia/Shanghai",
            has_touch=size == "phone",
            base_url=live_server.url,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def sign_in(live_server: Any) -> Callable[..., None]:
    """Bring a person to where their day starts: signed in already, or by `login` through the sign-in page."""

    def come_in(page: Page, user: Any, login: str = "") -> None:
        if login:
            page.goto("/sign-in/")
            fill_in(page, login)
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            return
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto("/")

    return come_in


def fill_in(page: Page, login: str) -> None:
    """Fill in the sign-in page that is open, and send it."""
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def follow(target: Locator) -> None:
    """Click what leads to another page, or to this one anew, and wait until that page stands."""
    with target.page.expect_navigation():
        target.click()


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Wait for the server to have done something; the browser goes on meanwhile."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical on the page as it is now."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run()).violations")
    grave = [
        f"{v['impact']} {v['id']}: {v['help']} — {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert not grave, "\n".join(grave)


def assert_fits(page: Page) -> None:
    """Nothing sticks out to the side."""
    page.wait_for_load_state()
    widths = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1] + 1, widths
