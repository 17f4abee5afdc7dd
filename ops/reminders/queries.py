"""A person's messages with what became of them, what could not be delivered, and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ops.duties.models import Duty
from ops.organization.access import Access
from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK, Role
from ops.reminders.answers import RETOLD, answers_to, cause_of
from ops.reminders.letters import text_of
from ops.reminders.models import Channel, ContactPoint, Reminder, ReminderAnswer
from ops.reminders.registry import Message

# Who sets up a union's groups, and tries again what was given up.
SETTING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)


def inbox(access: Any) -> QuerySet[Reminder]:
    """The reader's own messages, newest first, with all that their text needs; what a summary says stands there."""
    return _own(access).filter(carried_by=None)


def in_summary(access: Any, summary: Reminder) -> QuerySet[Reminder]:
    """What a summary of the reader's says one by one, newest first, whichever way the summary went."""
    rows = Reminder.objects.filter(carried_by=summary, recipient=access.user)
    return rows.select_related("facility", "duty__plan", "duty__facility").order_by("-created_at", "-pk")


def summaries(access: Any) -> QuerySet[Reminder]:
    """The reader's own summaries, by every channel: a mail leads to the same page."""
    return Reminder.objects.filter(recipient=access.user, kind="summary").select_related("facility")


def own_message(access: Any) -> QuerySet[Reminder]:
    """The reader's own messages in the app, those in summaries too."""
    return _own(access)


def _own(access: Any) -> QuerySet[Reminder]:
    mine = Reminder.objects.filter(recipient=access.user, channel=Channel.IN_APP)
    return mine.select_related("facility", "duty__plan", "duty__facility").order_by("-created_at", "-pk")


def unread(access: Any) -> tuple[QuerySet[Reminder]]:
    """The reader's messages that are unread; what was put off is not, until its time has come."""
    mine = Reminder.objects.filter(recipient=access.user, channel=Channel.IN_APP, read_at=None, carried_by=None)
    return (mine.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=timezone.now())),)


def unread_count(access: Any) -> int:
    """How many of the reader's messages are unread."""
    return unread(access)[0].count()


@dataclass(frozen=True)
class Line:
    """A message as its reader sees it: its text, how it went by each other channel, and what was answered."""

    reminder: Reminder
    said: Message
    deliveries: list[Reminder]
    answers: list[ReminderAnswer]

    @property
    def on_it(self) -> ReminderAnswer | None:
        """Who takes care of it."""
        return next((one for one in self.answers if one.is_on_it), None)

    @property
    def put_off(self) -> ReminderAnswer | None:
        """The last time that its reader put it off."""
        mine = [one for one in self.answers if one.kind == ReminderAnswer.Kind.SNOOZE]
        return next((one for one in reversed(mine) if one.answered_by_id == self.reminder.recipient_id), None)


def lines_of(rows: Iterable[Reminder], language: str) -> list[Line]:
    """Messages of one reader with how they went and what was answered; two statements, whatever their number."""
    reminders = list(rows)
    went = _by_other_channels(reminders)
    answers = answers_to(reminders)
    return [
        Line(row, text_of(row, language), went.get(cause_of(row), []), answers.get(cause_of(row), []))
        for row in reminders
    ]


def _by_other_channels(reminders: list[Reminder]) -> dict[tuple[str, int], list[Reminder]]:
    if not reminders:
        return {}
    duties = {row.duty_id for row in reminders if row.duty_id and not row.subject}
    subjects = {row.subject for row in reminders if row.subject}
    rows = Reminder.objects.filter(Q(duty__in=duties) | Q(subject__in=subjects), recipient=reminders[0].recipient_id)
    found: dict[tuple[str, int], list[Reminder]] = {}
    # What was to be told once more and need not be any longer says nothing to its reader.
    rows = rows.exclude(channel=Channel.IN_APP).exclude(kind__in=RETOLD, state=Reminder.State.SETTLED)
    for row in rows.select_related("point", "carried_by").order_by("created_at", "pk"):
        found.setdefault(cause_of(row), []).append(row)
    return found


def undelivered(access: Any) -> QuerySet[Reminder]:
    """Reminders of facilities in the reader's scope that were given up or are being retried; newest first."""
    stuck = Reminder.objects.filter(state__in=[Reminder.State.DEAD, Reminder.State.FAILED])
    stuck = stuck.filter(access.facilities("facility", SETTING))
    told = ("recipient", "point__union", "point__user", "facility", "duty__plan", "duty__facility")
    return stuck.select_related(*told).order_by("-created_at", "-pk")


def reminders_of(duty: Duty) -> QuerySet[Reminder]:
    """Who was told of a duty, by level, and whether it arrived."""
    return duty.reminders.select_related("recipient").order_by("level", "created_at", "recipient__name", "channel")


# --- addresses ---


def own_points(access: Any) -> QuerySet[ContactPoint]:
    """The reader's own addresses that stand."""
    return ContactPoint.objects.standing().filter(user=access.user.pk).order_by("channel", "label", "pk")


def group_points(access: Access) -> QuerySet[ContactPoint]:
    """The groups of the unions in the reader's subtree that stand, in the tree's order."""
    groups = ContactPoint.objects.standing().filter(access.unions("union"), union__isnull=False)
    return groups.select_related("union").order_by("union__path", "channel", "label", "pk")


def visible_points(access: Access) -> QuerySet[ContactPoint]:
    """One's own addresses, and for who oversees those of the unions in the subtree."""
    rows = ContactPoint.objects.standing().select_related("union")
    return rows.visible_to(access) if access.may(*AT_DESK) else rows.filter(user=access.user.pk)


def unions_to_set(access: Access) -> list[TradeUnion]:
    """The unions for whose groups the reader may decide, in the tree's order; at most 300."""
    wanted = Q(pk__in=())
    for path in access.union_paths(*SETTING):
        wanted |= Q(path__startswith=path)
    return list(TradeUnion.objects.filter(wanted).order_by("path")[:300])


def may_change(access: Access, point: ContactPoint) -> bool:
    """Whether the address is the reader's own, or that of a union that the reader runs."""
    if point.union is None:
        return point.user_id == access.user.pk
    return access.may_at_union(point.union, *SETTING)
