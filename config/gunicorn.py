"""How the web process is served; the same here, in the supervisor and in the container."""

import os
import socket
from typing import Any

bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('WEB_PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "1"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
graceful_timeout = 10
timeout = 60
keepalive = 20
control_socket_disable = True
loglevel = "warning"
forwarded_allow_ips = "*" if os.environ.get("PROXY_COUNT", "0") != "0" else "127.0.0.1"

# Seconds that the kernel keeps a connection to itself until something was sent on it.
QUIET_SECONDS = 5


def when_ready(server: Any) -> None:
    """Browsers open connections in advance: one that says nothing yet holds no thread, where the kernel can help."""
    for listener in server.LISTENERS:
        if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.sock.family in (socket.AF_INET, socket.AF_INET6):
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, QUIET_SECONDS)
