"""What people answer to a reminder: "I'm on it", or "later". Neither stops the way to the next level."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties.models import Duty
from ops.records.actions import create
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.reminders.models import Channel, Reminder, ReminderAnswer
from ops.reminders.storms import SUMMARY
from ops.reminders.ways import Ways

AGAIN = "again"
# What is about no duty may be put off for so long.
LONGEST = dt.timedelta(hours=24)
State = Reminder.State
_OVER = (Duty.State.DONE, Duty.State.DONE_LATE, Duty.State.VOID)


def same_level(reminder: Reminder) -> Q:
    """The condition "tells of the same thing at the same level"."""
    if reminder.duty_id and not reminder.subject:
        return Q(duty=reminder.duty_id, subject="", level=reminder.level)
    return Q(subject=reminder.subject, level=reminder.level)


def cause_of(reminder: Reminder) -> tuple[str, int]:
    """What a reminder tells of, and at which level; one that was put off tells of what it told before."""
    subject = reminder.params.get("cause", "") if reminder.kind == AGAIN else reminder.subject
    return subject or str(reminder.duty_id), reminder.level


def latest(reminder: Reminder) -> dt.datetime:
    """Until when a reminder may be put off: the closing of its duty, else a day."""
    if reminder.duty is not None and reminder.duty.closes_at > timezone.now():
        return reminder.duty.closes_at
    return timezone.now() + LONGEST


@transaction.atomic
def take_on(*, reminder: Reminder, by: Actor) -> ReminderAnswer:
    """Say "I'm on it" for all who were told of the same thing at the same level: nothing more is sent to them.

    The levels above are told all the same while it is not done. Saying it twice changes nothing; raises Conflict
    when somebody else is on it already, or it is done.
    """
    _require_open(reminder)
    standing = ReminderAnswer.objects.filter(same_level(reminder), kind=ReminderAnswer.Kind.ON_IT).first()
    if standing is None:
        try:
            with transaction.atomic():
                standing = create(_answer(reminder, ReminderAnswer.Kind.ON_IT, by), by=by)
        except IntegrityError:
            standing = ReminderAnswer.objects.get(same_level(reminder), kind=ReminderAnswer.Kind.ON_IT)
    if standing.answered_by_id != by.user.pk:
        raise Conflict(_("{person} is on it already.").format(person=standing.answered_by))
    waiting = Reminder.objects.filter(
        same_level(reminder) | _put_off(reminder), state__in=[State.WAITING, State.FAILED]
    )
    waiting.exclude(channel=Channel.IN_APP).update(state=State.SETTLED)
    return standing


@transaction.atomic
def snooze(*, reminder: Reminder, until: dt.datetime, reason: str, by: Actor) -> ReminderAnswer:
    """Put off one's own reminder until a time, with a reason: it is unread and told again then, if still needed.

    Others, and the levels above, are told as if nothing had been said. Raises RuleBroken for a time that is past or
    beyond the duty's closing, and without a reason; Conflict when it is done.
    """
    _require_open(reminder)
    if not reason.strip():
        raise RuleBroken("reason", _("Say why it can wait: others will read it."))
    now = timezone.now()
    if until <= now:
        raise RuleBroken("until", _("Choose a time that is still to come."))
    last = latest(reminder)
    if until > last:
        local = reminder.facility.local(last) if reminder.facility else timezone.localtime(last)
        raise RuleBroken("until", _("Not later than {time}.").format(time=f"{local:%Y-%m-%d %H:%M}"))
    answer = _answer(reminder, ReminderAnswer.Kind.SNOOZE, by, reason=reason.strip(), until=until)
    create(answer, by=by, reason=reason.strip())
    Reminder.objects.filter(pk=reminder.pk).update(snoozed_until=until, read_at=None)
    mine = Reminder.objects.filter(recipient=by.user.pk, state__in=[State.WAITING, State.FAILED])
    mine.filter(same_level(reminder) | _put_off(reminder)).exclude(channel=Channel.IN_APP).update(state=State.SETTLED)
    Reminder.objects.bulk_create(_later(reminder, answer, now))
    return answer


def answers_to(reminders: list[Reminder]) -> dict[tuple[str, int], list[ReminderAnswer]]:
    """What was answered to these by anybody, by cause and level, the newest last; one statement."""
    causes = [(row, row.params.get("cause", "") if row.kind == AGAIN else row.subject) for row in reminders]
    duties = {row.duty_id for row, subject in causes if row.duty_id and not subject}
    subjects = {subject for _row, subject in causes if subject}
    if not duties and not subjects:
        return {}
    found: dict[tuple[str, int], list[ReminderAnswer]] = {}
    rows = ReminderAnswer.objects.filter(Q(duty__in=duties, subject="") | Q(subject__in=subjects))
    for row in rows.select_related("answered_by").order_by("answered_at"):
        found.setdefault((row.subject or str(row.duty_id), row.level), []).append(row)
    return found


def taken_among(reminders: list[Reminder]) -> set[Any]:
    """The ids of those that somebody has taken on; one statement."""
    taken = {
        cause
        for cause, answers in answers_to(reminders).items()
        if any(one.kind == ReminderAnswer.Kind.ON_IT for one in answers)
    }
    return {row.pk for row in reminders if cause_of(row) in taken} if taken else set()


def _put_off(reminder: Reminder) -> Q:
    return Q(kind=AGAIN, duty=reminder.duty_id, level=reminder.level, params__cause=reminder.subject)


def _require_open(reminder: Reminder) -> None:
    if reminder.kind == SUMMARY:
        raise Conflict(_("A summary cannot be answered: open it and answer one by one."))
    if reminder.duty is not None and reminder.duty.state in _OVER:
        raise Conflict(_("This is done or no longer required."))


def _answer(reminder: Reminder, kind: str, by: Actor, **fields: Any) -> ReminderAnswer:
    return ReminderAnswer(
        facility=reminder.facility,
        duty=reminder.duty,
        subject=reminder.subject,
        level=reminder.level,
        kind=kind,
        answered_by_id=by.user.pk,
        **fields,
    )


def _later(reminder: Reminder, answer: ReminderAnswer, now: dt.datetime) -> list[Reminder]:
    """The same to the same person by each of the own ways, at the time that was asked for."""
    person: Any = reminder.recipient
    return [
        Reminder(
            kind=AGAIN,
            duty=reminder.duty,
            facility=reminder.facility,
            subject=f"{AGAIN}:{answer.pk}",
            params={"kind": reminder.kind, "params": reminder.params, "cause": reminder.subject},
            level=reminder.level,
            recipient=way.recipient,
            point_id=way.point_id,
            channel=way.channel,
            urgent=reminder.urgent,
            created_at=now,
            not_before=answer.until or now,
        )
        for way in Ways.to([person]).of([person], None, urgent=reminder.urgent)
        if way.channel != Channel.IN_APP
    ]
