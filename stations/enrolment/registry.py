"""What later capabilities add to a child's file and to the boards of a station's staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value

from ops.facilities.models import Facility
from ops.records.registry import Registry


@dataclass(frozen=True, slots=True)
class ChildPanel:
    """A part of a child's file: `load(child)` gives the template's context beside `station` and `child`.

    `first` stands above everything, for what waits for an answer; the others follow the guardians.
    """

    key: str
    template: str
    load: Callable[[Any], dict[str, Any]]
    first: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the station's staff, shown on the boards until none.

    Either `rows(facility)`: the querysets whose rows wait, counted with all others in one statement; or, where a count
    is more than rows, `count(facility)` in one query of its own.
    """

    key: str
    label: Any
    url_name: str
    count: Callable[[Facility], int] | None = None
    rows: Callable[[Facility], Sequence[QuerySet[Any]]] | None = None


child_panels: Registry[ChildPanel] = Registry("panel of a child's file")
waiting: Registry[Waiting] = Registry("thing that waits for staff")


def what_waits(facility: Facility) -> list[tuple[Waiting, int]]:
    """What waits at a station now, with its number: one query for all that is rows, one for each other kind."""
    numbers = {one.key: one.count(facility) for one in waiting if one.count}
    numbers |= _counted({one.key: one.rows(facility) for one in waiting if one.rows}, facility)
    return [(one, numbers[one.key]) for one in waiting if numbers[one.key]]


def _counted(rows: dict[str, Sequence[QuerySet[Any]]], facility: Facility) -> dict[str, int]:
    """How many rows each key has, in one statement."""
    keys = [key for key, found in rows.items() for _one in found]
    counts = [_number(one) for found in rows.values() for one in found]
    if not counts:
        return {}
    row = Facility.objects.filter(pk=facility.pk).values_list(*counts).get()
    numbers = dict.fromkeys(rows, 0)
    for key, number in zip(keys, row, strict=True):
        numbers[key] += number or 0
    return numbers


def _number(rows: QuerySet[Any]) -> Subquery:
    plain = rows.order_by().select_related(None).annotate(all_of_them=Value(1)).values("all_of_them")
    return Subquery(plain.annotate(number=Count("pk")).values("number"))
