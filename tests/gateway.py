"""A gateway of text messages on this machine, that keeps what it is sent."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """Answers with `status` and keeps each message as (phone, text) in `sent`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.status = 200
        self.hangs = threading.Event()  # set: takes the message and never answers
        self.let_go = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """For SMS_URL."""
        return f"json://127.0.0.1:{self._server.server_port}/send?:to={{phone}}"

    def last_code(self, phone: str) -> str:
        """The code in the newest text to a phone."""
        text = next(text for number, text in reversed(self.sent) if number == phone)
        found = re.search(r"\b\d{6}\b|\d{6}", text)
        assert found, text
        return found.group()

    def close(self) -> None:
        """Stop listening."""
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


def _handler_of(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.sent.append((message["to"], message["message"]))
            if gateway.hangs.is_set():
                gateway.let_go.wait(20)
                return
            self.send_response(gateway.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
