"""Where corrective actions come from, as the capabilities register it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ops.records.registry import Registry


@dataclass(frozen=True)
class Seen:
    """A source record as a page names it. `severity`, where it says one, is suggested for an action by hand."""

    facility_id: UUID
    title: str
    url: str
    severity: str = ""


def _nothing(**_words: Any) -> None:
    return None


@dataclass(frozen=True)
class SourceKind:
    """A kind of thing that corrective actions come from.

    `seen(ids)` names the records in one query. `settled(ids=, note=, at=, by=)` and `reopened(ids=, by=)` tell the
    source that its failures were put right, or not after all. `by_hand` are the roles that may raise one themselves;
    `from_above` says that the union asked for it, so that the union verifies it.
    """

    key: str
    label: Any
    seen: Callable[[Sequence[UUID]], dict[UUID, Seen]] | None = None
    settled: Callable[..., Any] = _nothing
    reopened: Callable[..., Any] = _nothing
    by_hand: frozenset[str] = frozenset()
    from_above: bool = False
    # Whether somebody raises it without a record to point to.
    alone: bool = False


sources: Registry[SourceKind] = Registry("source of corrective actions")
