"""Handing one message to the host of its channel: the mail server, the gateway of texts, a robot, a push service."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from ops.organization.texts import TextNotSent, send_text
from ops.reminders import letters
from ops.reminders.errors import Gone, Refused, Unreachable
from ops.reminders.models import Channel, ContactPoint, Reminder


class Post:
    """What one drain sends with: the line to the mail server is opened once."""

    def __init__(self) -> None:
        self.mail_server: Any = get_connection()

    def close(self) -> None:
        """Hang up."""
        self.mail_server.close()

    def send(self, batch: Sequence[Reminder]) -> None:
        """Send reminders of one address as one message; returns once its host took it. Raises Refused, Unreachable."""
        first = batch[0]
        if first.channel == Channel.EMAIL:
            self._mail(batch)
        elif first.channel == Channel.SMS:
            text(first.recipient.phone or "" if first.recipient else "", letters.text_message(batch))
        elif first.point is not None:
            to_point(first.point, letters.words(batch))

    def plain_mail(self, to: str, said: letters.Words) -> None:
        """Send one mail that is no reminder. Raises Refused, Unreachable."""
        self._hand_over(lambda line: EmailMessage(said.title, f"{said.body}\n{said.url}", to=[to], connection=line))

    def _mail(self, batch: Sequence[Reminder]) -> None:
        self._hand_over(lambda line: letters.mail(batch, line))

    def _hand_over(self, written: Callable[[Any], EmailMessage]) -> None:
        try:
            self.mail_server.open()
            written(self.mail_server).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise Refused(words_of(error), for_good=_no_such_address(error)) from error
        except OSError as error:  # every other failure of SMTP, and of the line
            raise Unreachable(words_of(error)) from error


def text(phone: str, said: str) -> None:
    """Send one text message. Raises Refused."""
    try:
        send_text(phone, said)
    except TextNotSent as error:
        raise Refused(str(error.detail)) from error


def to_point(point: ContactPoint, said: letters.Words) -> None:
    """Send to a robot, a webhook or a browser. Raises Refused, without the secret in its words."""
    from ops.reminders import robots  # 160 modules, which only the process that sends needs

    if point.ended_at is not None or not point.address:
        raise Refused(_("This address was taken away."), for_good=True)
    address = json.loads(point.address)
    try:
        robots.send(point.channel, address, *said)
    except Gone:
        raise
    except Refused as error:
        raise Refused(_without(str(error), address), for_good=error.for_good) from None


def _without(said: str, address: dict[str, Any]) -> str:
    """A host may repeat in its refusal what it was sent."""
    secrets = [address.get("url"), address.get("secret"), address.get("key")]
    secrets.append((address.get("subscription") or {}).get("endpoint"))
    for secret in secrets:
        if secret:
            said = said.replace(secret, "…")
    return said


def _no_such_address(error: Exception) -> bool:
    """Whether the server said that this address does not exist."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return False


def words_of(error: Exception) -> str:
    """A mail server's own words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return "; ".join(replies)[:300]
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {said}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
