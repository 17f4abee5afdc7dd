"""Which value of a regulatory number holds on a day, and which days are working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import holidays
from django.db.models import Q, QuerySet

from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.policy.defaults import Default, Group, defaults, groups
from ops.policy.models import STEP, CalendarDay, Parameter, upwards
from ops.records.errors import NotAllowed

SETTING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)


def parameter_in_force(key: str, union_path: str, day: dt.date) -> Parameter | None:
    """The parameter set nearest above the union, in its newest version of that day; None where nobody set one."""
    return (
        Parameter.objects.of(union_path)
        .filter(key=key, valid_from__lte=day)
        .select_related("union")
        .order_by("-union__depth", "-valid_from")
        .first()
    )


def value_in_force(key: str, union_path: str, day: dt.date, default: Decimal) -> Decimal:
    """The number to judge a record of that day by."""
    found = parameter_in_force(key, union_path, day)
    return found.value if found else default


def numbers_in_force(keys: Iterable[str], union_path: str, day: dt.date) -> dict[str, Decimal]:
    """Several numbers to judge a record of that day by, in one query; our default where no union has set one."""
    wanted = list(keys)
    numbers = {key: defaults[key].value for key in wanted}
    numbers.update({row.key: row.value for row in _in_force(union_path, day).filter(key__in=wanted)})
    return numbers


def by_union(key: str, day: dt.date) -> Callable[[str], Decimal]:
    """A number as it holds for any union on a day: a function of the union's path; one query however many are asked."""
    rows = Parameter.objects.filter(key=key, valid_from__lte=day).order_by("valid_from")
    held = dict(rows.values_list("union__path", "value"))
    return lambda path: next((held[up] for up in reversed(upwards(path)) if up in held), defaults[key].value)


def _in_force(union_path: str, day: dt.date) -> QuerySet[Parameter]:
    """Rows that hold on the day; of one key the last is the one in force."""
    return Parameter.objects.of(union_path).filter(valid_from__lte=day).order_by("union__depth", "valid_from")


def plain(number: Decimal) -> str:
    """A number as people write it: 125, 2.5, -12."""
    return f"{number.normalize():f}"


@dataclass(frozen=True)
class Number:
    """A regulatory number as a union meets it on a day. `row` is None where nobody published it."""

    default: Default
    row: Parameter | None
    coming: Parameter | None = None

    @property
    def value(self) -> Decimal:
        """The number in force."""
        return self.row.value if self.row else self.default.value

    @property
    def plain(self) -> str:
        """The number in force, as people write it."""
        return plain(self.value)

    @property
    def coming_plain(self) -> str:
        """The next announced value, as people write it."""
        return plain(self.coming.value) if self.coming else ""

    @property
    def mark(self) -> str:
        """V, V2 or R."""
        return self.row.mark if self.row else self.default.mark

    @property
    def unverified(self) -> bool:
        """Whether it must be checked against the official text before a city relies on it."""
        return self.mark == Parameter.Mark.RECALLED

    @property
    def mark_label(self) -> str:
        """The mark in words."""
        return str(Parameter.Mark(self.mark).label)

    @property
    def source(self) -> str:
        """Where the number stands written."""
        return self.row.source_text if self.row else self.default.source


def numbers_of(union_path: str, day: dt.date) -> list[tuple[Group, list[Number]]]:
    """Every number as it holds for a union on a day, by group, with the next announced value; one query."""
    held: dict[str, Parameter] = {}
    coming: dict[str, Parameter] = {}
    rows = Parameter.objects.of(union_path).select_related("union").order_by("union__depth", "valid_from")
    for row in rows:
        if row.valid_from <= day:
            held[row.key] = row
        else:
            coming.setdefault(row.key, row)
    return [
        (
            group,
            [
                Number(default, held.get(default.key), coming.get(default.key))
                for default in defaults
                if default.group == group.key
            ],
        )
        for group in groups
    ]


def number_of(key: str, union_path: str, day: dt.date) -> Number:
    """One number as it holds for a union on a day, with the next announced value."""
    return next(
        number for _group, group in numbers_of(union_path, day) for number in group if number.default.key == key
    )


