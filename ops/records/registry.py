"""A list of entries, filled in `AppConfig.ready()` by whoever offers them, read by whoever shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """An entry has a key of its own."""

    @property
    def key(self) -> str:
        """Unique within its registry."""


E = TypeVar("E", bound=Keyed)


class Registry(Generic[E]):
    """Entries by key, in the order in which they were registered. Registering a key twice is a programming error."""

    def __init__(self, what: str):
        self._what = what
        self._entries: dict[str, E] = {}

    def register(self, entry: E) -> E:
        """Add an entry; raises ValueError if its key is taken."""
        if entry.key in self._entries:
            raise ValueError(f"{self._what} {entry.key!r} is registered twice")
        self._entries[entry.key] = entry
        return entry

    def __getitem__(self, key: str) -> E:
        return self._entries[key]

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[E]:
        return iter(self._entries.values())

    def get(self, key: str) -> E | None:
        """The entry, or None."""
        return self._entries.get(key)
