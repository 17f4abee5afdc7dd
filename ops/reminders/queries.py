"""A person's messages, and what could not be delivered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ops.duties.models import Duty
from ops.reminders.models import Channel, Reminder


def inbox(access: Any) -> QuerySet[Reminder]:
    """The reader's own messages, newest first, with all that their text needs."""
    mine = Reminder.objects.filter(recipient=access.user, channel=Channel.IN_APP)
    return mine.select_related("facility", "duty__plan", "duty__facility").order_by("-created_at", "-pk")


def unread_count(access: Any) -> int:
    """How many of the reader's messages are unread."""
    return Reminder.objects.filter(recipient=access.user, channel=Channel.IN_APP, read_at=None).count()


def undelivered(access: Any) -> QuerySet[Reminder]:
    """Reminders of facilities in the reader's scope that were given up or are being retried; newest first."""
    stuck = Reminder.objects.filter(state__in=[Reminder.State.DEAD, Reminder.State.FAILED])
    stuck = stuck.filter(access.facilities("facility"))
    return stuck.select_related("recipient", "facility", "duty__plan", "duty__facility").order_by("-created_at", "-pk")


def reminders_of(duty: Duty) -> QuerySet[Reminder]:
    """Who was told of a duty, by level, and whether it arrived."""
    return duty.reminders.select_related("recipient").order_by("level", "created_at", "recipient__name", "channel")
