"""Draining the outbox: claim, send, mark."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ops.duties.models import Duty
from ops.organization.models import User
from ops.records.actor import Actor
from ops.records.ids import uuid7
from ops.reminders.answers import taken_among
from ops.reminders.choices import take_away
from ops.reminders.errors import Gone, Refused, Unreachable
from ops.reminders.hours import held_until
from ops.reminders.models import Channel, ContactPoint, Preference, Reminder
from ops.reminders.senders import Post
from ops.reminders.storms import SUMMARY, gather, gather_in_app

log = structlog.get_logger(__name__)
State = Reminder.State

# A claimed message is left alone for so long; a conversation with a slow host is shorter.
LEASE = dt.timedelta(minutes=4)
# The waits between attempts double: 1, 2, 4 … minutes, four hours in all; then it is given up, visibly.
FIRST_WAIT = dt.timedelta(minutes=1)
ATTEMPTS = 8
SERVER_WAIT = dt.timedelta(minutes=1)
# So many of one address are looked at together.
AT_MOST = 2000


@dataclass
class Delivered:
    """What one drain did: messages sent, failed and given up, reminders no longer needed, summaries made in the app."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    settled: int = 0
    summaries: int = 0


@dataclass
class _Drain:
    """What one drain knows: what it has done, and which hosts did not answer it."""

    done: Delivered = field(default_factory=Delivered)
    channels_out: set[str] = field(default_factory=set)
    points_out: set[UUID] = field(default_factory=set)

    def waiting(self, now: dt.datetime) -> QuerySet[Reminder]:
        """What may be sent now, by hosts that answer."""
        due = Reminder.objects.filter(
            state__in=[State.WAITING, State.FAILED, State.SENDING], not_before__lte=now
        ).exclude(channel__in=[Channel.IN_APP, *self.channels_out])
        return due.filter(Q(point=None) | ~Q(point__in=self.points_out)) if self.points_out else due


def deliver(*, seconds: float = 40) -> Delivered:
    """Send what waits, one message an address: what is not urgent together, what is urgent each on its own, and more
    than so many of one union and level as one summary.

    What is guaranteed. No reminder is lost: a message is claimed (`sending`, with a lease and the id of the message)
    and committed before its host is spoken to, and marked as sent after the host took it. A worker that is killed in
    between leaves the claim; when its lease has run out, the same message with the same reminders and the same
    Message-ID is sent again. An address is claimed by one drain at a time, so none is sent by two and a storm is seen
    whole. No channel has a way to ask whether a message arrived: one killed in the instant between the host's yes and
    our mark is sent twice, and mail programs that know the Message-ID show it once.

    A refusal is tried again with growing waits, then given up (`dead`), with the host's words. A mail server that
    cannot be reached costs nobody an attempt: this drain leaves the channel, and everything waits.
    """
    drain, until, post = _Drain(), time.monotonic() + seconds, Post()
    drain.done.summaries = gather_in_app()
    try:
        while time.monotonic() < until:
            batch = _claim(drain)
            if batch is None:
                break
            if batch:
                _send(batch, post, drain)
    finally:
        post.close()
    return drain.done


@transaction.atomic
def _claim(drain: _Drain) -> list[Reminder] | None:
    """The reminders of the next message, now ours; empty if these need not or may not go, None if nothing waits."""
    now = timezone.now()
    due = drain.waiting(now)
    first = due.order_by("not_before").values("recipient", "point", "channel").first()
    if first is None:
        return None
    _hold_address(first)
    mine = due.filter(recipient=first["recipient"], point=first["point"], channel=first["channel"])
    mine = mine.select_related("recipient", "point", "facility__union", "duty__plan", "duty__facility")
    rows = list(mine.order_by("not_before", "pk").select_for_update(skip_locked=True, of=("self",))[:AT_MOST])
    return _claimed(_one_message(_still_wanted(rows, now, drain.done), now), now)


def _hold_address(first: Any) -> None:
    """One drain at a time speaks to an address. Inserting reminders to it is not held up."""
    model: Any = ContactPoint if first["point"] else User
    model._base_manager.select_for_update(no_key=True).only("pk").get(pk=first["point"] or first["recipient"])


