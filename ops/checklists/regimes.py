"""The regimes that a checklist may belong to: who defines them says so here when the program starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# Each gives (key, label) pairs.
sources: list[Callable[[], Iterable[tuple[str, Any]]]] = []


def choices() -> list[tuple[str, str]]:
    """All regimes, in their registered order, in the reader's language."""
    return [(key, str(label)) for source in sources for key, label in source()]


def label_of(key: str) -> str:
    """A regime's name; the key itself where nobody defines it."""
    return dict(choices()).get(key, key)
