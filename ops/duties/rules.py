"""RFC 5545 rules on a facility's clock: what they may say, and on which local days and times they fall.

A rule of days (FREQ=DAILY and longer, without hours) takes its times of day from the plan; one that names hours or
minutes itself (BYHOUR, BYMINUTE, FREQ=HOURLY, FREQ=MINUTELY) brings its own. Both are counted from midnight of the
plan's first day, in local time without a zone: a change to summer time moves no rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.records.errors import RuleBroken

# More duties a day than this are a machine's work, not a person's.
MOST_A_DAY = 48
MOST_COUNTED = 10_000
_UNITS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")
_WITHIN_A_DAY = {"HOURLY": dt.timedelta(hours=1), "MINUTELY": dt.timedelta(minutes=1)}
_STEPS = {**_WITHIN_A_DAY, "DAILY": dt.timedelta(days=1), "WEEKLY": dt.timedelta(weeks=1)}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What each part's numbers may be: lowest, highest, and whether they may count from the end (-1 is the last).
_NUMBERS = {
    "INTERVAL": (1, 1000, False),
    "COUNT": (1, MOST_COUNTED, False),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_SINGLE = ("INTERVAL", "COUNT")
_PARTS = {"FREQ", "UNTIL", "BYDAY", "WKST", *_NUMBERS}
# RFC 5545 forbids these parts at these frequencies.
_MISPLACED = {
    "BYWEEKNO": {"MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"},
    "BYYEARDAY": {"MONTHLY", "WEEKLY", "DAILY"},
    "BYMONTHDAY": {"WEEKLY"},
}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_UNREADABLE = gettext_lazy("This rule cannot be read: {what}")


def normal_rule(text: str) -> str:
    """The rule as it is stored: capitals, without blanks and without the "RRULE:" in front."""
    return re.sub(r"\s", "", text or "").upper().removeprefix("RRULE:").strip(";")


def parts_of(text: str) -> dict[str, str]:
    """The rule's parts by name."""
    return dict(part.partition("=")[::2] for part in text.split(";"))


def names_times(text: str) -> bool:
    """Whether the rule says at what times of day it falls; else the plan does."""
    parts = parts_of(text)
    return parts.get("FREQ") in _WITHIN_A_DAY or "BYHOUR" in parts or "BYMINUTE" in parts


def is_anchored(text: str) -> bool:
    """Whether where the rule falls depends on the plan's first day: every other week does, every Monday does not."""
    parts = parts_of(text)
    if "COUNT" in parts or parts.get("INTERVAL", "1") != "1" or parts["FREQ"] == "YEARLY":
        return True
    if parts["FREQ"] == "WEEKLY":
        return "BYDAY" not in parts
    return parts["FREQ"] == "MONTHLY" and not {"BYMONTHDAY", "BYDAY"} & parts.keys()


def check_rule(text: str, first_day: dt.date) -> None:
    """Raise RuleBroken("rrule") unless the text is an RFC 5545 rule that falls on some day, and not too often."""
    parts = parts_of(text)
    if parts.get("FREQ") not in _UNITS:
        raise RuleBroken("rrule", _("Give a rule such as FREQ=WEEKLY;BYDAY=MO,TH or FREQ=DAILY;BYHOUR=9,14."))
    if len(parts) != len(text.split(";")):
        raise _unreadable(_("a part stands there twice"))
    for name, value in parts.items():
        _check_part(name, value, parts)
    if "COUNT" in parts and "UNTIL" in parts:
        raise _unreadable(_("it ends by COUNT or by UNTIL, not by both"))
    if "BYSETPOS" in parts and not any(name.startswith("BY") for name in parts.keys() - {"BYSETPOS"}):
        raise _unreadable(_("BYSETPOS needs another BY… part"))
    try:
        some = first_of(text, first_day)
    except (ValueError, OverflowError) as error:
        raise _unreadable(str(error)) from error
    if not some:
        raise RuleBroken("rrule", _("This rule falls on no day."))
    if max(Counter(moment.date() for moment in some).values()) > MOST_A_DAY:
        raise RuleBroken("rrule", _("This rule falls more than {n} times a day.").format(n=MOST_A_DAY))


def first_of(text: str, first_day: dt.date) -> list[dt.datetime]:
    """Its first local moments within twelve years, enough to judge the rule by. Raises ValueError."""
    return list(islice(_read(text, first_day, "UTC", first_day, _years_after(first_day, 12)), 3000))


