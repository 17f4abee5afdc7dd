"""The colours: both themes complete, the two dark blocks the same, every pair of text and ground readable (WCAG AA)."""

import gzip
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "ops/static/ops/web"
SOURCE = re.sub(r"/\*.*?\*/", "", (WEB / "tokens.css").read_text(encoding="utf-8"), flags=re.S)
BLOCKS = [dict(re.findall(r"--([\w-]+):\s*([^;]+);", block)) for block in re.findall(r":root[^{]*\{([^}]*)\}", SOURCE)]
LIGHT, DARK_BY_SYSTEM, DARK_BY_CHOICE = BLOCKS
THEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK_BY_CHOICE}}

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "card", "sunk")],
    *[(ink, "hatch-2") for ink in ("ink", "ink-2", "ink-3")],
    *[("brand", ground) for ground in ("paper", "card", "sunk", "brand-wash")],
    *[(signal, ground) for signal in ("ok", "due", "bad") for ground in ("paper", "card", "sunk", f"{signal}-wash")],
    *[("ink", ground) for ground in ("brand-wash", "ok-wash", "due-wash", "bad-wash", "heat-2", "heat-3", "heat-4")],
    *[("ink-2", ground) for ground in ("due-wash", "bad-wash", "brand-wash", "heat-5")],
    ("brand-ink", "brand"), ("brand-ink", "brand-over"), ("brand-deep", "brand-wash"),
    ("due-ink", "due-solid"), ("bad-ink", "bad-solid"),
    ("bar-ink", "bar"), ("bar-ink", "bar-over"), ("heat-1-ink", "heat-1"), (
    "void", "sunk"), ("paper", "ink"), ("card", "ink"),
]  # fmt: skip
SHAPES = [
    ("edge", "card"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "card"),
    ("brand", "card"),
    ("brand", "sunk"),
]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(c * 2 for c in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_dark_of_the_system_and_the_dark_of_choice_are_one():
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


def test_dark_redraws_every_colour():
    colours = {name for name, value in LIGHT.items() if "#" in value or "rgb" in value}
    assert colours <= set(DARK_BY_CHOICE)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(theme, ink, ground):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_edges_and_focus_are_visible(theme, shape, ground):
    assert contrast(THEMES[theme][shape], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_white_is_readable_on_the_alarm(theme):
    assert contrast("#fff", THEMES[theme]["alarm"]) >= 4.5


def test_no_text_below_thirteen_pixels():
    sizes = [float(size) for name, size in re.findall(r"--(t-\w+):\s*([\d.]+)rem", SOURCE)]
    assert min(float(s) for s in sizes) * 16 >= 13
    for sheet in WEB.glob("*.css"):
        if sheet.name != "print.css":
            css = sheet.read_text(encoding="utf-8")
            assert not re.search(r"font(-size)?:[^;{}]*?(?<![\d.])(\.[0-7]\d*rem|\.80?rem|[0-9]px|1[0-2]px)", css), (
                sheet.name
            )


def test_the_sheets_are_small():
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in WEB.glob("*.css")) < 16_000
