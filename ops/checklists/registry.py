"""What later capabilities do about the findings of a checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class FindingListener:
    """Told in the transaction that raises findings: `found(findings=, by=)`; and of those that were none after all:
    `withdrawn(ids=, reason=, by=)`. Findings carry their run, facility and item.
    """

    key: str
    found: Callable[..., Any]
    withdrawn: Callable[..., Any]


finding_listeners: Registry[FindingListener] = Registry("finding listener")
