"""One-time codes that prove that somebody holds a phone."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ops.organization.models import PhoneCode, mobile_number, normal_phone
from ops.organization.tasks import send_code_soon
from ops.organization.throttle import HOUR, TooOften, allowed, require_moderation
from ops.records.encryption import lookup_hash
from ops.records.errors import RuleBroken

MINUTES_VALID = 10
TRIES = 5
A_PHONE_AN_HOUR = 5
AN_ADDRESS_AN_HOUR = 30
SECONDS_BETWEEN = 50


def request_code(request: HttpRequest, *, phone: str, purpose: str, known: bool = True) -> None:
    """Send a code of six digits to a mobile number; an earlier one of this purpose ends.

    When `known` is false nothing is sent, and the asker learns no difference: the answer and its time are the same,
    for the message is sent by the worker. Raises RuleBroken at `phone`, TooOften beyond 5 an hour to a phone.
    """
    number = require_mobile(phone)
    require_moderation(request, "code", most=AN_ADDRESS_AN_HOUR, seconds=HOUR)
    if not allowed(f"code-soon:{purpose}", number, most=1, seconds=SECONDS_BETWEEN):
        raise TooOften(_("A code was just sent. It can take a minute; then ask for another."))
    if not allowed("code", number, most=A_PHONE_AN_HOUR):
        raise TooOften(_("Too many codes for this number. Try again in an hour."))
    code = f"{secrets.randbelow(10**6):06}"
    _keep(number, purpose, code)
    send_code_soon(number if known else "", code, get_language() or settings.LANGUAGE_CODE)


def is_right(*, phone: str, purpose: str, code: str) -> bool:
    """Whether this is the code that was last sent to the phone for this purpose; a right one is used up.

    Each answer counts as one of five tries, also under an error that follows: call it outside a transaction.
    """
    digits = normal_phone(code)
    with transaction.atomic(durable=True):
        sent = _open(phone, purpose).select_for_update().first()
        if sent is not None:
            PhoneCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
        kept = sent.code_hash if sent else "0" * 64
        right = constant_time_compare(kept, _hash_of(str(sent and sent.pk), digits))
        if right and sent is not None:
            PhoneCode.objects.filter(pk=sent.pk).update(used_at=timezone.now())
    return right


def require_right(*, phone: str, purpose: str, code: str) -> None:
    """As `is_right`; raises RuleBroken at `code` unless it is, in one wording for wrong, old and never sent."""
    if not is_right(phone=phone, purpose=purpose, code=code):
        raise RuleBroken("code", _("This code is wrong or too old. Check it, or ask for another."))


def require_mobile(phone: str) -> str:
    """The number as it is stored; raises RuleBroken at `phone` unless it is a mobile number."""
    number = normal_phone(phone)
    if not re.fullmatch(mobile_number.regex, number):
        raise RuleBroken("phone", mobile_number.message)
    return number


@transaction.atomic
def _keep(number: str, purpose: str, code: str) -> None:
    now = timezone.now()
    PhoneCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    _open(number, purpose).update(used_at=now)
    sent = PhoneCode(phone_hash=lookup_hash(number), purpose=purpose, expires_at=now + timedelta(minutes=MINUTES_VALID))
    sent.code_hash = _hash_of(str(sent.pk), code)
    sent.save(force_insert=True)


def _open(phone: str, purpose: str) -> QuerySet[PhoneCode]:
    """The code that can still be used."""
    return PhoneCode.objects.filter(
        phone_hash=lookup_hash(normal_phone(phone)),
        purpose=purpose,
        used_at=None,
        expires_at__gt=timezone.now(),
        tries__lt=TRIES,
    ).order_by("-expires_at")


def _hash_of(key: str, code: str) -> str:
    """Keyed, since six digits are soon tried out; bound to its row."""
    return salted_hmac(f"ops.organization.codes:{key}", code, algorithm="sha256").hexdigest()
