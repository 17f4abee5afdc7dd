"""What people typed goes into messages without the full names of children: a chat or a mail box is not ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from ops.reminders.registry import hidden_names, messages
from ops.web.text import masked_name

# A single character occurs in many words.
SHORTEST = 2


class Discretion:
    """Masks the names that belong to some facilities; one statement for each source of names, none where none typed."""

    def __init__(self, told: Iterable[tuple[str, UUID | None]]):
        places = {place for kind, place in told if place is not None and is_typed(kind)}
        self._names: dict[UUID, set[str]] = defaultdict(set)
        for source in hidden_names if places else ():
            for place, names in source.of(places).items():
                self._names[place].update(name for name in names if len(name) >= SHORTEST)

    def applied(self, kind: str, place: UUID | None, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters of a message, the names masked in every text."""
        names = self._names.get(place) if place is not None and is_typed(kind) else None
        return {key: _masked(value, names) for key, value in params.items()} if names else params


def is_typed(kind: str) -> bool:
    """Whether messages of this kind say what people typed."""
    found = messages.get(kind)
    return found is not None and found.free_text


def _masked(value: Any, names: set[str]) -> Any:
    if not isinstance(value, str):
        return value
    for name in sorted(names, key=len, reverse=True):
        if name in value:
            value = value.replace(name, masked_name(name))
    return value
