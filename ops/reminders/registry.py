"""How each kind of message reads, as the capabilities register it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

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

    `free_text`: its parameters hold words that people typed; names that must not be told are masked in them.
    `at_once`: it is worth something only now (a child has arrived), so that no message of the day collects it.
    """

    key: str
    label: Any
    compose: Callable[[Any, str], Message]
    at_once: bool = False
    free_text: bool = False


@dataclass(frozen=True)
class HiddenNames:
    """Names that no message may tell in full: `of(facility ids)` gives those that belong to each facility."""

    key: str
    of: Callable[[Collection[UUID]], Mapping[UUID, Collection[str]]]


messages: Registry[MessageKind] = Registry("message kind")
hidden_names: Registry[HiddenNames] = Registry("hidden names")
