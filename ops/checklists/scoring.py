"""How a completed checklist is scored, and what in it an auditor may want to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ops.checklists import reuse
from ops.checklists.models import ChecklistItem, ChecklistRun, Mark, Presence
from ops.facilities.models import Facility
from ops.policy.queries import numbers_in_force

CRITICAL_CAP = "checklist_critical_cap"
SECONDS_AN_ITEM = "checklist_seconds_per_item"
LATE_MINUTES = "checklist_late_minutes"
# Fewer answers can honestly be given at a glance.
FEWEST_FOR_SPEED = 4
CLOCK_AHEAD = dt.timedelta(minutes=5)


def numbers_of(facility: Facility, day: dt.date) -> dict[str, Decimal]:
    """What scores and marks are reckoned by on a day; one query."""
    return numbers_in_force((CRITICAL_CAP, SECONDS_AN_ITEM, LATE_MINUTES), facility.union_path, day)


def score_of(items: Iterable[ChecklistItem], answers: Mapping[str, Mapping[str, Any]], cap: Decimal) -> int | None:
    """0–100: the weights of what passed among the weights of what was judged; None where nothing was judged.

    A failed critical item holds the score at `cap` at most. Items without weight, and what does not apply, count
    neither way.
    """
    judged = [item for item in items if item.weight and answers.get(item.key, {}).get("ok") is not None]
    whole = sum(item.weight for item in judged)
    if not whole:
        return None
    score = 100 * sum(item.weight for item in judged if answers[item.key]["ok"]) // whole
    failed_critical = any(item.critical and not answers[item.key]["ok"] for item in judged)
    return min(score, int(cap)) if failed_critical else score


def marks_of(run: ChecklistRun, numbers: Mapping[str, Decimal], *, timed: bool) -> list[Mark]:
    """What stands out about a run. `timed` is False where one tap answers all, as is meant for a day without faults."""
    marks = []
    took = (run.occurred_at - run.started_at).total_seconds()
    answered = len(run.answers)
    if timed and answered >= FEWEST_FOR_SPEED and took < answered * float(numbers[SECONDS_AN_ITEM]):
        marks.append(Mark.FAST)
    if reuse.is_reused(run, run.answers):
        marks.append(Mark.PHOTO_REUSED)
    if run.recorded_at - run.occurred_at >= dt.timedelta(minutes=int(numbers[LATE_MINUTES])):
        marks.append(Mark.LATE)
    if run.occurred_at - run.recorded_at > CLOCK_AHEAD:
        marks.append(Mark.CLOCK)
    if run.presence == Presence.MISSING:
        marks.append(Mark.NO_PRESENCE)
    return marks


def marks_with(run: ChecklistRun, answers: Mapping[str, Mapping[str, Any]]) -> str:
    """A run's marks after a correction: what stood out stays, and pictures shown now are compared as well."""
    marks = run.marks.split()
    if Mark.PHOTO_REUSED not in marks and reuse.is_reused(run, answers):
        marks.append(Mark.PHOTO_REUSED.value)
    return " ".join(marks)