def _still_wanted(rows: list[Reminder], now: dt.datetime, done: Delivered) -> list[Reminder]:
    """Settle what is no longer needed, and put off what its recipient does not want yet."""
    needless = {row.pk for row in rows if _is_needless(row)} | _taken_on(rows)
    if needless:
        done.settled += Reminder.objects.filter(pk__in=needless).update(state=State.SETTLED)
    rows = [row for row in rows if row.pk not in needless]
    if not rows or rows[0].recipient_id is None:
        return rows
    wish = Preference.objects.filter(user=rows[0].recipient_id).first()
    kept = []
    for row in rows:
        until = held_until(row, wish, now)
        if until <= now or row.batch is not None:
            kept.append(row)
        else:
            Reminder.objects.filter(pk=row.pk).update(not_before=until)
    return kept


def _is_needless(reminder: Reminder) -> bool:
    if reminder.recipient is not None and not reminder.recipient.is_active:
        return True
    if reminder.kind == SUMMARY:
        told = Reminder.objects.filter(carried_by=reminder).select_related("duty", "recipient")
        return all(_is_needless(row) for row in told)
    duty = reminder.duty
    if duty is None:
        return False
    if reminder.level == 0:
        return duty.state != Duty.State.OPEN
    return duty.state in (Duty.State.DONE, Duty.State.DONE_LATE, Duty.State.VOID)


def _taken_on(rows: list[Reminder]) -> set[UUID]:
    """Those that somebody of the same level has taken on in the meantime."""
    return taken_among([row for row in rows if row.kind != SUMMARY and row.batch is None])


def _one_message(rows: list[Reminder], now: dt.datetime) -> list[Reminder]:
    """What goes together: the rest of an interrupted message, one that is urgent, or all that is not."""
    if not rows:
        return []
    interrupted = [row for row in rows if row.batch is not None]
    if interrupted:
        return [row for row in interrupted if row.batch == interrupted[0].batch]
    rows = gather(rows, now)
    urgent = [row for row in rows if row.urgent]
    return urgent[:1] or sorted(rows, key=lambda row: (row.created_at, row.pk))


def _claimed(batch: list[Reminder], now: dt.datetime) -> list[Reminder]:
    if not batch:
        return []
    name = batch[0].batch or uuid7()
    claim = {"state": State.SENDING, "batch": name, "not_before": now + LEASE, "attempts": F("attempts") + 1}
    Reminder.objects.filter(pk__in=[one.pk for one in batch]).update(**claim)
    for one in batch:
        one.batch, one.attempts = name, one.attempts + 1
    return batch


def _send(batch: list[Reminder], post: Post, drain: _Drain) -> None:
    """Send one claimed message and note what came of it."""
    try:
        post.send(batch)
    except Unreachable as error:
        _unreachable(batch, error, drain)
    except Refused as error:
        _refused(batch, error, drain)
    except Exception as error:  # noqa: BLE001  # a message that cannot be composed must not hold up the others
        log.exception("reminder_not_composed", batch=str(batch[0].batch))
        _refused(batch, Refused(f"{type(error).__name__}: {error}"), drain)
    else:
        _ours(batch).update(state=State.SENT, sent_at=timezone.now(), error="")
        drain.done.sent += 1


def _ours(batch: list[Reminder]) -> QuerySet[Reminder]:
    """The claimed rows, unless somebody took them over after our lease."""
    return Reminder.objects.filter(
        pk__in=[one.pk for one in batch],
        state=State.SENDING,
        batch=batch[0].batch,
        attempts__lte=max(o.attempts for o in batch),
    )


def _refused(batch: list[Reminder], error: Refused, drain: _Drain) -> None:
    attempts = max(one.attempts for one in batch)
    dead = attempts >= ATTEMPTS or error.for_good
    wait = FIRST_WAIT * 2 ** min(attempts - 1, ATTEMPTS)
    _ours(batch).update(
        state=State.DEAD if dead else State.FAILED,
        error=str(error),
        not_before=timezone.now() + wait,
        batch=None,
    )
    drain.done.dead += dead
    drain.done.failed += not dead
    point = batch[0].point
    if point is not None:
        # A robot that refused one message, or did not answer, is not asked again for the others within this drain.
        drain.points_out.add(point.pk)
        if isinstance(error, Gone):
            take_away(point=point, by=Actor.system("outbox"), reason=str(error))


def _unreachable(batch: list[Reminder], error: Unreachable, drain: _Drain) -> None:
    """Nobody knows whether a broken conversation delivered: the message keeps its id."""
    _ours(batch).update(
        state=State.FAILED,
        error=str(error),
        not_before=timezone.now() + SERVER_WAIT,
        attempts=F("attempts") - 1,
    )
    drain.done.failed += 1
    drain.channels_out.add(batch[0].channel)
    log.warning("host_unreachable", channel=batch[0].channel, error=str(error))
