"""Celery entry points of people and their accounts."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from ops.organization.models import User
from ops.organization.outbox import deliver_texts
from ops.organization.texts import TextNotSent, send_text


@shared_task(name="ops.organization.tasks.send_password_link", max_retries=3, default_retry_delay=60)
def send_password_link(email: str, language: str) -> int:
    """Mail a link for a new password to everybody with this address; how many there were."""
    people = list(User.objects.filter(email__iexact=email, is_active=True))
    for user in people:
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("reset", args=[uid, default_token_generator.make_token(user)])
        with override(user.language or language):
            context = {
                "person": user,
                "url": settings.PUBLIC_URL + path,
                "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            }
            text = render_to_string("ops/organization/mail_reset.txt", context)
            send_mail(_("Aixin Ops: set a new password"), text, None, [user.email])
    return len(people)


def send_password_link_soon(email: str, language: str) -> None:
    """Let the worker send it, so that the answer takes as long for a known as for an unknown address.

    While the queue does not answer it is sent at once: somebody is waiting for it.
    """
    try:
        send_password_link.apply_async((email, language), argsrepr="(an address)")
    except (OperationalError, OSError):
        send_password_link(email, language)


@shared_task(
    name="ops.organization.tasks.send_code", autoretry_for=(TextNotSent,), max_retries=2, default_retry_delay=15
)
def send_code(phone: str, code: str, language: str) -> None:
    """Send a one-time code to a phone; to none when there is no number, which takes the asker just as long."""
    if not phone:
        return
    with override(language):
        text = _("Aixin Ops: your code is {code}. It is valid for ten minutes. Give it to nobody.").format(code=code)
    send_text(phone, text)


def send_code_soon(phone: str, code: str, language: str) -> None:
    """Let the worker send it; while the queue does not answer it is sent at once. Raises TextNotSent only then."""
    try:
        send_code.apply_async((phone, code, language), argsrepr="(a phone)")
    except (OperationalError, OSError):
        send_code.run(phone, code, language)


@shared_task(name="ops.organization.tasks.send_texts")
def send_texts() -> int:
    """Send the texts that wait; how many went out."""
    return deliver_texts()
