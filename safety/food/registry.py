"""Who may say that a kitchen's records are evidence just now, and must be kept as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class EvidenceHold:
    """A cause that forbids voiding food records and discarding samples of a facility.

    `reason` is asked with the facility and answers with a sentence, or None where nothing is held.
    """

    key: str
    reason: Callable[[Any], str | None]


holds: Registry[EvidenceHold] = Registry("evidence hold")


@dataclass(frozen=True)
class KitchenFacts:
    """Who knows how a facility feeds people: `has(facility, need)` answers for "food" and for "kitchen".

    "food" is any meal or ingredient that arrives; "kitchen" is a place with fridges where dishes are handed out.
    Where nobody says otherwise a facility has both.
    """

    key: str
    has: Callable[[Any, str], bool]


kitchens: Registry[KitchenFacts] = Registry("kitchen facts")
