"""Kinds of facility, as the upper floors register them: `ops` knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class FacilityKind:
    """A kind of facility: how it is called, and the icon that stands for it."""

    key: str
    label: Any
    plural: Any
    icon: str


kinds: Registry[FacilityKind] = Registry("facility kind")


@dataclass(frozen=True)
class ClosureListener:
    """What a later capability does in the transaction that orders or lifts a closure: `ordered(closure=, by=)`.

    A closure that is shortened is lifted for the days it loses: call `lifted` after saving the new last day.
    """

    key: str
    ordered: Callable[..., Any]
    lifted: Callable[..., Any]


closure_listeners: Registry[ClosureListener] = Registry("closure listener")
