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
