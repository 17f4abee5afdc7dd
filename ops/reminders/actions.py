"""Writing reminders, and what people do with those they got. Sending lies in `delivery`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from ops.facilities.models import Facility
from ops.jobs.nudging import nudge as ask_worker
from ops.organization.access import Access
from ops.organization.models import User
from ops.records.actor import Actor
from ops.reminders.delivery import deliver
from ops.reminders.discretion import Discretion
from ops.reminders.hours import NIGHT_BEGINS, NIGHT_ENDS, awake
from ops.reminders.models import Channel, Reminder
from ops.reminders.registry import messages
from ops.reminders.ways import Ways

__all__ = ["deliver", "mark_all_read", "mark_read", "nudge", "remind", "retry"]

log = structlog.get_logger(__name__)


@transaction.atomic
def remind(
    *,
    kind: str,
    subject: str,
    facility: Facility | None,
    recipients: Iterable[User],
    by: Actor,
    urgent: bool = False,
    level: int = 0,
    params: dict[str, Any] | None = None,
) -> int:
    """Tell people of something that is no duty (an incident, an override), in the transaction of its cause.

    `subject` names the cause: with the same subject and level nobody is told twice. `kind` is one of the registered
    messages; `params` is what its text needs, without a child's full name or health data. Returns how many are new.
    """
    notice = Notice(
        kind=kind,
        subject=subject,
        facility=facility,
        recipients=tuple(recipients),
        urgent=urgent,
        level=level,
        params=params or {},
    )
    told = Reminder.objects.filter(subject=subject, level=level)
    before = told.count()
    remind_all(notices=[notice], by=by)
    return told.count() - before


@dataclass(frozen=True)
class Notice:
    """What `remind` is told, for `remind_all`."""

    kind: str
    subject: str
    facility: Facility | None
    recipients: tuple[User, ...]
    urgent: bool = False
    level: int = 0
    params: dict[str, Any] = field(default_factory=dict)
    # Channels that an escalation policy demands, and its quiet hours; else as each chose, and the night.
    channels: tuple[str, ...] = ()
    quiet: tuple[dt.time, dt.time] = (NIGHT_BEGINS, NIGHT_ENDS)


@transaction.atomic
def remind_all(*, notices: Iterable[Notice], by: Actor) -> None:
    """Tell people of many things at once, in one statement; whoever was told already is not told twice."""
    now = timezone.now()
    told = list(notices)
    ways = Ways.to(person for one in told for person in one.recipients)
    discreet = Discretion((one.kind, one.facility.pk if one.facility else None) for one in told)
    rows = [row for one in told for row in _rows(one, ways, discreet, now)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    nudge()


def no_longer_needed(*, subject_prefix: str) -> int:
    """What waits to be sent of these subjects need not be sent any more: the cause is settled. Returns how many."""
    return _unsent().filter(subject__startswith=subject_prefix).update(state=Reminder.State.SETTLED)


def settle_all_but(*, kind: str, subjects: Iterable[str]) -> int:
    """What waits to be sent of this kind of any other subject need not be sent any more. Returns how many."""
    return _unsent().filter(kind=kind).exclude(subject__in=list(subjects)).update(state=Reminder.State.SETTLED)


def nudge() -> None:
    """Once this transaction is committed, ask a worker to send what waits; the next drain sends it all the same."""
    ask_worker("ops.reminders.tasks.deliver")


def mark_read(*, access: Access, ids: Iterable[UUID]) -> int:
    """Mark some of one's own messages as read; returns how many were unread."""
    return _unread(access).filter(pk__in=list(ids)).update(read_at=timezone.now())


def mark_all_read(*, access: Access) -> int:
    """Mark all of one's own messages as read; returns how many were unread."""
    return _unread(access).update(read_at=timezone.now())


def retry(*, reminder: Reminder, by: Actor) -> bool:
    """Try a given-up reminder once more from the beginning; False when it was not given up."""
    columns = {"state": Reminder.State.WAITING, "attempts": 0, "not_before": timezone.now(), "batch": None}
    found = Reminder.objects.filter(pk=reminder.pk, state=Reminder.State.DEAD).update(**columns)
    if found:
        log.info("reminder_retried", reminder=str(reminder.pk), by=str(by.user or by.name))
        nudge()
    return bool(found)


def _rows(notice: Notice, ways: Ways, discreet: Discretion, now: dt.datetime) -> list[Reminder]:
    if notice.kind not in messages:
        raise KeyError(notice.kind)
    facility = notice.facility
    params = discreet.applied(notice.kind, facility.pk if facility else None, notice.params)
    held = now if notice.urgent or facility is None else awake(now, facility.zone, *notice.quiet)
    people = [person for person in {person.pk: person for person in notice.recipients}.values() if person.is_active]
    return [
        Reminder(
            kind=notice.kind,
            subject=notice.subject,
            facility=facility,
            params=params,
            level=notice.level,
            recipient=way.recipient,
            point_id=way.point_id,
            channel=way.channel,
            state=Reminder.State.SENT if way.channel == Channel.IN_APP else Reminder.State.WAITING,
            sent_at=now if way.channel == Channel.IN_APP else None,
            urgent=notice.urgent,
            created_at=now,
            not_before=now if ways.keeps_own_hours(way.recipient) else held,
        )
        for way in ways.of(people, facility, urgent=notice.urgent, demanded=notice.channels)
    ]


def _unsent() -> Any:
    return Reminder.objects.filter(state__in=[Reminder.State.WAITING, Reminder.State.FAILED])


def _unread(access: Access) -> Any:
    return Reminder.objects.filter(recipient=access.user, channel=Channel.IN_APP, read_at=None)
