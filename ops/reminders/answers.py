"""What people answer to a reminder: "I'm on it", or "later". Neither stops the way to the next level.

An "I'm on it" may be taken back: then the others of that level are told again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties.models import Duty
from ops.jobs.nudging import nudge
from ops.records.actions import create, lock, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.reminders.hours import awake
from ops.reminders.models import Channel, Reminder, ReminderAnswer
from ops.reminders.storms import SUMMARY
from ops.reminders.ways import Ways

# Messages that say once more what another said: to who put it off, and to the others when nobody is on it any more.
AGAIN, BACK = "again", "taken_back"
RETOLD = (AGAIN, BACK)
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
    """What a reminder tells of, and at which level; one that is told once more tells of what it told before."""
    return _subject_of(reminder) or str(reminder.duty_id), reminder.level


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
    told = ReminderAnswer.objects.on_it().filter(same_level(reminder))
    standing = told.first()
    if standing is None:
        try:
            with transaction.atomic():
                standing = create(_answer(reminder, ReminderAnswer.Kind.ON_IT, by), by=by)
        except IntegrityError:
            standing = told.get()
    if standing.answered_by_id != by.user.pk:
        raise Conflict(_("{person} is on it already.").format(person=standing.answered_by))
    waiting = Reminder.objects.filter(same_level(reminder) | _retold(reminder), state__in=[State.WAITING, State.FAILED])
    waiting.exclude(channel=Channel.IN_APP).update(state=State.SETTLED)
    return standing


@transaction.atomic
def take_back(*, reminder: Reminder, reason: str, by: Actor) -> ReminderAnswer:
    """Say that one is not on it after all, and why: it is unread again for the others of that level, and they get a
    message by each way by which they were told, or were spared of being told, before.

    Who has put it off is told at the time that was asked for. Doing it twice changes nothing. Raises Conflict when
    somebody else, or nobody, is on it, or it is done; RuleBroken without a reason.
    """
    _require_open(reminder)
    if not reason.strip():
        raise RuleBroken("reason", _("Say why: the others will read it."))
    mine = ReminderAnswer.objects.filter(same_level(reminder), kind=ReminderAnswer.Kind.ON_IT, answered_by=by.user.pk)
    found = mine.order_by("-answered_at").first()
    if found is None:
        raise Conflict(_("You have not said that you are on it."))
    answer = lock(found, version=None)
    if answer.withdrawn_at is not None:
        return answer
    answer.withdrawn_at, answer.withdrawn_reason = timezone.now(), reason.strip()
    save(answer, by=by, reason=answer.withdrawn_reason)
    others = Reminder.objects.filter(same_level(reminder)).exclude(recipient=by.user.pk)
    others.filter(channel=Channel.IN_APP).update(read_at=None)
    _tell_others(others, answer)
    return answer


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
    mine.filter(same_level(reminder) | _retold(reminder)).exclude(channel=Channel.IN_APP).update(state=State.SETTLED)
    Reminder.objects.bulk_create(_later(reminder, answer, now))
    return answer


def answers_to(reminders: list[Reminder]) -> dict[tuple[str, int], list[ReminderAnswer]]:
    """What was answered to these by anybody, by cause and level, the newest last; one statement."""
    causes = [(row, _subject_of(row)) for row in reminders]
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
    taken = {cause for cause, answers in answers_to(reminders).items() if any(one.is_on_it for one in answers)}
    return {row.pk for row in reminders if cause_of(row) in taken} if taken else set()


def _subject_of(reminder: Reminder) -> str:
    return reminder.params.get("cause", "") if reminder.kind in RETOLD else reminder.subject


def _retold(reminder: Reminder) -> Q:
    """The condition "says once more what this one said"."""
    return Q(kind__in=RETOLD, duty=reminder.duty_id, level=reminder.level, params__cause=reminder.subject)


def _tell_others(others: QuerySet[Reminder], answer: ReminderAnswer) -> None:
    """That nobody is on it any more: to each address at once, to whoever has put it off at the time asked for."""
    now = timezone.now()
    putting_off = ReminderAnswer.objects.filter(
        duty=answer.duty, subject=answer.subject, level=answer.level, kind=ReminderAnswer.Kind.SNOOZE, until__gt=now
    )
    later = {row.answered_by_id: f"{AGAIN}:{row.pk}" for row in putting_off.order_by("answered_at")}
    Reminder.objects.filter(subject__in=later.values(), state=State.SETTLED).update(state=State.WAITING)
    told = others.exclude(channel=Channel.IN_APP).exclude(recipient__in=later)
    rows = list(told.filter(Q(point=None) | Q(point__ended_at=None)).select_related("facility", "recipient", "duty"))
    ways = Ways.to([row.recipient for row in rows if row.recipient])
    Reminder.objects.bulk_create(_taken_back(row, answer, ways, now) for row in rows)
    nudge("ops.reminders.tasks.deliver")


def _taken_back(row: Reminder, answer: ReminderAnswer, ways: Ways, now: dt.datetime) -> Reminder:
    """Without the reason, which may say too much of a child: it stands on the reminder's page."""
    free = row.urgent or row.facility is None or ways.keeps_own_hours(row.recipient)
    return _once_more(
        row,
        BACK,
        answer,
        {"person": str(answer.answered_by)},
        recipient=row.recipient,
        point_id=row.point_id,
        channel=row.channel,
        created_at=now,
        not_before=now if free or row.facility is None else awake(now, row.facility.zone),
    )


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
        _once_more(
            reminder,
            AGAIN,
            answer,
            {},
            recipient=way.recipient,
            point_id=way.point_id,
            channel=way.channel,
            created_at=now,
            not_before=answer.until or now,
        )
        for way in Ways.to([person]).of([person], None, urgent=reminder.urgent)
        if way.channel != Channel.IN_APP
    ]


def _once_more(reminder: Reminder, kind: str, answer: ReminderAnswer, said: dict[str, str], **address: Any) -> Reminder:
    """A message that says what `reminder` said, because of an answer to it."""
    return Reminder(
        kind=kind,
        duty=reminder.duty,
        facility=reminder.facility,
        subject=f"{kind}:{answer.pk}",
        params={"kind": reminder.kind, "params": reminder.params, "cause": reminder.subject, **said},
        level=reminder.level,
        urgent=reminder.urgent,
        **address,
    )
