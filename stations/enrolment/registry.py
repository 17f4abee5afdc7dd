"""What later capabilities add to a child's file and to the boards of a station's staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from ops.facilities.models import Facility
from ops.records.registry import Registry
from ops.web.counting import counted


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
    numbers |= counted({one.key: one.rows(facility) for one in waiting if one.rows})
    return [(one, numbers[one.key]) for one in waiting if numbers[one.key]]
