"""Run the processes of docker-compose.yml without Docker."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from psycopg import sql

from config.compose import Service, services
from config.processes import Child, Supervisor, free_port, port_is_free


class Command(BaseCommand):
    """The full set natively: web, worker and beat twice each, against a local PostgreSQL and Redis.

    1. Reads commands, replicas and variables from docker-compose.yml. 2. Makes the database if it is missing.
    3. Runs what the file runs once (migrations). 4. Runs the rest under one supervisor until Ctrl-C; a mail
    catcher prints what is sent.
    """

    help = "Run the processes of docker-compose.yml against local PostgreSQL and Redis until Ctrl-C"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where PostgreSQL and Redis are, and the first of the ports of the web processes."""
        parser.add_argument("--database", default="postgres://postgres@127.0.0.1:5432/aixin_stack")
        parser.add_argument("--redis", default="redis://127.0.0.1:6379/9")
        parser.add_argument("--port", type=int, default=settings.WEB_PORT)
        parser.add_argument("--mail-port", type=int, default=1025)
        parser.add_argument("--demo", action="store_true", help="fill the demo city first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped."""
        ensure_database(options["database"])
        here = {
            "DATABASE_URL": options["database"],
            "REDIS_URL": options["redis"],
            "EMAIL_URL": f"smtp://127.0.0.1:{options['mail_port']}",
            "STORAGE_URL": settings.STORAGE_URL,
            "DATA_DIR": str(settings.DATA_DIR),
            "PROXY_COUNT": "0",
            "WEB_HOST": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        }
        keys = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
        ours = [s for s in services(settings.BASE_DIR / "docker-compose.yml", keys | os.environ) if s.ours]
        for service in ours:
            if service.once:
                self._run_once(service, here, demo=options["demo"])
        running = children([s for s in ours if not s.once], here, options["port"])
        if port_is_free("127.0.0.1", options["mail_port"]):
            catcher = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{options['mail_port']}"]
            running.append(Child("mail", catcher))
        for child in running:
            if child.name.startswith("web"):
                self.stdout.write(f"{child.name}: {child.env['PUBLIC_URL']}")
        self.stdout.flush()
        Supervisor(running, out=sys.stdout).run()
        self.stdout.write("stopped")

    def _run_once(self, service: Service, here: dict[str, str], *, demo: bool) -> None:
        command = [word for word in service.command if not (demo and word == "--no-demo")]
        environment = os.environ | service.environment | here
        subprocess.run(native(command), env=environment, check=True)  # noqa: S603  # from our own compose file


def children(long_running: list[Service], here: dict[str, str], first_port: int) -> list[Child]:
    """A child for each replica; web processes get ports of their own from `first_port` on, workers their names."""
    made: list[Child] = []
    port = first_port
    for service in long_running:
        for number in range(1, service.replicas + 1):
            env = service.environment | here
            command = native(service.command)
            if service.name == "web":
                port = free_port("127.0.0.1", port)
                env |= {"WEB_PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
                port += 1
            if service.name == "worker":
                command += ["--hostname", f"worker{number}@%h"]
            made.append(Child(f"{service.name}-{number}", command, env))
    return made


def native(command: list[str]) -> list[str]:
    """The command of a container with the Python that runs us."""
    return [sys.executable if command[0] == "python" else command[0], *command[1:]]


def ensure_database(url: str) -> None:
    """Make the PostgreSQL database that `url` names unless it exists."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    maintenance = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
