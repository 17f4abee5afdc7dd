"""Text messages that must not be lost: a row is written with what caused it; the worker sends, and tries again."""

from __future__ import annotations

import datetime as dt
import time

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ops.organization.models import PhoneText
from ops.organization.texts import TextNotSent, send_text

log = structlog.get_logger(__name__)
State = PhoneText.State
# A claimed text is left alone for so long; a conversation with a slow gateway is shorter.
LEASE = dt.timedelta(minutes=2)
# The waits between attempts double: 1, 2, 4 … minutes; then it is given up.
FIRST_WAIT = dt.timedelta(minutes=1)
ATTEMPTS = 8
KEPT = dt.timedelta(days=30)


def queue_text(phone: str, text: str) -> PhoneText:
    """Keep a text to a phone in the transaction of its cause; it goes out within seconds of the commit."""
    return PhoneText.objects.create(phone=phone, text=text, not_before=timezone.now())


def deliver_texts(*, seconds: float = 30) -> int:
    """Send what waits; returns how many were taken by the gateway.

    Each is claimed and committed before the gateway is spoken to, so that two workers never send the same; one that
    is killed in between leaves the claim, which runs out. What was sent keeps neither number nor words.
    """
    sent, until = 0, time.monotonic() + seconds
    while time.monotonic() < until and (text := _claim()):
        sent += _send(text)
    PhoneText.objects.exclude(state=State.WAITING).filter(created_at__lt=timezone.now() - KEPT).delete()
    return sent


@transaction.atomic
def _claim() -> PhoneText | None:
    now = timezone.now()
    due = PhoneText.objects.filter(state=State.WAITING, not_before__lte=now).order_by("not_before")
    text = due.select_for_update(skip_locked=True).first()
    if text is not None:
        PhoneText.objects.filter(pk=text.pk).update(not_before=now + LEASE, attempts=F("attempts") + 1)
        text.attempts += 1
    return text


def _send(text: PhoneText) -> bool:
    mine = PhoneText.objects.filter(pk=text.pk, state=State.WAITING)
    try:
        send_text(text.phone, text.text)
    except TextNotSent as error:
        if text.attempts >= ATTEMPTS:
            mine.update(state=State.DEAD, phone="", text="")
            log.warning("text_given_up", text=str(text.pk), error=str(error.detail))
        else:
            mine.update(not_before=timezone.now() + FIRST_WAIT * 2 ** (text.attempts - 1))
        return False
    mine.update(state=State.SENT, phone="", text="", sent_at=timezone.now())
    return True
