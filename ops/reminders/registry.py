"""How each kind of message reads, as the capabilities register it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class Message:
    """One message as its recipient reads it; `url` is a path of this site. No child's name, no health data."""

    title: str
    body: str
    url: str


@dataclass(frozen=True)
class MessageKind:
    """A kind of message. `compose(reminder, language)` is called with that language active.

    `at_once`: it is worth something only now (a child has arrived), so that no message of the day collects it.
    """

    key: str
    label: Any
    compose: Callable[[Any, str], Message]
    at_once: bool = False


messages: Registry[MessageKind] = Registry("message kind")
