"""The five numbers, defined once: expected, done, done on time, rate, on-time rate. Late is not missed is not excused.

- expected: came due, or was done before; what is still open does not count yet, what is excused never does
- done: on time or late; on time: within the grace; late: after it, while it could still be done
- missed: can no longer be done; overdue: came due, not done, can still be done
- excused: not required, because the facility was closed or suspended; what a changed plan withdrew never was a duty

By these words expected = done + missed + overdue, and done = on time + late.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q

from ops.duties.models import Duty
from ops.web import text

State = Duty.State
WITHDRAWN = tuple(reason for reason in Duty.VOID_REASONS if reason != "suspended")

# Which duties each figure counts; also what stands behind the figure when somebody asks for the rows.
MEANING: dict[str, Q] = {
    "expected": Q(state__in=[State.DONE, State.DONE_LATE, State.OVERDUE, State.MISSED]),
    "done": Q(state__in=[State.DONE, State.DONE_LATE]),
    "on_time": Q(state=State.DONE),
    "late": Q(state=State.DONE_LATE),
    "missed": Q(state=State.MISSED),
    "overdue": Q(state=State.OVERDUE),
    "excused": Q(state=State.VOID) & ~Q(void_reason__in=WITHDRAWN),
    "open": Q(state=State.OPEN),
}
NAMES = tuple(MEANING)
# A share done below this is drawn as wrong.
LOUD_BELOW_PERCENT = 85
# What else somebody may want the rows of.
UNDONE = {"undone": Q(state__in=[State.OVERDUE, State.MISSED])}


@dataclass(frozen=True)
class Figures:
    """Counts of duties, and the two rates over them."""

    expected: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    overdue: int = 0
    excused: int = 0
    open: int = 0

    def __add__(self, other: Figures) -> Figures:
        mine, theirs = asdict(self), asdict(other)
        return Figures(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def rate(self) -> str:
        """Done of expected, as a person reads it; a dash where nothing was expected."""
        return text.rate(self.done, self.expected)

    @property
    def on_time_rate(self) -> str:
        """Done on time of expected."""
        return text.rate(self.on_time, self.expected)

    @property
    def undone(self) -> int:
        """Came due and was not done: overdue or missed."""
        return self.overdue + self.missed

    @property
    def tone(self) -> str:
        """How loud the share of what is done is drawn: empty for fine, "due", or "bad"."""
        if not self.undone:
            return ""
        return "bad" if self.done * 100 < self.expected * LOUD_BELOW_PERCENT else "due"

    @property
    def permille_on_time(self) -> int | None:
        """The on-time rate in thousandths, rounded down; None where nothing was expected."""
        return None if not self.expected else self.on_time * 1000 // self.expected


def counted(prefix: str = "") -> dict[str, Any]:
    """Aggregates of the figures over duties, named with the prefix."""
    return {f"{prefix}{name}": Count("pk", filter=meaning) for name, meaning in MEANING.items()}


def counted_at(moment: dt.datetime, prefix: str = "") -> dict[str, Any]:
    """The same as they stood at an earlier moment, for comparing part of a day with the same part of the day before."""
    required = ~Q(state=State.VOID)
    done = Q(done_at__lte=moment) & required
    on_time = done & Q(state=State.DONE)
    came_due = Q(overdue_at__lte=moment) & required
    undone = came_due & (Q(done_at=None) | Q(done_at__gt=moment))
    then = {
        "expected": done | came_due,
        "done": done,
        "on_time": on_time,
        "late": done & Q(state=State.DONE_LATE),
        "missed": undone & Q(closes_at__lte=moment),
        "overdue": undone & Q(closes_at__gt=moment),
        "excused": MEANING["excused"],
        "open": required & Q(overdue_at__gt=moment) & (Q(done_at=None) | Q(done_at__gt=moment)),
    }
    return {f"{prefix}{name}": Count("pk", filter=meaning) for name, meaning in then.items()}


def read(row: dict[str, Any], prefix: str = "") -> Figures:
    """Figures from a row of such aggregates (or of a rollup); nothing at all counts as none."""
    return Figures(**{name: row.get(f"{prefix}{name}") or 0 for name in NAMES})
