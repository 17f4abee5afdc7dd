"""Telling guardians that a child arrived or was collected: beside the door, never in its way.

The hand-overs' own history is the feed: each new row, correction and voiding stands there once, in the transaction that
made it. A run reads what was added since the mark, tells what is new, and moves the mark, all in one transaction; what
was told carries the hand-over as its subject, so that runs at once, again, or killed in the middle neither lose nor
double a notice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from ops.records.actor import Actor
from ops.reminders.actions import Notice, remind_all
from ops.reminders.models import Channel, Reminder
from stations.attendance.models import Handover
from stations.enrolment.models import SENSITIVE, Guardianship
from stations.enrolment.queries import unbarred
from stations.guardians.models import NoticeMark

KIND = "handover"
# Not that of a release, of which managers are told: one person may be both.
SUBJECT = "handover-told"
# An installation that begins to tell, or whose worker was away, does not tell of what was recorded longer ago.
OLDEST = dt.timedelta(hours=12)

Told = dict[tuple[str, UUID], Reminder]


@transaction.atomic
def tell(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Tell of the hand-overs recorded, corrected or voided since the last run; returns how many notices that were.

    A constant number of statements; two runs at once take turns.
    """
    now = now or timezone.now()
    mark = _held_mark(now)
    changed = mark.unread(_history())
    if not mark.looked_at(changed):
        mark.move(now)
        return 0
    ids = set(changed.filter(history_date__gt=now - OLDEST).values_list("id", flat=True))
    notices = list(notices_of(ids))
    if notices:
        remind_all(notices=notices, by=by)
    mark.move(now)
    return len(notices)


def _held_mark(now: dt.datetime) -> NoticeMark:
    """The mark, locked; at the very first run it begins behind what is too old to be told."""
    marks = NoticeMark.objects.select_for_update()
    if (mark := marks.filter(pk=1).first()) is not None:
        return mark
    old = _history().filter(history_date__lt=now - OLDEST).aggregate(newest=Max("history_id"))["newest"] or 0
    begun = NoticeMark(pk=1, settled_id=old, next_id=old, next_at=now)
    NoticeMark.objects.bulk_create([begun], ignore_conflicts=True)
    return marks.get(pk=1)


def _history() -> Any:
    return Handover.history.model._base_manager.order_by()


def notices_of(ids: set[UUID]) -> Iterator[Notice]:
    """What is to be said now of these hand-overs: what was not yet told, and what was told otherwise."""
    if not ids:
        return
    handovers = list(
        Handover.objects.filter(pk__in=ids)
        .select_related("child", "facility", "facility__union")
        .defer(*(f"child__{name}" for name in SENSITIVE))
        .order_by("occurred_at", "sequence")
    )
    ties = _ties({handover.child_id for handover in handovers})
    told = _told(ids)
    for handover in handovers:
        said = _said(handover)
        for tie in ties[handover.child_id]:
            last = told.get((subject_of(handover), tie.guardian.user_id))
            if last is None:
                if handover.is_void or not _is_wanted(handover, tie):
                    continue
                yield _notice(handover, tie, said, 0)
            elif {name: last.params.get(name) for name in said} != said:
                yield _notice(handover, tie, {**said, "corrected": True}, last.level + 1)


def _ties(children: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """Guardians with an account who chose to be told, by child; not those who must not collect it."""
    chosen = Q(guardian__tells_arrivals=True) | Q(guardian__tells_departures=True)
    rows = unbarred(Guardianship.objects.filter(chosen, child__in=list(children), guardian__user__is_active=True))
    ties: dict[UUID, list[Any]] = defaultdict(list)
    for tie in rows.select_related("guardian__user").defer("guardian__phone"):
        ties[tie.child_id].append(tie)
    return ties


def _told(ids: Iterable[UUID]) -> Told:
    """The newest notice of each hand-over to each person."""
    subjects = [f"{SUBJECT}:{pk}" for pk in ids]
    rows = Reminder.objects.filter(subject__in=subjects, channel=Channel.IN_APP).order_by("level")
    return {(row.subject, row.recipient_id): row for row in rows}  # type: ignore[misc]


def _is_wanted(handover: Handover, tie: Any) -> bool:
    return tie.guardian.tells_arrivals if handover.is_arrival else tie.guardian.tells_departures


def subject_of(handover: Handover) -> str:
    """What makes a notice unique."""
    return f"{SUBJECT}:{handover.pk}"


def _said(handover: Handover) -> dict[str, Any]:
    """What a notice says: no full name of the child, no health data."""
    place = handover.facility
    late = handover.entered_late
    what = "arrived" if handover.is_arrival else "alone" if handover.left_alone else "collected"
    return {
        "child": str(handover.child_id),
        "name": handover.child.masked,
        "what": "void" if handover.is_void else what,
        "day": handover.local_date.isoformat(),
        "clock": f"{place.local(handover.occurred_at):%H:%M}",
        "who": handover.relation,
        "late": f"{place.local(handover.recorded_at):%H:%M}" if late else "",
    }


def _notice(handover: Handover, tie: Any, said: dict[str, Any], level: int) -> Notice:
    return Notice(
        kind=KIND,
        subject=subject_of(handover),
        facility=handover.facility,
        recipients=(tie.guardian.user,),
        level=level,
        params=said,
    )
