"""What later capabilities add to a child's file and to the boards of a station's staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    """Something that waits for the station's staff: `count(facility)` in one query, shown on the boards until none."""

    key: str
    label: Any
    url_name: str
    count: Callable[[Facility], int]


child_panels: Registry[ChildPanel] = Registry("panel of a child's file")
waiting: Registry[Waiting] = Registry("thing that waits for staff")


def what_waits(facility: Facility) -> list[tuple[Waiting, int]]:
    """What waits at a station now, with its number; a query for each kind."""
    counted = ((one, one.count(facility)) for one in waiting)
    return [(one, number) for one, number in counted if number]
