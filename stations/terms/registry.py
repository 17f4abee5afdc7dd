"""Who follows when a day of a term is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.actor import Actor
from ops.records.registry import Registry
from stations.terms.models import TermClosure


@dataclass(frozen=True, slots=True)
class DayListener:
    """Called with a day that was just cancelled and by whom, in the same transaction."""

    key: str
    call: Callable[[TermClosure, Actor], Any]


day_listeners: Registry[DayListener] = Registry("listener to cancelled days")
