"""The soak as a program; see the package. Exit code 1 with every contradiction, else a summary as JSON."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.soak.crew import Killer, Member
from tests.soak.engines import Mailbox, PostgreSQL, Redis, wait_until

SETTLES = 120


def main() -> int:
    """Run once."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--pause", type=float, default=2.5, help="seconds between two kills, on average")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="keep the logs when all is well too")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    say(f"seed {seed}, {options.kills} kills")
    folder = Path(tempfile.mkdtemp(prefix="aixin-soak-"))
    folder.chmod(0o755)
    found, figures = soak(folder, options.kills, options.pause, seed)
    say(json.dumps({"seed": seed, **figures}, ensure_ascii=False, indent=2))
    for line in found[:40]:
        say(f"WRONG {line}")
    if found:
        say(f"{len(found)} contradictions with seed {seed}; logs in {folder}")
        return 1
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    say("Nothing lost, nothing doubled.")
    return 0


def soak(folder: Path, kills: int, pause: float, seed: int) -> tuple[list[str], dict[str, Any]]:
    """Start everything, load, kill, settle, compare."""
    postgresql, redis, mailbox = PostgreSQL(folder), Redis(folder), Mailbox()
    crew: list[Member] = []
    clock = Clock()
    try:
        postgresql.start()
        redis.start()
        mailbox.controller.start()
        postgresql.create()
        choose(folder, postgresql.url, redis.url, mailbox.controller.port)
        # They start while the tables are made: what they find missing until then, the next beat asks for again.
        crew += [Member(kind, f"{kind}{number}", folder) for kind in ("worker", "beat") for number in (1, 2)]
        for member in crew:
            member.start()
        make_tables()
        from django.db import connections

        from tests.soak import checks
        from tests.soak.load import Load, World

        load = Load(World(), seed)
        wait_until(lambda: all(member.is_ready for member in crew), 120, "all have started")
        load.start()
        clock.tick("start")
        killer = Killer(seed, crew, redis, postgresql)
        try:
            killer.run(kills, pause)
        finally:
            load.stop()
        clock.tick("kills")
        connections.close_all()
        settle(checks.unsettled, killer.watch)
        clock.tick("settling")
        letters, blows = list(mailbox.letters), killer.blows
        figures = {
            "seconds": clock.seconds,
            "ended_by_themselves": killer.ended,
            **checks.figures(load, letters, blows),
        }
        return checks.contradictions(load, letters, blows), figures
    finally:
        for member in crew:
            member.end()
        mailbox.controller.stop(no_assert=True)
        redis.kill()
        postgresql.kill()


class Clock:
    """How long each part took, in seconds."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self.seconds: dict[str, int] = {}

    def tick(self, part: str) -> None:
        """This part ends now."""
        now = time.monotonic()
        self.seconds[part], self.last = round(now - self.last), now


def choose(folder: Path, database_url: str, redis_url: str, mail_port: int) -> None:
    """These engines, for this process and those that it starts."""
    data = folder / "data"
    data.mkdir()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.soak.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DATA_DIR": str(data),
        "SECRET_KEY": "soak",
        "LOG_FORMAT": "text",
        "LOG_LEVEL": "WARNING",
        "WORKER_CONCURRENCY": "2",
        "JOBS_AT_ONCE": "2",
    }


def make_tables() -> None:
    """Django's, on the engines that were chosen."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    import tests.soak.kinds  # noqa: F401


def settle(unsettled: Callable[[], dict[str, int]], watch: Callable[[], None]) -> None:
    """Wait until everything has come to rest, twice in a row."""
    calm, until = 0, time.monotonic() + SETTLES
    while calm < 2:
        watch()
        left = unsettled()
        calm = 0 if left else calm + 1
        if time.monotonic() > until:
            say(f"WRONG still not settled after {SETTLES} s: {left}")
            return
        time.sleep(0.5)


def say(text: str) -> None:
    """To whoever watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
