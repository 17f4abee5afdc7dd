"""Robots, webhooks and browsers' push, through Apprise, which knows their formats, signatures and encryption.

Imported where something is sent only: Apprise is 160 modules.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextvars import ContextVar
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from apprise import common
from apprise.plugins import custom_json, dingtalk, feishu, vapid, wecombot
from apprise.utils.parse import is_email
from apprise.utils.pem import ApprisePEMController
from django.conf import settings
from django.utils.translation import gettext as _

from ops.reminders.errors import Gone, Refused
from ops.reminders.keys import private_key
from ops.reminders.models import Channel
from ops.reminders.outgoing import ALL_SECONDS, Conversation, Forbidden, words_of

# How long a push service keeps a message for a device that is away.
PUSH_SECONDS = 24 * 3600
# A subscription that the browser has ended.
_GONE = (404, 410)
_conversation: ContextVar[Conversation | None] = ContextVar("conversation", default=None)


class _Line:
    """Stands where Apprise's plugins look for `requests`: they have no other seam for limits, or to see the answer."""

    codes, RequestException, exceptions = requests.codes, requests.RequestException, requests.exceptions

    def post(self, url: str, **options: Any) -> Any:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> Any:
        # Where text messages go through these plugins, the address is the operator's own.
        return (_conversation.get() or requests).request(method, url, **options)


_line = _Line()
for _module in (custom_json, dingtalk, feishu, vapid, wecombot):
    vars(_module)["requests"] = _line
# What Apprise would log at DEBUG holds keys; what went wrong stands with the reminder.
_silence = logging.getLogger("ops.reminders.robots.silence")
_silence.disabled = True


def send(channel: str, address: dict[str, Any], title: str, body: str, url: str) -> None:
    """Send one message to an address; returns once the host took it. Raises Refused with the host's words."""
    plugin = _PLUGINS[Channel(channel)](address)
    plugin.logger = _silence
    plugin.request_rate_per_sec = 0
    conversation = Conversation()
    if channel == Channel.PUSH:
        title, body = "", json.dumps({"title": title, "body": body, "url": url}, ensure_ascii=False)
    elif channel == Channel.WEBHOOK:
        plugin.payload_extras = {"url": url}
    elif url:
        body = f"{body}\n{url}"

    def speak() -> bool:
        _conversation.set(conversation)
        return plugin.notify(body=body, title=title, notify_type=common.NotifyType.INFO)

    # A host that answers drop by drop keeps within each of the single limits: this one is for all.
    pool = ThreadPoolExecutor(1, thread_name_prefix="robot")
    try:
        took = pool.submit(speak).result(timeout=ALL_SECONDS)
    except TooLong:
        raise Refused(_("No answer in time.")) from None
    finally:
        pool.shutdown(wait=False)
    _judge(channel, took, conversation)


def _judge(channel: str, took: bool, conversation: Conversation) -> None:
    """The robots say "200 OK" and put their refusal into the body."""
    if conversation.error:
        raise Refused(words_of(conversation.error), for_good=isinstance(conversation.error, Forbidden))
    answer = _said(conversation.body)
    code = answer.get("errcode", answer.get("code", 0)) if channel in _ROBOTS else 0
    if took and code in (0, None):
        return
    said = str(answer.get("errmsg") or answer.get("msg") or conversation.body[:200].decode(errors="replace")).strip()
    status = code or conversation.status
    if 300 <= conversation.status < 400:
        said = _("The host leads elsewhere; give the final address.")
    if channel == Channel.PUSH and conversation.status in _GONE:
        raise Gone(f"{status} {said}".strip())
    raise Refused(f"{status} {said}".strip())


def _said(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _wecom(address: dict[str, Any]) -> Any:
    plugin = wecombot.NotifyWeComBot(address["key"])
    plugin.api_url = address["url"]
    return plugin


def _dingtalk(address: dict[str, Any]) -> Any:
    plugin = dingtalk.NotifyDingTalk(address["key"], secret=address.get("secret") or None)
    plugin.notify_url = _literal(address["url"])
    return plugin


class _SignedFeishu(feishu.NotifyFeishu):
    """Feishu with a signature, which Apprise does not know: the moment in seconds and its HMAC stand in the body."""

    secret = ""

    def send(self, body: str, title: str = "", notify_type: Any = None, **options: Any) -> bool:
        stamp = str(int(time.time()))
        sign = base64.b64encode(hmac.digest(f"{stamp}\n{self.secret}".encode(), b"", "sha256")).decode()
        said = {"timestamp": stamp, "sign": sign, "msg_type": "text", "content": {"text": body}}
        try:
            return bool(_line.post(self.notify_url.format(token=self.token), json=said).ok)
        except requests.RequestException:
            return False


def _feishu(address: dict[str, Any]) -> Any:
    secret = address.get("secret") or ""
    plugin = (_SignedFeishu if secret else feishu.NotifyFeishu)(address["key"])
    if isinstance(plugin, _SignedFeishu):
        plugin.secret = secret
    plugin.notify_url = _literal(address["url"])
    return plugin


def _literal(url: str) -> str:
    """The plugins fill a key into their own host's address; ours is whole already."""
    return url.replace("{", "{{").replace("}", "}}")


def _webhook(address: dict[str, Any]) -> Any:
    parts = urlsplit(address["url"])
    secret = address.get("secret")
    return custom_json.NotifyJSON(
        host=parts.hostname,
        port=parts.port,
        secure=parts.scheme == "https",
        fullpath=parts.path or "/",
        params=dict(parse_qsl(parts.query)),
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )


def _push(address: dict[str, Any]) -> Any:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    plugin: Any = vapid.NotifyVapid(sender if is_email(sender) else "no-reply@example.org")
    plugin.ttl = PUSH_SECONDS  # its constructor takes a minute at most
    plugin.pem = _Keys(path="")
    plugin.private_key_loaded = True
    plugin.subscriptions.add(address["subscription"], name=plugin.subscriber)
    return plugin


_PLUGINS = {
    Channel.WECOM: _wecom,
    Channel.DINGTALK: _dingtalk,
    Channel.FEISHU: _feishu,
    Channel.WEBHOOK: _webhook,
    Channel.PUSH: _push,
}
_ROBOTS = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU)


class _Keys(ApprisePEMController):
    """The one key of this installation, instead of files."""

    def private_key(self, *names: str, **options: Any) -> Any:
        return private_key()

    def public_key(self, *names: str, **options: Any) -> Any:
        return private_key().public_key()
