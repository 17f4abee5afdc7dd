"""Which recorded models an auditor reads on a facility's timeline, and how each is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


def _plainly(row: Any) -> str:
    return str(row)


@dataclass(frozen=True)
class TimelineEntry:
    """A model whose history belongs on the timeline of the facility that it has.

    `title` makes the headline of one history row (given the historical instance); `fields` are those whose changes are
    shown, in reading order; `masked` are shown only as changed, never in clear (decision 10).
    `regime` is a key of ops.duties.registry.regimes, or empty.
    """

    model: type[Any]
    label: Any
    fields: tuple[str, ...]
    regime: str = ""
    title: Callable[[Any], str] = _plainly
    masked: frozenset[str] = frozenset()
    masked_names: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """`app.model`, as in the API."""
        return self.model._meta.label_lower


timeline: Registry[TimelineEntry] = Registry("timeline entry")
