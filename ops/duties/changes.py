"""How duties are written: always set-based, with history, and with what follows from it in the same statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, DateTimeField, F, Value, When

from ops.duties.models import Duty, EscalationPolicy
from ops.duties.registry import DutyChange, Event, followers
from ops.records import bulk
from ops.records.actor import Actor


def following(change: DutyChange) -> list[bulk.Then]:
    """What the other capabilities write along with this change."""
    found = (follower.follow(change) for follower in followers)
    return [then for then in found if then is not None]


def change_duties(
    chosen: Any,
    event: Event,
    *,
    by: Actor,
    at: dt.datetime,
    policy: EscalationPolicy | None = None,
    level: int | None = None,
    limit: int | None = None,
    reason: str = "",
    **columns: Any,
) -> list[UUID]:
    """Write columns of all the duties that `chosen` finds, in one statement (two and more on SQLite).

    With `limit`, takes the first so many that no other transaction holds. Returns the ids of the changed duties.
    """
    change = DutyChange(event, at, policy, level)
    return bulk.update(
        chosen, by=by, reason=reason, limit=limit, skip_locked=limit is not None, then=following(change), **columns
    )


def beforehand() -> Case:
    """Expression: when the responsible are reminded of a duty that is open again, by its policy. One statement."""
    leads = EscalationPolicy.objects.of_duties().values_list("pk", "before_minutes")
    whens = [
        When(policy=pk, then=F("due_at") - Value(dt.timedelta(minutes=lead))) for pk, lead in leads if lead is not None
    ]
    return Case(*whens, default=Value(None), output_field=DateTimeField())


def insert_duties(duties: Iterable[Duty], *, by: Actor, at: dt.datetime) -> list[UUID]:
    """Insert duties that do not stand yet (same plan, same due time); returns the ids of the new ones."""
    return bulk.insert(Duty, duties, by=by, then=following(DutyChange(Event.GENERATED, at)))
