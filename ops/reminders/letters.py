"""How reminders read when they are sent: one mail, one line of a group's chat, one text message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ops.reminders.models import Reminder
from ops.reminders.registry import Message, messages

# WeCom takes 2048 bytes of text; the others more.
GROUP_BYTES = 1800
# Two parts of a text message in Chinese.
TEXT_CHARACTERS = 130


class Words(NamedTuple):
    """A message as plain text, with the address it leads to."""

    title: str
    body: str
    url: str


def text_of(reminder: Reminder, language: str) -> Message:
    """A reminder as it reads in a language that is active; one whose kind is gone still says where it belongs."""
    kind = messages.get(reminder.kind)
    if kind is None:
        return Message(str(reminder.facility or _("Message")), reminder.kind, "/")
    return kind.compose(reminder, language)


def language_of(reminder: Reminder) -> str:
    """The recipient's language; groups read the installation's."""
    return (reminder.recipient.language if reminder.recipient else "") or settings.LANGUAGE_CODE


def mail(batch: Sequence[Reminder], connection: Any = None) -> EmailMessage:
    """One mail in the recipient's language: a single message, or a digest of several."""
    first = batch[0]
    language = language_of(first)
    with translation.override(language):
        written = [text_of(reminder, language) for reminder in batch]
        alone = len(written) == 1
        subject = written[0].title if alone else _count(len(written))
        parts = [
            "\n".join([*([] if alone else [one.title]), one.body, settings.PUBLIC_URL + one.url]) for one in written
        ]
        ways = settings.PUBLIC_URL + reverse("notifications")
        foot = _("Aixin Ops sends this because it concerns you. Choose how you are reminded: {url}").format(url=ways)
        return EmailMessage(
            subject=subject,
            body="\n\n".join([*parts, "-- \n" + foot]),
            to=[first.recipient.email] if first.recipient else [],
            headers={
                "Message-ID": f"<{first.batch}@{urlsplit(settings.PUBLIC_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        )


def words(batch: Sequence[Reminder]) -> Words:
    """One message of a chat or device: a single reminder, or as many of several as fit."""
    language = language_of(batch[0])
    with translation.override(language):
        written = [text_of(reminder, language) for reminder in batch]
        if len(written) == 1:
            return Words(written[0].title, written[0].body, settings.PUBLIC_URL + written[0].url)
        return Words(_count(len(written)), _shortened(written), settings.PUBLIC_URL + reverse("reminder-list"))


def text_message(batch: Sequence[Reminder]) -> str:
    """One text message: the title and where to read more."""
    said = words(batch)
    body = "" if len(batch) > 1 else f" {said.body}"
    head = f"{said.title}{body}"
    room = max(20, TEXT_CHARACTERS - len(said.url) - 1)
    return f"{head if len(head) <= room else head[: room - 1] + '…'} {said.url}"


def _count(number: int) -> str:
    return ngettext("{count} reminder", "{count} reminders", number).format(count=number)


def _shortened(written: Sequence[Message]) -> str:
    lines: list[str] = []
    for place, one in enumerate(written):
        line = f"{one.title} {one.body}"
        if len("\n".join([*lines, line]).encode()) > GROUP_BYTES:
            left = len(written) - place
            lines.append(ngettext("and {count} more", "and {count} more", left).format(count=left))
            break
        lines.append(line)
    return "\n".join(lines)