def unions_of(access: Any) -> list[TradeUnion]:
    """The unions for which the reader may look up numbers: their own and one level below, at most 300."""
    facilities = [grant.facility_id for grant in access.grants if grant.facility_id is not None]
    paths = [grant.union_path for grant in access.grants if grant.union_path is not None]
    wanted = Q(facilities__in=facilities) if facilities else Q(pk__in=())
    for path in paths:
        wanted |= Q(path__startswith=path, depth__lte=len(path) // STEP + 1)
    return list(TradeUnion.objects.filter(wanted).distinct()[:300])


def readable_unions(access: Any) -> QuerySet[TradeUnion]:
    """The unions whose numbers the reader may look up: those of their subtree, and of their own facilities."""
    facilities = [grant.facility_id for grant in access.grants if grant.facility_id is not None]
    own = TradeUnion.objects.filter(facilities__in=facilities).values("pk")
    return TradeUnion.objects.filter(access.unions() | Q(pk__in=own))


@dataclass(frozen=True)
class Version:
    """A value that somebody set, with who did, when and why."""

    row: Parameter
    set_at: dt.datetime
    set_by: str
    reason: str
    earlier: list[Decimal]

    @property
    def plain(self) -> str:
        """The value, as people write it."""
        return plain(self.row.value)

    @property
    def earlier_plain(self) -> str:
        """Values announced before this one, as people write them."""
        return ", ".join(plain(value) for value in self.earlier)


def versions_of(key: str, access: Any) -> list[Version]:
    """All values of a number in the reader's scope, the newest first, each with its own history; two queries."""
    rows = list(
        Parameter.objects.visible_to(access)
        .filter(key=key)
        .select_related("union")
        .order_by("-valid_from", "-union__depth")
    )
    written: dict[Any, list[Any]] = {}
    history = Parameter.history.filter(id__in=[row.pk for row in rows]).select_related("history_user")
    for line in history.order_by("history_date", "history_id"):
        written.setdefault(line.id, []).append(line)
    return [_version(row, written[row.pk]) for row in rows]


def _version(row: Parameter, lines: list[Any]) -> Version:
    last = lines[-1]
    reason = "" if last.history_change_reason == "defaults" else last.history_change_reason
    return Version(row, last.history_date, str(last.history_user or ""), reason, [line.value for line in lines[:-1]])


def may_set(access: Any, union: TradeUnion) -> bool:
    """Whether the reader is an officer or administrator of the union, or of one above it."""
    return any(union.path.startswith(path) for path in access.union_paths(*SETTING))


def require_setting(access: Any, union: TradeUnion) -> None:
    """Raise NotAllowed unless the reader may set numbers for the union."""
    if not may_set(access, union):
        raise NotAllowed()


def require_calendar(access: Any) -> None:
    """Raise NotAllowed unless the reader is an officer or administrator of the whole federation."""
    if not may_set_calendar(access):
        raise NotAllowed()


def may_set_calendar(access: Any) -> bool:
    """Whether the reader may change the one calendar that all unions share."""
    return bool(access.may_for_all(*SETTING))


@lru_cache(maxsize=32)
def _official(year: int) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """Public holidays with their names and make-up working days as the State Council published them for a year."""
    china = holidays.country_holidays("CN", years=year, categories=("public",), language="zh_CN")
    workdays = {day for day in getattr(china, "weekend_workdays", set()) if day.year == year}
    return dict(china.items()), frozenset(workdays)


def working_days(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Chinese working days from `first` to `last`: weekdays less holidays, plus make-up days; one query.

    Days that the federation entered itself (CalendarDay) win over the published list.
    """
    entered = dict(CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "working"))
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(day for day in days if entered.get(day, officially_working(day)))


def officially_working(day: dt.date) -> bool:
    """Whether the published calendar makes this a working day, whatever the federation entered."""
    public, made_up = _official(day.year)
    return day in made_up or (day.weekday() < 5 and day not in public)


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from its weekday, by the published list or by the federation's own entry."""

    date: dt.date
    working: bool
    name: str
    own: CalendarDay | None = None

    @property
    def differs(self) -> bool:
        """Whether the federation's entry says other than the published list."""
        return self.own is not None and self.working != officially_working(self.date)


@dataclass(frozen=True)
class CalendarYear:
    """The special days of a year. Without `announced` only the statutory days are known, not the make-up days."""

    year: int
    days: list[SpecialDay]
    announced: bool


def calendar_year(year: int) -> CalendarYear:
    """The days of a year that differ from their weekday, the federation's own over the published; one query."""
    public, made_up = _official(year)
    special = {day: SpecialDay(day, False, name) for day, name in public.items()}
    special |= {day: SpecialDay(day, True, "") for day in made_up}
    for row in CalendarDay.objects.filter(date__year=year):
        special[row.date] = SpecialDay(row.date, row.working, row.name, row)
    return CalendarYear(year, [special[day] for day in sorted(special)], announced=bool(made_up))
