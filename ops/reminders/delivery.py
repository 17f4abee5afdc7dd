"""Draining the outbox by e-mail: claim, send, mark."""

from __future__ import annotations

import datetime as dt
import smtplib
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ops.duties.models import Duty
from ops.organization.models import User
from ops.records.ids import uuid7
from ops.reminders.models import Channel, Reminder
from ops.reminders.registry import Message, messages

log = structlog.get_logger(__name__)
State = Reminder.State

# A claimed mail is left alone for so long; a conversation with a slow mail server is shorter.
LEASE = dt.timedelta(minutes=4)
# The waits between attempts double: 1, 2, 4 … minutes, four hours in all; then it is given up, visibly.
FIRST_WAIT = dt.timedelta(minutes=1)
ATTEMPTS = 8
SERVER_WAIT = dt.timedelta(minutes=1)


@dataclass
class Delivered:
    """What one drain did: mails sent, failed and given up, reminders that were no longer needed."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    settled: int = 0


def deliver(*, seconds: float = 40) -> Delivered:
    """Send what waits, one mail a person: what is not urgent together, what is urgent each on its own.

    What is guaranteed. No reminder is lost: a mail is claimed (`sending`, with a lease and the id of the mail) and
    committed before the mail server is spoken to, and marked as sent after the server took it. A worker that is
    killed in between leaves the claim; when its lease has run out, the same mail with the same reminders and the same
    Message-ID is sent again. Drains that run at once skip what another holds, so none is sent by two. SMTP has no
    way to ask whether a mail arrived: one killed in the instant between the server's yes and our mark is sent twice,
    and mail programs that know the Message-ID show it once.

    A refusal is tried again with growing waits, then given up (`dead`), with the server's words. A server that
    cannot be reached costs nobody an attempt: the drain stops, and everything waits.
    """
    done, until = Delivered(), time.monotonic() + seconds
    connection = get_connection()
    try:
        while time.monotonic() < until:
            mail = _claim(done)
            if mail is None:
                break
            if mail and not _send(mail, connection, done):
                break
    finally:
        connection.close()
    return done


@transaction.atomic
def _claim(done: Delivered) -> list[Reminder] | None:
    """The reminders of the next mail, now ours; empty if they were no longer needed, None if nothing waits."""
    now = timezone.now()
    due = Reminder.objects.filter(
        channel=Channel.EMAIL, state__in=[State.WAITING, State.FAILED, State.SENDING], not_before__lte=now
    )
    first = due.order_by("not_before").select_for_update(skip_locked=True).first()
    if first is None:
        return None
    mail = list(_of_one_mail(first, due).select_for_update(skip_locked=True, of=("self",)))
    needless = [one.pk for one in mail if _is_needless(one)]
    if needless:
        done.settled += Reminder.objects.filter(pk__in=needless).update(state=State.SETTLED)
    mail = [one for one in mail if one.pk not in needless]
    batch = first.batch or uuid7()
    claim = {"state": State.SENDING, "batch": batch, "not_before": now + LEASE, "attempts": F("attempts") + 1}
    Reminder.objects.filter(pk__in=[one.pk for one in mail]).update(**claim)
    for one in mail:
        one.batch, one.attempts = batch, one.attempts + 1
    return mail


def _of_one_mail(first: Reminder, due: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """What goes with this one: the rest of an interrupted mail, or all that waits for the person and is not urgent."""
    if first.batch is not None:
        chosen = due.filter(batch=first.batch)
    elif first.urgent:
        chosen = due.filter(pk=first.pk)
    else:
        chosen = due.filter(recipient=first.recipient_id, urgent=False, batch=None)
    return chosen.select_related("recipient", "facility", "duty__plan", "duty__facility").order_by("created_at", "pk")


def _is_needless(reminder: Reminder) -> bool:
    duty = reminder.duty
    if not reminder.recipient.is_active:
        return True
    if duty is None:
        return False
    if reminder.level == 0:
        return duty.state != Duty.State.OPEN
    return duty.state in (Duty.State.DONE, Duty.State.DONE_LATE, Duty.State.VOID)


def _send(mail: list[Reminder], connection: Any, done: Delivered) -> bool:
    """Send one claimed mail and note what came of it; False when the server is out of reach."""
    try:
        connection.open()
        compose(mail, connection).send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        _refused(mail, error, done)
        return True
    except OSError as error:  # every other failure of SMTP, and of the line
        _unreachable(mail, error, done)
        return False
    except Exception as error:  # noqa: BLE001  # a message that cannot be composed must not hold up the others
        log.exception("reminder_not_composed", batch=str(mail[0].batch))
        _refused(mail, error, done)
        return True
    _ours(mail).update(state=State.SENT, sent_at=timezone.now(), error="")
    done.sent += 1
    return True


def _ours(mail: list[Reminder]) -> QuerySet[Reminder]:
    """The claimed rows, unless somebody took them over after our lease."""
    return Reminder.objects.filter(
        pk__in=[one.pk for one in mail],
        state=State.SENDING,
        batch=mail[0].batch,
        attempts__lte=max(o.attempts for o in mail),
    )


def _refused(mail: list[Reminder], error: Exception, done: Delivered) -> None:
    attempts = max(one.attempts for one in mail)
    dead = attempts >= ATTEMPTS or _for_good(error)
    wait = FIRST_WAIT * 2 ** (attempts - 1)
    _ours(mail).update(
        state=State.DEAD if dead else State.FAILED,
        error=_words(error),
        not_before=timezone.now() + wait,
        batch=None,
    )
    done.dead += dead
    done.failed += not dead


def _unreachable(mail: list[Reminder], error: Exception, done: Delivered) -> None:
    """Nobody knows whether a broken conversation delivered: the mail keeps its id."""
    _ours(mail).update(
        state=State.FAILED,
        error=_words(error),
        not_before=timezone.now() + SERVER_WAIT,
        attempts=F("attempts") - 1,
    )
    done.failed += 1
    log.warning("mail_server_unreachable", error=_words(error))


def _for_good(error: Exception) -> bool:
    """Whether the server said that this address does not exist."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return False


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
        return "; ".join(replies)[:300]
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {text}"[:300]
    return f"{type(error).__name__}: {error}"[:300]


def compose(mail: list[Reminder], connection: Any = None) -> EmailMessage:
    """One mail in the recipient's language: a single message, or a digest of several."""
    person: User = mail[0].recipient
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        written = [text_of(reminder, language) for reminder in mail]
        subject = written[0].title
        if len(written) > 1:
            subject = ngettext("{count} reminder", "{count} reminders", len(written)).format(count=len(written))
        parts = [f"{one.title}\n{one.body}\n{settings.PUBLIC_URL}{one.url}" for one in written]
        foot = _("You get this mail because of your role. Aixin Ops, {url}").format(url=settings.PUBLIC_URL)
        return EmailMessage(
            subject=subject,
            body="\n\n".join([*parts, "-- \n" + foot]),
            to=[person.email],
            headers={
                "Message-ID": f"<{mail[0].batch}@{urlsplit(settings.PUBLIC_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        )


def text_of(reminder: Reminder, language: str) -> Message:
    """A reminder as it reads in a language that is active; one whose kind is gone still says where it belongs."""
    kind = messages.get(reminder.kind)
    if kind is None:
        return Message(str(reminder.facility or _("Message")), reminder.kind, "/")
    return kind.compose(reminder, language)
