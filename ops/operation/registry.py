"""What the tasks that run by themselves are called on the administrator's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class OwnTask:
    """A task that beat starts: its dotted name, and what it does, in a few words."""

    key: str
    label: Any


own_tasks: Registry[OwnTask] = Registry("task that runs by itself")
