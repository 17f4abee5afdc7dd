"""What duties can be about, and what can complete them, as the capabilities register it."""

import datetime as dt
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


@dataclass(frozen=True)
class StandardPlan:
    """A plan that every facility of a kind starts with, so that each regime of the mandate runs from the first day.

    `applies` may leave a facility out (a station without a kitchen has no fridge to read). Times are the facility's.
    """

    key: str
    facility_kind: str
    regime: str
    name: str
    name_en: str
    opens: dt.time
    due: dt.time
    role: str
    policy: str
    calendar: str = "opening_days"
    rrule: str = "FREQ=DAILY"
    grace_minutes: int = 0
    late_minutes: int = 720
    completed_by: str = "checklist"
    checklist: str = ""
    trigger: str = ""
    applies: Callable[[Any], bool] = lambda facility: True


regimes: Registry[Regime] = Registry("regime")
triggers: Registry[Trigger] = Registry("trigger")
conditions: Registry[Condition] = Registry("condition")
standard_plans: Registry[StandardPlan] = Registry("standard plan")
