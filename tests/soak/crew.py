"""Two workers and two beats as they really run, and whoever kills them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.soak.engines import Engine, children_of, kill, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent


class Member:
    """A worker or a beat."""

    def __init__(self, kind: str, name: str, folder: Path):
        self.kind = kind
        self.name = name
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.groups: list[int] = []

    def start(self) -> None:
        """Start it in a session of its own."""
        extra = ["--hostname", f"{self.name}@soak", "--without-gossip", "--without-mingle"]
        extra = extra if self.kind == "worker" else ["--pidfile="]
        command = [
            sys.executable,
            "-m",
            "celery",
            "--quiet",
            "--app",
            "config",
            self.kind,
            "--loglevel",
            "INFO",
            *extra,
        ]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        self.groups.append(self.process.pid)

    @property
    def is_ready(self) -> bool:
        """Whether it has begun to work."""
        if self.process is None or self.process.poll() is not None:
            return False
        return self.kind == "beat" or (self.folder / "data" / f"ready-{self.process.pid}").exists()

    def kill(self, *, alone: bool) -> None:
        """Kill it with all its children, or its main process alone, whose children are left as orphans."""
        if self.process is None:
            return
        pids = [self.process.pid] if alone else [self.process.pid, *children_of(self.process.pid)]
        kill(*pids)
        self.process.wait()

    def end(self) -> None:
        """Kill all that it ever started."""
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()


class Blow(NamedTuple):
    """A kill: of what, when, and when it ran again (monotonic clock)."""

    what: str
    at: float
    back: float


class Killer:
    """Kills on a seeded schedule and starts again what it killed."""

    WEIGHTS = {"worker": 4, "worker-main": 2, "worker-child": 3, "beat": 3, "redis": 3, "postgresql": 3}  # noqa: RUF012

    def __init__(self, seed: int, crew: list[Member], redis: Engine, postgresql: Engine):
        self.random = random.Random(seed)
        self.crew = crew
        self.engines = {"redis": redis, "postgresql": postgresql}
        self.blows: list[Blow] = []
        self.ended = 0

    def run(self, kills: int, pause: float) -> None:
        """So many kills, about `pause` seconds apart. Every kind comes before one comes again."""
        bag: list[str] = []
        for _number in range(kills):
            if not bag:
                bag = [what for what, weight in self.WEIGHTS.items() for _n in range(weight)]
                self.random.shuffle(bag)
                first = list(self.WEIGHTS)
                self.random.shuffle(first)
                bag = bag + first if not self.blows else bag
            time.sleep(self.random.uniform(0.3, 1.7) * pause)
            self.watch()
            self.strike(bag.pop())

    def is_up(self, member: Member) -> bool:
        """Whether it works; one that ended by itself is started again, as its supervisor does."""
        if member.process is None or member.process.poll() is not None:
            self.ended += 1
            member.start()
        return member.is_ready

    def watch(self) -> None:
        """Start again what ended by itself."""
        for member in self.crew:
            self.is_up(member)

    def strike(self, what: str) -> None:
        """Kill one, wait a moment, start it again."""
        away = self.random.uniform(0, 1.2)
        if engine := self.engines.get(what):
            at = time.monotonic()
            engine.kill()
            time.sleep(away)
            engine.start()
        else:
            member = self.random.choice([one for one in self.crew if one.kind == what.partition("-")[0]])
            wait_until(lambda: self.is_up(member), 90, f"{member.name} is ready")
            at = time.monotonic()
            if what == "worker-child" and member.process is not None:
                kill(*children_of(member.process.pid)[:1])
            else:
                member.kill(alone=what == "worker-main")
                time.sleep(away)
                member.start()
        self.blows.append(Blow(what, at, time.monotonic()))
