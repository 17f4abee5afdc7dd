"""Which value of a regulatory number holds on a day, and which days are working days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

import holidays

from ops.policy.models import CalendarDay, Parameter


def parameter_in_force(key: str, union_path: str, day: dt.date) -> Parameter | None:
    """The parameter set nearest above the union, in its newest version of that day; None where nobody set one."""
    ancestors = [union_path[:end] for end in range(4, len(union_path) + 1, 4)]
    return (
        Parameter.objects.filter(key=key, union__path__in=ancestors, valid_from__lte=day)
        .select_related("union")
        .order_by("-union__depth", "-valid_from")
        .first()
    )


def value_in_force(key: str, union_path: str, day: dt.date, default: Decimal) -> Decimal:
    """The number to judge a record of that day by."""
    found = parameter_in_force(key, union_path, day)
    return found.value if found else default


@lru_cache(maxsize=32)
def _official(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """Public holidays and make-up working days as the State Council published them for a year."""
    china = holidays.country_holidays("CN", years=year, categories=("public",))
    workdays = {day for day in getattr(china, "weekend_workdays", set()) if day.year == year}
    return frozenset(china.keys()), frozenset(workdays)


def working_days(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Chinese working days from `first` to `last`: weekdays less holidays, plus make-up days; one query.

    Days that the federation entered itself (CalendarDay) win over the published list.
    """
    entered = dict(CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "working"))
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if entered.get(day, _works(day)))


def _works(day: dt.date) -> bool:
    public, made_up = _official(day.year)
    return day in made_up or (day.weekday() < 5 and day not in public)
