"""A PostgreSQL, a Redis and a mail server of the soak's own; the first two can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import redis
from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait; TimeoutError naming what did not come about."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Processes whose parent is `pid`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def kill(*pids: int) -> None:
    """SIGKILL; who is gone already is gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class Engine:
    """A server process that is killed and started again on the same data and port."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = (folder / f"{type(self).__name__}.log").open("ab")

    def start(self) -> None:
        """Start it and wait until it answers."""
        raise NotImplementedError

    def kill(self) -> None:
        """Kill it and all that it started."""
        if self.process is not None:
            kill(self.process.pid, *children_of(self.process.pid))
            self.process.wait()


class PostgreSQL(Engine):
    """A cluster made by initdb. Kills leave the disk as it is, so that it need not be flushed for this."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.data = folder / "postgresql"
        self.bin = postgresql_bin()
        # PostgreSQL refuses to run as root.
        self.person: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
        self.data.mkdir()
        if self.person:
            shutil.chown(self.data, **self.person)
        made = [
            str(self.bin / "initdb"),
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        subprocess.run(made, check=True, stdout=self.log, stderr=self.log, cwd="/", **self.person)

    @property
    def url(self) -> str:
        """For DATABASE_URL."""
        return f"postgres://postgres@127.0.0.1:{self.port}/soak"

    def start(self) -> None:
        """See Engine."""
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": 60,
        }
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        command += [f"--{name}={value}" for name, value in options.items()]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd="/", **self.person)
        wait_until(self._answers, 60, "PostgreSQL answers")

    def create(self) -> None:
        """The database."""
        with psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE soak")

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", connect_timeout=2).close()
        except psycopg.Error:
            if self.process is not None and self.process.poll() is not None:
                self.start()  # a child of the killed one still held the shared memory
            return False
        return True


class Redis(Engine):
    """Without persistence: what a kill loses is lost."""

    @property
    def url(self) -> str:
        """For REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """See Engine."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=self.folder)
        wait_until(self._answers, 30, "Redis answers")

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_connect_timeout=1).ping())
        except redis.RedisError:
            return False


class Letter(NamedTuple):
    """A mail as it was accepted; `at` is the monotonic clock."""

    at: float
    to: str
    message_id: str
    body: str


class Mailbox:
    """A mail server that keeps what it accepts."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.lock = threading.Lock()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Accept."""
        mail = message_from_bytes(envelope.content, policy=default)
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        with self.lock:
            self.letters.append(Letter(time.monotonic(), envelope.rcpt_tos[0], mail["Message-ID"], text))
        return "250 OK"


def postgresql_bin() -> Path:
    """Where initdb and postgres lie. Raises FileNotFoundError where PostgreSQL is not installed."""
    beside = shutil.which("initdb")
    found = [Path(beside).parent] if beside else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    raise FileNotFoundError("PostgreSQL's initdb is not installed here")


def may_start_a_cluster() -> bool:
    """Whether PostgreSQL's own programs are installed here."""
    with suppress(FileNotFoundError):
        return postgresql_bin().exists()
    return False
