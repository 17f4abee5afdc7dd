"""How the reminders of duties read, a summary of many, and one that was put off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ops.duties.models import Duty
from ops.facilities.models import Facility
from ops.organization.models import in_language
from ops.reminders.answers import AGAIN, BACK
from ops.reminders.registry import Message, MessageKind, messages
from ops.reminders.storms import SUMMARY
from ops.web import text


def day_and_clock(facility: Facility, moment: dt.datetime) -> str:
    """A moment as a message says it: day and time on the facility's clock."""
    return text.day_and_clock(facility.local(moment), get_language() or "", facility.today())


def _message(reminder: Any, title: str, body: str) -> Message:
    duty = reminder.duty
    words = {
        "facility": duty.facility,
        "plan": duty.plan,
        "time": day_and_clock(duty.facility, duty.due_at),
        "role": duty.get_role_display(),
    }
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


def summary(reminder: Any, language: str) -> Message:
    """Many at once for one union: how many of what, since when."""
    said = reminder.params
    union = in_language(said["union_name"], said["union_name_en"])
    number = sum(said["kinds"].values())
    title = ngettext("{union}: {count} reminder at once", "{union}: {count} reminders at once", number)
    parts = [f"{messages[key].label if key in messages else key} {count}" for key, count in said["kinds"].items()]
    since = day_and_clock(reminder.facility, dt.datetime.fromisoformat(said["since"]))
    body = _("Since {time}: {parts}.").format(time=since, parts=_(", ").join(parts))
    url = reverse("reminder-carried", args=[reminder.pk]) if reminder.recipient_id else "/"
    return Message(title.format(union=union, count=number), body, url)


def again(reminder: Any, language: str) -> Message:
    """A reminder that its recipient had put off until now."""
    said = _said_before(reminder, language)
    return Message(said.title, _("You put this off until now. {body}").format(body=said.body), said.url)


def taken_back(reminder: Any, language: str) -> Message:
    """Whoever was on it is not any more."""
    said = _said_before(reminder, language)
    body = _("{person} is no longer on it. {body}").format(person=reminder.params["person"], body=said.body)
    return Message(said.title, body, said.url)


def _said_before(reminder: Any, language: str) -> Message:
    kind = messages.get(reminder.params["kind"])
    if kind is None:
        return Message(str(reminder.facility or _("Message")), "", reverse("reminder-list"))
    params, reminder.params = reminder.params, reminder.params["params"]
    try:
        return kind.compose(reminder, language)
    finally:
        reminder.params = params


KINDS = (
    MessageKind("duty_near", gettext_lazy("Due soon"), near),
    MessageKind("duty_overdue", gettext_lazy("Overdue"), overdue),
    MessageKind("duty_escalated", gettext_lazy("Overdue, passed on"), escalated),
    MessageKind(SUMMARY, gettext_lazy("Summary"), summary),
    MessageKind(AGAIN, gettext_lazy("Put off until now"), again, at_once=True),
    MessageKind(BACK, gettext_lazy("No longer taken care of"), taken_back),
)
