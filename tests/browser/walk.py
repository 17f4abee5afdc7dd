"""What every page is asked as it stands in the browser: does it fit, is it translated, can a thumb hit its buttons."""

from __future__ import annotations

import pathlib
from typing import Any

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


def look_at(page: Page) -> dict[str, Any]:
    """What look.js finds on the page as it is now."""
    return page.evaluate(LOOK, list(LATIN))


def grave(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    page.evaluate(AXE_SOURCE)
    found = page.evaluate("async () => (await axe.run({ resultTypes: ['violations'] })).violations")
    return [f"axe {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


def in_chinese(page: Page, address: str) -> list[str]:
    """What is wrong with a page in Chinese, on a phone and on the narrowest one."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    found = look_at(page)
    wrong = [f"{key}: {found[key]}" for key in ("beyond", "small", "cut", "latin") if found[key]]
    if found["headings"] != 1:
        wrong.append(f"{found['headings']} headings")
    return wrong + too_wide(page) + grave(page)


def in_english(page: Page, address: str) -> list[str]:
    """What is wrong with a page in English, whose words are longer, on the narrowest phone."""
    page.goto(address, wait_until="domcontentloaded")
    return [f"in English {fault}" for fault in too_wide(page)]


def too_wide(page: Page) -> list[str]:
    """What sticks out to the side at 320 pixels."""
    page.set_viewport_size({"width": 320, "height": 640})
    found = look_at(page)
    return [f"at 320: {found['beyond']}"] if found["sideways"] or found["beyond"] else []
