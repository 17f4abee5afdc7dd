"""How the reminders of duties read."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.duties.models import Duty
from ops.reminders.registry import Message, MessageKind


def _clock(duty: Duty) -> str:
    due = duty.facility.local(duty.due_at)
    return f"{date_format(due, 'MONTH_DAY_FORMAT')} {due:%H:%M}"


def _message(reminder: Any, title: str, body: str) -> Message:
    duty = reminder.duty
    words = {"facility": duty.facility, "plan": duty.plan, "time": _clock(duty), "role": duty.get_role_display()}
    return Message(title.format(**words), body.format(**words), reverse("duty-detail", args=[duty.pk]))


def near(reminder: Any, language: str) -> Message:
    """Due soon."""
    return _message(reminder, _("{plan}: due soon"), _("{facility}: to be done by {time}."))


def overdue(reminder: Any, language: str) -> Message:
    """Overdue: to those who can still do it, and their manager."""
    if reminder.duty.state == Duty.State.MISSED:
        return _message(reminder, _("{plan}: not done"), _("{facility}: was due at {time} and can no longer be done."))
    return _message(reminder, _("{plan}: overdue"), _("{facility}: was due at {time}. Please do it now."))


def escalated(reminder: Any, language: str) -> Message:
    """Overdue and unheeded: to those above."""
    return _message(
        reminder,
        _("{facility}: {plan} is overdue and not done"),
        _("It was due at {time}. The facility ({role}) has been reminded."),
    )


KINDS = (
    MessageKind("duty_near", gettext_lazy("Due soon"), near),
    MessageKind("duty_overdue", gettext_lazy("Overdue"), overdue),
    MessageKind("duty_escalated", gettext_lazy("Overdue, passed on"), escalated),
)
