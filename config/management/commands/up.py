"""Run the whole product on one machine."""

import fcntl
import os
import sys
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.processes import Child, Supervisor, free_port


class Command(BaseCommand):
    """Web, worker and beat as three processes under one supervisor.

    1. Refuses to run twice on one data folder. 2. Takes the wanted port, or says that it is taken and takes
    the next free one. 3. Starts the three processes, prints the address and the demo log-ins once the web
    process answers, and restarts a process that dies. 4. On Ctrl-C or SIGTERM each finishes what it holds;
    nothing is left behind.
    """

    help = "Run web, worker and beat until Ctrl-C"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Host and port default to WEB_HOST and WEB_PORT."""
        parser.add_argument("--host", default=settings.WEB_HOST)
        parser.add_argument("--port", type=int, default=settings.WEB_PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped."""
        with _only_one(settings.DATA_DIR / "running") as note:
            host, port = options["host"], self._port(options["host"], options["port"])
            address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
            note.write(address)
            note.flush()
            supervisor = Supervisor(children(host, port, address), out=sys.stdout)
            supervisor.run(when_up=lambda: self._announce(address))
        self.stdout.write("stopped")

    def _port(self, host: str, wanted: int) -> int:
        port = free_port(host, wanted)
        if port != wanted:
            self.stdout.write(f"Port {wanted} is taken by another program. Using the next free one: {port}.")
        return port

    def _announce(self, address: str) -> bool:
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # noqa: S310  # our own address
                pass
        except (URLError, OSError):
            return False
        self.stdout.write(f"\nAixin Ops is running at {address}")
        settings.PUBLIC_URL = address
        call_command("demo_city", logins=True, stdout=self.stdout)
        self.stdout.write("\nCtrl-C stops everything; what was entered stays.\n")
        self.stdout.flush()
        return True


def children(host: str, port: int, address: str) -> list[Child]:
    """The three processes of one machine."""
    env = {
        "WEB_HOST": host,
        "WEB_PORT": str(port),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", address),
        "PYTHONUNBUFFERED": "1",
    }
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi:application"]
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]
    quiet = ["--loglevel", "WARNING"]
    return [
        Child("web", web, env),
        Child("worker", [*celery, "worker", *quiet, "--without-gossip", "--without-mingle"], env),
        Child("beat", [*celery, "beat", *quiet, "--pidfile="], env),
    ]


def _only_one(path: Path) -> IO[str]:
    """The open, locked file `path`, in which the address stands; CommandError if another run holds it."""
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        where = file.read() or "an address it has not announced yet"
        file.close()
        raise CommandError(
            f"Aixin Ops already runs on this data folder ({path.parent}), at {where}. "
            "Use it there, stop it first, or set DATA_DIR to another folder."
        ) from None
    file.truncate(0)
    return file
