"""Text messages to phones, by whichever gateway SMS_URL names."""

from __future__ import annotations

import re
import sys

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ops.organization.models import normal_phone
from ops.records.errors import DomainError

# Seconds until the gateway must be reached, and between any two parts of its answer.
CONNECT_SECONDS, READ_SECONDS = 5, 10
_NUMBER = re.compile(r"\+?[0-9]{5,15}")


class TextNotSent(DomainError):
    """The gateway did not take a text message."""

    status = 503
    type = "text-not-sent"
    title = _("The text message could not be sent. Try again in a few minutes.")


def send_text(phone: str, text: str) -> None:
    """Send one text message; returns once the gateway took it, after at most a quarter of a minute of silence.

    Raises TextNotSent when the number is none, or the gateway refuses, is out of reach or too slow.
    """
    number = normal_phone(phone)
    if not _NUMBER.fullmatch(number):
        raise TextNotSent(_("This is not a phone number."))
    if are_printed():
        # As Django's console mail does: to whoever started the program, not into its log.
        sys.stdout.write(f"\n--- text to {number}\n{text}\n---\n")
        sys.stdout.flush()
        return
    import apprise  # 160 modules, which only the process that sends needs

    gateway = apprise.Apprise()
    if not gateway.add(_address_for(number)) or not gateway.notify(body=text):
        raise TextNotSent()


def are_printed() -> bool:
    """Whether texts only appear in the output of the program: no gateway is set."""
    return settings.SMS_URL.startswith("console:")


def _address_for(number: str) -> str:
    """SMS_URL with the number where it says `{phone}`, else as the target at the end of its path."""
    address, mark, options = settings.SMS_URL.partition("?")
    if "{phone}" not in settings.SMS_URL:
        address = f"{address.rstrip('/')}/{number}"
    url = address + (mark + options if options else "")
    limits = f"cto={CONNECT_SECONDS}&rto={READ_SECONDS}"
    return url.replace("{phone}", number) + ("&" if options else "?") + limits
