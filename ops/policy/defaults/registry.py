"""What a regulatory number is, and where the numbers are registered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ops.organization.models import in_language
from ops.records.registry import Registry

# The day of the federation's notice: numbers whose own source bears no earlier day hold from then on.
NOTICE = dt.date(2020, 3, 18)

LOWEST, HIGHEST, FIGURE = "lowest", "highest", "figure"


@dataclass(frozen=True)
class Group:
    """Numbers that belong together on the page."""

    key: str
    name: str
    name_en: str

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


@dataclass(frozen=True)
class Default:
    """A regulatory number as we ship it.

    `bound` says how it judges: the lowest that passes, the highest that passes, or a mere figure. A union below
    the one that set a lowest or highest number may only be stricter, where `strict`.
    """

    key: str
    group: str
    value: Decimal
    unit: str
    name: str
    name_en: str
    source: str
    mark: str
    bound: str = FIGURE
    strict: bool = False
    since: dt.date = NOTICE

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language."""
        return in_language(self.unit, UNITS_EN.get(self.unit, self.unit))

    @property
    def sign(self) -> str:
        """≥, ≤ or nothing."""
        return {LOWEST: "≥", HIGHEST: "≤"}.get(self.bound, "")


UNITS_EN = {
    "克": "g",
    "小时": "h",
    "天": "days",
    "个月": "months",
    "年": "years",
    "次/天": "a day",
    "次/餐": "a meal",
    "人": "people",
    "平方米": "m²",
    "岁": "years old",
    "元": "yuan",
    "周": "weeks",
    "层": "floor",
    "年级": "grade",
    "分": "points",
    "秒": "s",
    "分钟": "min",
    "次": "times",
    "条": "reminders",
    "": "",
}

groups: Registry[Group] = Registry("group of parameters")
defaults: Registry[Default] = Registry("parameter")


def group(key: str, name: str, name_en: str, *rows: tuple[object, ...]) -> None:
    """Register numbers that belong together: (key, value, unit, zh, en, source, mark, bound, strict[, since])."""
    groups.register(Group(key, name, name_en))
    for number_key, value, *rest in rows:
        defaults.register(Default(str(number_key), key, Decimal(str(value)), *rest))  # type: ignore[arg-type]
