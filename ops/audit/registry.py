"""Which recorded models an auditor reads on a facility's timeline, and how each is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import ngettext

from ops.records.actor import Source
from ops.records.registry import Registry


def as_record(row: Any) -> Any:
    """The record as this history row tells it, with the related objects that were loaded with the row."""
    record = row.instance
    for name, related in row._state.fields_cache.items():
        if name in record._meta._forward_fields_map and record._meta.get_field(name).is_relation:
            record._state.fields_cache[name] = related
    return record


def _plainly(row: Any) -> str:
    return str(as_record(row))


def _no_notes(rows: Sequence[Any], facility: Any) -> dict[int, str]:
    return {}


def _so_many(row: Any, number: int) -> str:
    return ngettext("%d entry", "%d entries", number) % number


# Many rows that the program, an import or a command made in one stroke are one line on the timeline.
MADE_IN_ONE_STROKE = Q(history_type="+", source__in=[Source.SYSTEM, Source.IMPORT, Source.COMMAND])


@dataclass(frozen=True)
class TimelineEntry:
    """A model whose history belongs on the timeline of the facility that it has.

    `title` makes the headline of one history row (given the historical instance); `fields` are those whose changes are
    shown, in reading order; `masked` are shown only as changed, never in clear (decision 10). `masked_names` are names
    that union roles read as 陈**: a field, a foreign key, or a path through one (`child__name`); they are masked before
    `title` is asked. `regime` is a key of ops.duties.registry.regimes, or empty; where it differs from row to row,
    `regime_field` is the path to it instead.
    """

    model: type[Any]
    label: Any
    fields: tuple[str, ...]
    regime: str = ""
    title: Callable[[Any], str] = _plainly
    masked: frozenset[str] = frozenset()
    masked_names: frozenset[str] = frozenset()
    # Columns of JSON that are plain lists which people read; all others are only ever shown as changed.
    lists: frozenset[str] = frozenset()
    regime_field: str = ""
    # Paths of foreign keys that `title` reads beyond the row's own: ("checklist__template",).
    related: tuple[str, ...] = ()
    # The word for what happened (逾期, 完成), empty for the usual ones; `tone` is "bad", "due", "void", or empty.
    # Both are asked with the version and the one before it (None for the first).
    word: Callable[[Any, Any], Any] = lambda row, before: ""
    tone: Callable[[Any, Any], str] = lambda row, before: ""
    # Where the word says it all (a duty done, a role ended), the changed fields are left to the page of versions.
    word_says_it: bool = False
    # One line below the headline by history id, for all rows of a page in a constant number of queries.
    notes: Callable[[Sequence[Any], Any], dict[int, str]] = _no_notes
    # Which rows of one moment are shown as one line, and how that line is called.
    stroke: Q = MADE_IN_ONE_STROKE
    stroke_title: Callable[[Any, int], Any] = _so_many
    # Rows that belong to a facility by more than its own key: an order of a union above it.
    reaching: Callable[[Any], Q] | None = None
    # Whether each row is somebody's look at personal data.
    personal_view: bool = False

    @property
    def key(self) -> str:
        """`app.model`, as in the API."""
        return self.model._meta.label_lower

    @cached_property
    def history(self) -> Any:
        """The table of its versions; kept, because the library makes a manager class each time it is asked."""
        return self.model.history.model

    def belongs_to(self, facility: Any) -> Q:
        """The condition "a history row of this facility"."""
        if self.reaching is not None:
            return self.reaching(facility)
        return Q(id=facility.pk) if self.model is type(facility) else Q(facility=facility.pk)

    def has(self, field: str) -> bool:
        """Whether the record has that column."""
        try:
            self.history._meta.get_field(field)
        except FieldDoesNotExist:
            return False
        return True

    def regime_of(self, row: Any) -> str:
        """The regime of one history row."""
        if not self.regime_field:
            return self.regime
        value = row
        for step in self.regime_field.split("__"):
            value = getattr(value, step, None)
        return value or ""


timeline: Registry[TimelineEntry] = Registry("timeline entry")