def _check_part(name: str, value: str, parts: dict[str, str]) -> None:
    if name not in _PARTS:
        raise _unreadable(name)
    if parts["FREQ"] in _MISPLACED.get(name, ()):
        raise _unreadable(_("{part} does not go with FREQ={unit}").format(part=name, unit=parts["FREQ"]))
    if name in _NUMBERS and not _numbers_fit(name, value):
        low, high, _from_end = _NUMBERS[name]
        raise _unreadable(_("{part} must be from {low} to {high}").format(part=name, low=low, high=high))
    if name == "WKST" and value not in _WEEKDAYS:
        raise _unreadable(f"{name}={value}")
    if name == "BYDAY":
        _check_weekdays(value, parts)
    if name == "UNTIL" and _until(value, ZoneInfo("UTC")) is None:
        raise _unreadable(_("UNTIL is a day such as 20261231"))


def _numbers_fit(name: str, value: str) -> bool:
    low, high, from_end = _NUMBERS[name]
    numbers = value.split(",")
    if not all(re.fullmatch(r"[+-]?\d{1,5}", number) for number in numbers) or (name in _SINGLE and len(numbers) > 1):
        return False
    return all(low <= (abs(int(number)) if from_end else int(number)) <= high for number in numbers)


def _check_weekdays(value: str, parts: dict[str, str]) -> None:
    found = [_BYDAY.fullmatch(day) for day in value.split(",")]
    if not all(found):
        raise _unreadable(f"BYDAY={value}")
    nth = [int(match[1]) for match in found if match and match[1]]
    if nth and (parts["FREQ"] not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        raise _unreadable(_("an nth weekday goes with FREQ=MONTHLY or FREQ=YEARLY"))
    if any(not 1 <= abs(number) <= (5 if parts["FREQ"] == "MONTHLY" else 53) for number in nth):
        raise _unreadable(f"BYDAY={value}")


def _unreadable(what: str) -> RuleBroken:
    return RuleBroken("rrule", _UNREADABLE.format(what=what))


@lru_cache(maxsize=4096)
def falls(text: str, anchor: dt.date | None, zone: str, first: dt.date, last: dt.date) -> tuple[dt.datetime, ...]:
    """The rule's local moments from day `first` to day `last`, both included; of a rule of days their midnights.

    `anchor` is the plan's first day where the rule depends on it (`is_anchored`), else None. `zone` is asked for UNTIL
    alone, which may be a moment in UTC.
    """
    return tuple(_read(text, anchor, zone, first, last))


def _read(text: str, anchor: dt.date | None, zone: str, first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
    parts = parts_of(text)
    until = _until(parts.get("UNTIL", ""), ZoneInfo(zone))
    end = min(_end_of(last), until) if until else _end_of(last)
    begin = max(first, anchor or first)
    if begin > end.date():
        return
    # The calendar repeats after 400 years. dateutil looks for a rule's next day up to the year 9999; a rule without one
    # is given up soon when it is read in the last of these cycles.
    shift = (9999 - end.year) // 400 * 400
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    rule: Any = rrulestr(bare, dtstart=_in_year(_start(parts, anchor, begin), shift))
    for shifted in rule.xafter(_in_year(_midnight(begin), shift), inc=True):
        moment = _in_year(shifted, -shift)
        if moment > end:
            return
        yield moment


def _start(parts: dict[str, str], anchor: dt.date | None, begin: dt.date) -> dt.datetime:
    """Where reading may start so that the rule keeps step with its first day, and no year is read in vain."""
    unit = parts["FREQ"]
    if anchor is None:
        if unit == "MONTHLY":
            begin = begin.replace(day=1)
        elif unit == "WEEKLY":
            begin -= dt.timedelta(days=(begin.weekday() - _WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
        return _midnight(begin)
    start = _midnight(anchor)
    if unit not in _STEPS or "COUNT" in parts:
        return start
    step = _STEPS[unit] * int(parts.get("INTERVAL", "1"))
    # A week earlier than need be: BYSETPOS counts in whole weeks.
    return start + max(0, (_midnight(begin) - start) // step - 1) * step


def _until(text: str, zone: ZoneInfo) -> dt.datetime | None:
    """The last local moment; of a day its end. None where the text says none."""
    match = _UNTIL.fullmatch(text)
    if match is None:
        return None
    try:
        moment = dt.datetime.strptime(match[1] + (match[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    if match[3]:
        moment = moment.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
    return moment


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())  # noqa: DTZ001  # a rule of local days has no zone


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59))  # noqa: DTZ001


def _in_year(moment: dt.datetime, shift: int) -> dt.datetime:
    return moment.replace(year=moment.year + shift)


def _years_after(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
