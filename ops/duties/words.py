"""How often a rule falls, in words."""

from __future__ import annotations

import datetime as dt
from itertools import product

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ops.duties.rules import parts_of
from ops.web import text

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Which weekday of a month, by the number that RFC 5545 puts before it.
NTH = {
    "1": gettext_lazy("first"),
    "2": gettext_lazy("second"),
    "3": gettext_lazy("third"),
    "4": gettext_lazy("fourth"),
    "-1": gettext_lazy("last"),
}


def rhythm(rule: str) -> str:
    """The rule in the reader's language; the rule itself where we have no words for it."""
    parts = parts_of(rule)
    parts.pop("WKST", None)
    ends, times = _ends(parts), _times(parts)
    days = _days(parts)
    return rule if days is None else " ".join(part for part in (days, times, ends) if part)


def clocks(times: list[dt.time] | tuple[dt.time, ...]) -> str:
    """Times of day one after the other."""
    return _(", ").join(f"{time:%H:%M}" for time in times)


def _days(parts: dict[str, str]) -> str | None:
    """On which days, or how often within them; None where there are no words."""
    unit, n = parts.get("FREQ"), int(parts.get("INTERVAL", "1"))
    by = {name: value for name, value in parts.items() if name not in ("FREQ", "INTERVAL")}
    if not by:
        return _evenly(unit, n)
    if unit == "WEEKLY" and by.keys() == {"BYDAY"} and set(by["BYDAY"].split(",")) <= set(DAYS):
        days = _(", ").join(str(WEEKDAYS[DAYS.index(day)]) for day in by["BYDAY"].split(","))
        return _("Every {days}").format(days=days) if n == 1 else _("Every {n} weeks: {days}").format(n=n, days=days)
    if unit == "MONTHLY":
        return _of_month(by, n)
    return None


def _evenly(unit: str | None, n: int) -> str | None:
    if unit == "DAILY":
        return _("Daily") if n == 1 else _("Every {n} days").format(n=n)
    if unit == "WEEKLY":
        return _("Weekly") if n == 1 else _("Every {n} weeks").format(n=n)
    if unit == "MONTHLY":
        return _("Monthly") if n == 1 else _("Every {n} months").format(n=n)
    if unit == "YEARLY":
        return _("Yearly") if n == 1 else _("Every {n} years").format(n=n)
    if unit == "HOURLY":
        return _("Every hour") if n == 1 else _("Every {n} hours").format(n=n)
    return _("Every {n} minutes").format(n=n) if unit == "MINUTELY" else None


def _of_month(by: dict[str, str], n: int) -> str | None:
    day = None
    if by.keys() == {"BYMONTHDAY"} and by["BYMONTHDAY"].isdigit():
        day = _("On day {day} of each month").format(day=by["BYMONTHDAY"])
    elif by == {"BYMONTHDAY": "-1"}:
        day = _("The last day of each month")
    elif by.keys() == {"BYDAY"} and by["BYDAY"][:-2] in NTH and by["BYDAY"][-2:] in DAYS:
        nth, weekday = NTH[by["BYDAY"][:-2]], WEEKDAYS[DAYS.index(by["BYDAY"][-2:])]
        day = _("The {nth} {weekday} of each month").format(nth=nth, weekday=weekday)
    return day if day is None or n == 1 else _("{day}, every {n} months").format(day=day, n=n)


def _times(parts: dict[str, str]) -> str:
    """At which times of day, where the rule names them; takes them out of the parts."""
    if parts.get("FREQ") in ("HOURLY", "MINUTELY") or not {"BYHOUR", "BYMINUTE"} & parts.keys():
        return ""
    hours, minutes = (parts.pop(name, "0").split(",") for name in ("BYHOUR", "BYMINUTE"))
    try:
        times = sorted(dt.time(int(hour), int(minute)) for hour, minute in product(hours, minutes))
    except ValueError:
        return ""
    return clocks(times)


def _ends(parts: dict[str, str]) -> str:
    """When it ends; takes that out of the parts."""
    count, until = parts.pop("COUNT", ""), parts.pop("UNTIL", "")
    if count.isdigit():
        return ngettext("(once)", "({n} times)", int(count)).format(n=count)
    if len(until) >= 8 and until[:8].isdigit():
        last = dt.date(int(until[:4]), int(until[4:6]), int(until[6:8]))
        return _("(until {day})").format(day=text.short_day(last, get_language() or "", timezone.localdate()))
    return ""
