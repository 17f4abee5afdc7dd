"""One-time links: how a secret is made, recognised and used up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.organization.models import OneTimeLink, User
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.errors import Conflict


class LinkSpent(Conflict):
    """A link that can no longer be used."""

    type = "link-spent"
    title = gettext_lazy("This link no longer works")
    page = "ops/organization/link_spent.html"

    def __init__(self, detail: Any = "") -> None:
        super().__init__(
            detail or _("This link has been used or has expired. Ask whoever gave it to you for a new one.")
        )


def make(*, user: User, by: Actor) -> str:
    """A new link for this person, valid for seven days; earlier ones end. Returns the secret, which nobody keeps."""
    now = timezone.now()
    for earlier in OneTimeLink.objects.select_for_update().filter(user=user, used_at=None, withdrawn_at=None):
        earlier.withdrawn_at = now
        save(earlier, by=by)
    secret = secrets.token_urlsafe(24)
    expires_at = now + timedelta(days=OneTimeLink.DAYS_VALID)
    create(OneTimeLink(user=user, secret_hash=hash_of(secret), expires_at=expires_at), by=by)
    return secret


def find(secret: str) -> OneTimeLink:
    """The link with this secret; raises LinkSpent unless it can still be used."""
    return _open(OneTimeLink.objects.select_related("user").filter(secret_hash=hash_of(secret)).first())


def use(secret: str, *, by: Actor) -> OneTimeLink:
    """Use the link up, inside a transaction; raises LinkSpent unless it could still be used."""
    found = OneTimeLink.objects.select_for_update(of=("self",)).select_related("user")
    link = _open(found.filter(secret_hash=hash_of(secret)).first())
    link.used_at = timezone.now()
    return save(link, by=by)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _open(link: OneTimeLink | None) -> OneTimeLink:
    if link is None or not link.is_open or not link.user.is_active:
        raise LinkSpent()
    return link
