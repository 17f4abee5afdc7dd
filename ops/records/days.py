"""Days: those that pages name, and the years between two."""

from __future__ import annotations

import datetime as dt


def day_in(text: str | None) -> dt.date | None:
    """The day that a page or an address names as 2026-07-21; None where it is none, or left out."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def full_years(born: dt.date, day: dt.date) -> int:
    """The age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
