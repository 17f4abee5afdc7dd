"""How the web process is served; the same here, in the supervisor and in the container."""

import os

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
