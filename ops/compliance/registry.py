"""What other capabilities put on the union desk: running incidents as banners, what waits for the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry
from ops.web.registry import Rows


@dataclass(frozen=True)
class Todo:
    """A kind of thing that waits for the reader at a desk. `rows(access)`, none: not shown."""

    key: str
    label: Any
    rows: Rows
    url: Callable[[], str]
    roles: frozenset[str] = frozenset()
    # Something with a clock: drawn loud.
    loud: bool = False


@dataclass(frozen=True)
class Banner:
    """Something running that belongs on top of the desk: `load(access)` gives its template's context, or None."""

    key: str
    template: str
    load: Callable[[Any], dict[str, Any] | None]


todos: Registry[Todo] = Registry("to-do")
banners: Registry[Banner] = Registry("desk banner")
