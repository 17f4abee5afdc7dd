"""What every page is asked as it stands in the browser: does it fit, is it translated, can a thumb hit its buttons."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import AXE

AXE_SOURCE = AXE.read_text()
LOOK = (pathlib.Path(__file__).parent / "look.js").read_text()
# Words that stay as they are in Chinese: names of things, file types, parts of addresses.
LATIN = (
    *("aixin", "wechat", "https", "html", "json", "xlsx", "excel", "openapi", "user", "example", "test", "english"),
    *("freq", "weekly", "interval", "byday"),
    # WeCom, DingTalk and Feishu label the address of a group's robot with this word in Chinese, too.
    "webhook",
)
# Addresses that are no pages: files, streams, the end of the visit.
NO_PAGES = frozenset(
    ("sign-out", "photo", "facility-history-export", "service-worker", "manifest", "healthz", "readyz", "set_language")
)


def look_at(page: Page) -> dict[str, Any]:
    """What look.js finds on the page as it is now."""
    return page.evaluate(LOOK, list(LATIN))


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    page.evaluate(AXE_SOURCE)
    found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"axe {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


def name_of(url: str) -> str:
    """The name of a page's address, "" for what is no page of the product."""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    name = match.url_name or ""
    return "" if name in NO_PAGES or name.startswith("api-") or match.namespace else name


def pages_behind(links: Iterable[str], origin: str) -> Iterator[tuple[str, str]]:
    """Name and address of the pages that links of this product lead to, without their fragments."""
    for link in links:
        address = link.split("#")[0]
        if address.startswith(origin) and (name := name_of(address)):
            yield name, address.removeprefix(origin)
