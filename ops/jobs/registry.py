"""The kinds of long tasks, as the capabilities register them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from ops.records.errors import DomainError
from ops.records.registry import Registry


@dataclass(frozen=True)
class Result:
    """What a run gives back: figures for its sentence, and a file (rewound, closed by the runner) to take away."""

    outcome: dict[str, Any] = field(default_factory=dict)
    file: IO[bytes] | None = None
    file_name: str = ""


class Failed(DomainError):
    """The job cannot be done as asked: `message` says what to do, `lines` name what to mend as (where, message)."""

    status = 409
    type = "job-failed"

    def __init__(self, message: Any, lines: list[tuple[Any, Any]] | None = None):
        super().__init__(message)
        self.lines = lines or []


@dataclass(frozen=True)
class JobKind:
    """A kind of job; see the package's own words for what `run` may do.

    `page(job)` is the address of the page that started it, `said(job)` its outcome as a sentence in the reader's
    language, `may_take(job, access)` whether its starter may still take the file away (a role may have ended).
    """

    key: str
    label: Any
    run: Callable[[Any, Any, Any], Result | None]
    page: Callable[[Any], str]
    said: Callable[[Any], str]
    atomic: bool = True
    may_take: Callable[[Any, Any], bool] = lambda job, access: True


kinds: Registry[JobKind] = Registry("job kind")
