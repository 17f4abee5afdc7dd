"""What duties can be about, and what can complete them, as the capabilities register it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class Regime:
    """A regime (制度) of the mandate: duties, records and compliance are counted by it."""

    key: str
    label: Any
    facility_kinds: frozenset[str]
    clause: str
    # Only child safety escalates fast; lesser lapses wait for the weekly summary.
    child_safety: bool = False


@dataclass(frozen=True)
class Trigger:
    """A kind of domain record that completes a duty. `url` leads to the page where a person makes that record."""

    key: str
    label: Any
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Condition:
    """A state of affairs that completes a duty once it is true. `is_met` is asked with the duty."""

    key: str
    label: Any
    is_met: Callable[[Any], bool]
    url: Callable[[Any], str]


regimes: Registry[Regime] = Registry("regime")
triggers: Registry[Trigger] = Registry("trigger")
conditions: Registry[Condition] = Registry("condition")
