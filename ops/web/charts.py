"""Small charts as SVG, drawn by the server: geometry only, colour by class in the style sheet, no inline style."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PARTS = ("ok", "bad", "due", "rest", "void", "gone")


def parts(counts: dict[str, int], label: str) -> SafeString:
    """A bar of parts in fixed order; 2 px of ground between them, the smallest part still visible."""
    shown = [(kind, counts[kind]) for kind in PARTS if counts.get(kind)]
    total = sum(count for _, count in shown) or 1
    gap = 6
    room = 1000 - gap * max(0, len(shown) - 1)
    widths = [max(count / total * room, 12) for _, count in shown]
    scale = room / sum(widths) if widths else 1
    left, rects = 0.0, []
    for (kind, _), width in zip(shown, widths, strict=True):
        rects.append((kind, f"{left:.1f}", f"{width * scale:.1f}"))
        left += width * scale + gap
    inner = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', rects)
    return format_html(
        '<svg class="parts" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label,
        inner,
    )


def bar(value: float, total: float, mark: float | None = None) -> SafeString:
    """One bar of a share; `mark` is a line where it should be by now."""
    width = 0 if not total else max(0.0, min(1.0, value / total)) * 1000
    at = None if mark is None or not total else max(0.0, min(1.0, mark / total)) * 1000
    line = mark_safe("") if at is None else format_html('<line x1="{0}" x2="{0}" y1="0" y2="10"/>', f"{at:.0f}")
    return format_html(
        '<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"/>{}</svg>',
        f"{width:.0f}",
        line,
    )


def spark(values: Sequence[float | None], *, label: str, goal: float | None = None, wide: bool = False) -> SafeString:
    """A line of days. None is a day without a figure: the line is broken there."""
    known = [value for value in values if value is not None]
    extremes = [*known, *([goal] if goal is not None else [])] or [0.0]
    low, high = min(extremes), max(extremes)
    reach = (high - low) or 1
    step = 100 / max(1, len(values) - 1)

    def height(value: float) -> str:
        return f"{26 - (value - low) / reach * 24:.1f}"

    runs: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{index * step:.1f},{height(value)}")
    lines = format_html_join("", '<polyline points="{}"/>', ((" ".join(run),) for run in runs if run))
    dash = (
        format_html('<line class="goal" x1="0" x2="100" y1="{0}" y2="{0}"/>', height(goal))
        if goal is not None
        else mark_safe("")
    )
    dot = mark_safe("")
    if values and values[-1] is not None:
        dot = format_html('<path class="last" d="M100 {}h.01"/>', height(values[-1]))
    return format_html(
        '<svg class="spark{}" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label="{}">{}{}{}</svg>',
        " wide" if wide else "",
        label,
        dash,
        lines,
        dot,
    )
