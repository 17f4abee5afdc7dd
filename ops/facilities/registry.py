"""Kinds of facility, as the upper floors register them: `ops` knows none by name."""

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
