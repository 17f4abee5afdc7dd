"""How the program speaks to addresses that people typed: to public hosts only, not for long, and never led elsewhere.

A name is resolved once, judged, and the connection goes to the judged number: a name that changes its mind in between
(DNS rebinding) gains nothing. `PRIVATE_WEBHOOKS` opens plain http and the own network.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from requests.adapters import HTTPAdapter

# Seconds until the host must be reached, between two parts of its answer, and in all.
CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 4, 8, 20
# More of an answer nobody reads.
ANSWER_BYTES = 65_536


class Forbidden(requests.RequestException):
    """An address that must not be spoken to, in the reader's words."""


class Unknown(requests.ConnectionError):
    """A name that nobody knows, in the reader's words."""


def require_outgoing(url: str) -> None:
    """Raise Forbidden unless the address may be spoken to, as far as it can be told without asking for its name."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise Forbidden(_("This is not a web address.")) from None
    if parts.scheme not in ("http", "https") or not host:
        raise Forbidden(_("Give a web address that begins with https://."))
    if parts.username or parts.password:
        raise Forbidden(_("Leave user name and password out of the address; a secret has its own field."))
    if settings.PRIVATE_WEBHOOKS:
        return
    if parts.scheme != "https":
        raise Forbidden(_("Give a web address that begins with https://."))
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or not _is_public(host):
        raise Forbidden(_("This address lies in a private network. The program only speaks to public ones."))


def _is_public(host: str) -> bool:
    """Whether an IP number is one of the public internet; a name is judged when it is resolved."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return True
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global and not (mapped or number).is_multicast


def _resolved(host: str, port: int) -> str:
    """The number to connect to. Raises Forbidden if any of the name's numbers is private."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise Unknown(_("There is no host of this name.")) from None
    if not settings.PRIVATE_WEBHOOKS and not all(_is_public(number) for number in found):
        raise Forbidden(_("This address lies in a private network. The program only speaks to public ones."))
    return found[0]


class _Pinned(HTTPAdapter):
    """Connects to the number that was judged, while certificate and Host header are the name's."""

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = host["host"]
        port = host.get("port") or (443 if host["scheme"] == "https" else 80)
        host["host"] = _resolved(name, port)
        request.headers.setdefault("Host", urlsplit(request.url).netloc)
        if host["scheme"] == "https":
            pool |= {"server_hostname": name, "assert_hostname": name}
        return host, pool


class Conversation:
    """One exchange with a host; afterwards `status` and `body` say what it answered, `error` why it did not."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.error: requests.RequestException | None = None

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """As `requests.request`, within our limits. Raises requests.RequestException."""
        options |= {"allow_redirects": False, "stream": True, "timeout": (CONNECT_SECONDS, READ_SECONDS)}
        # An own certificate authority, as requests knows it; proxies and stored passwords are not for these addresses.
        options["verify"] = os.environ.get("REQUESTS_CA_BUNDLE") or True
        try:
            require_outgoing(url)
            with requests.Session() as session:
                session.trust_env = False
                session.mount("https://", _Pinned())
                session.mount("http://", _Pinned())
                return self._read(session.request(method, url, **options))
        except requests.RequestException as error:
            self.error = error
            raise

    def _read(self, answer: requests.Response) -> requests.Response:
        until = time.monotonic() + ALL_SECONDS
        for part in answer.iter_content(8192):
            self.body += part
            if len(self.body) >= ANSWER_BYTES or time.monotonic() > until:
                break
        answer.close()
        answer._content = self.body
        self.status = answer.status_code
        return answer


def words_of(error: Exception) -> str:
    """Why an exchange failed, without the address: its path is often the secret itself."""
    if isinstance(error, (Forbidden, Unknown)):
        return str(error)
    if isinstance(error, requests.Timeout):
        return str(_("No answer in time."))
    if isinstance(error, requests.exceptions.SSLError):
        return str(_("The host's certificate is not valid."))
    if isinstance(error, requests.ConnectionError):
        return str(_("The host could not be reached."))
    return type(error).__name__
