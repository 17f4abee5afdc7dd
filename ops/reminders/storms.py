"""Mass outages make no storm: more than so many reminders at once for one union and level become one summary.

Each reminder keeps its row; `carried_by` names the summary that says it. A summary is a reminder itself: sent,
retried and given up like any other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from ops.organization.models import User
from ops.policy.queries import numbers_in_force
from ops.records.ids import uuid7
from ops.reminders.models import Channel, Reminder

SUMMARY = "summary"
NUMBER = "reminders_at_once_max"
# In the app what came within so long came at once; elsewhere it is what waits together.
AT_ONCE = dt.timedelta(minutes=10)
# No union may set it lower: smaller groups are not looked at.
NEVER_BELOW = 3
State = Reminder.State


def gather(rows: Sequence[Reminder], now: dt.datetime) -> list[Reminder]:
    """Of reminders of one address, locked by the caller, replace each storm by a summary; returns what is to be sent.

    Costs nothing but a look at the rows where there is no storm; a statement for the number and two for each storm.
    """
    groups: dict[Any, list[Reminder]] = defaultdict(list)
    for row in rows:
        if row.kind != SUMMARY and row.facility is not None:
            groups[row.level, row.urgent, row.facility.union_id].append(row)
    left = list(rows)
    for group in groups.values():
        if len(group) > NEVER_BELOW and len(group) > _most(group[0], now):
            summary = _carry(group, now)
            left = [row for row in left if row.carried_by_id is None] + [summary]
    return left


def gather_in_app(now: dt.datetime | None = None) -> int:
    """Replace the storms among unread messages in the app by summaries; returns how many summaries there are now.

    A person is locked while theirs are gathered, so that two drains make one summary.
    """
    now = now or timezone.now()
    loud = (
        _fresh(now)
        .order_by()
        .values("recipient", "level", "urgent", "facility__union")
        .annotate(number=Count("*"), newest=Max("created_at"))
        .filter(number__gt=NEVER_BELOW)
    )
    people = {found["recipient"] for found in loud}
    return sum(_gather_for(person, now) for person in people)


def _fresh(now: dt.datetime) -> QuerySet[Reminder]:
    found = Reminder.objects.filter(
        channel=Channel.IN_APP, read_at=None, carried_by=None, created_at__gt=now - AT_ONCE, created_at__lte=now
    )
    return found.filter(facility__isnull=False, recipient__isnull=False).exclude(kind=SUMMARY)


@transaction.atomic
def _gather_for(person: Any, now: dt.datetime) -> int:
    User.objects.select_for_update(no_key=True).get(pk=person)
    rows = list(_fresh(now).filter(recipient=person).select_related("facility", "recipient").order_by("created_at"))
    kept = gather(rows, now)
    return sum(row.kind == SUMMARY for row in kept)


def _most(row: Reminder, now: dt.datetime) -> int:
    facility: Any = row.facility
    found = numbers_in_force([NUMBER], facility.union_path, timezone.localtime(now).date())
    return max(NEVER_BELOW, int(found[NUMBER]))


def _carry(group: list[Reminder], now: dt.datetime) -> Reminder:
    """One summary of these reminders to their one address; it says how many of which kind, since when."""
    first = group[0]
    facility: Any = first.facility
    in_app = first.channel == Channel.IN_APP
    summary = Reminder.objects.create(
        kind=SUMMARY,
        subject=f"{SUMMARY}:{uuid7()}",
        facility=facility,
        params={
            "union": str(facility.union_id),
            "union_name": facility.union.name,
            "union_name_en": facility.union.name_en,
            "kinds": dict(Counter(row.kind for row in group)),
            "since": min(row.created_at for row in group).isoformat(),
        },
        level=first.level,
        recipient=first.recipient,
        point=first.point,
        channel=first.channel,
        state=State.SENT if in_app else State.WAITING,
        sent_at=now if in_app else None,
        urgent=first.urgent,
        created_at=now,
        not_before=now,
    )
    columns: dict[str, Any] = {"carried_by": summary}
    if not in_app:
        columns |= {"state": State.CARRIED, "batch": None}
    Reminder.objects.filter(pk__in=[row.pk for row in group]).update(**columns)
    for row in group:
        row.carried_by = summary
    return summary


def carried(summaries: Iterable[Reminder]) -> QuerySet[Reminder]:
    """What these summaries say, newest first."""
    rows = Reminder.objects.filter(carried_by__in=[row.pk for row in summaries])
    return rows.select_related("facility", "duty__plan", "duty__facility").order_by("-created_at", "-pk")
