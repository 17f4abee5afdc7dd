"""What people type as the address of a robot, a webhook or a browser, and how it is kept."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ops.records.errors import RuleBroken
from ops.records.registry import Registry
from ops.reminders.models import Channel
from ops.reminders.outgoing import Forbidden, require_outgoing


@dataclass(frozen=True)
class Kind:
    """A channel whose address is typed: what its web address looks like, and whether it may have a secret of its own.

    `pattern` finds the key in path and query; where there is none, any address will do.
    """

    key: str
    label: Any
    how: Any
    pattern: str = ""
    secret: Any = ""
    secret_pattern: str = ""


kinds: Registry[Kind] = Registry("kind of address")
for _kind in (
    Kind(
        Channel.WECOM,
        Channel.WECOM.label,
        _("In the group: add a group robot and copy its webhook address."),
        r"^/cgi-bin/webhook/send\?key=([A-Za-z0-9_-]+)$",
    ),
    Kind(
        Channel.DINGTALK,
        Channel.DINGTALK.label,
        _(
            "In the group: add a custom robot, choose a signature as its safety setting, and copy its webhook address "
            "and its secret."
        ),
        r"^/robot/send\?access_token=([A-Za-z0-9]+)$",
        _("Signing secret"),
        r"^[A-Za-z0-9]+$",
    ),
    Kind(
        Channel.FEISHU,
        Channel.FEISHU.label,
        _(
            "In the group: add a custom robot, tick “signature verification” in its safety settings, and copy its "
            "webhook address and its secret."
        ),
        r"^/open-apis/bot/v2/hook/([A-Za-z0-9-]+)$",
        _("Signing secret"),
        r"^[A-Za-z0-9]+$",
    ),
    Kind(
        Channel.WEBHOOK,
        Channel.WEBHOOK.label,
        _(
            "Gets JSON by POST: title, message, type, url. Only https and public hosts: the program does not speak to "
            "loopback or private networks. Redirections are not followed; no answer within 20 seconds is a failure."
        ),
        secret=_("Token, sent as “Authorization: Bearer …”"),
        secret_pattern=r"^[\x21-\x7e]+$",  # noqa: S106
    ),
):
    kinds.register(_kind)


def typed(channel: str, url: str, secret: str = "") -> str:
    """An address as it is kept, from what was typed. Raises RuleBroken at `url` or `secret`."""
    kind = kinds.get(channel)
    if kind is None:
        raise RuleBroken("channel", _("Choose a channel whose address can be typed."))
    url, secret = url.strip(), secret.strip()
    try:
        require_outgoing(url)
    except Forbidden as error:
        raise RuleBroken("url", str(error)) from None
    kept = {"url": url}
    if kind.pattern:
        parts = urlsplit(url)
        found = re.match(kind.pattern, f"{parts.path}?{parts.query}".rstrip("?"))
        if found is None:
            raise RuleBroken("url", _("This is not the webhook address of such a robot. Copy it whole."))
        kept["key"] = found[1]
    if secret:
        if not kind.secret or not re.match(kind.secret_pattern, secret):
            raise RuleBroken("secret", _("This is not such a secret. Copy it whole."))
        kept["secret"] = secret
    return json.dumps(kept)


def subscribed(subscription: Any) -> str:
    """A browser's push subscription as it is kept. Raises RuleBroken where it is none."""
    wrong = RuleBroken("subscription", _("This is not a push subscription of a browser."))
    if not isinstance(subscription, dict):
        raise wrong
    keys = subscription.get("keys")
    endpoint = subscription.get("endpoint")
    if not isinstance(keys, dict) or not isinstance(endpoint, str) or len(endpoint) > 1000:
        raise wrong
    point, auth = keys.get("p256dh"), keys.get("auth")
    if not all(isinstance(part, str) and re.match(r"^[A-Za-z0-9_=-]{10,200}$", part) for part in (point, auth)):
        raise wrong
    try:
        require_outgoing(endpoint)
    except Forbidden as error:
        raise RuleBroken("subscription", str(error)) from None
    return json.dumps({"subscription": {"endpoint": endpoint, "keys": {"p256dh": point, "auth": auth}}})


def host_of(address: str) -> str:
    """The host of a kept address: all of it that may be shown."""
    kept = json.loads(address)
    return urlsplit(kept.get("url") or kept["subscription"]["endpoint"]).hostname or ""
