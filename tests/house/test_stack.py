"""The processes of docker-compose.yml for real, without Docker, where PostgreSQL and Redis answer."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from config.management.commands.stack import ensure_database
from tests import engines
from tests.house import tables
from tests.house.conftest import environment
from tests.house.test_up import processes_of, wait_for

DATABASE = re.sub(r"/\w+$", "/aixin_stack_test", engines.DATABASE_URL)
DESCRIBED = re.sub(r"/\w+$", "/aixin_described_test", engines.DATABASE_URL)
REDIS = re.sub(r"/\d+$", "/14", engines.REDIS_URL)


def ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:
            return bool(json.load(answer)["status"] == "ready")
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.engines
def test_two_of_each_run_and_share_the_work(tmp_path: Path):
    log = tmp_path / "log"
    command = [sys.executable, "manage.py", "stack", "--database", DATABASE, "--redis", REDIS, "--port", "18300"]
    data = tmp_path / "data"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--mail-port", "18325"],
            cwd=settings.BASE_DIR,
            env=environment(data),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(lambda: len(re.findall(r"web-\d: (http\S+)", log.read_text())) == 2)
        for address in re.findall(r"web-\d: (http\S+)", log.read_text()):
            wait_for(partial(ready, address))  # a sweep was sent by beat and run by a worker
        took_over = re.findall(r"(beat-\d) .*beat_took_over", log.read_text())
        assert len(took_over) == 1, "one beat beats, the other stands by"

        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert processes_of(data) == []
        assert tables.of_postgresql(DATABASE) ^ described_by_the_models() == set()
    finally:
        for pid in processes_of(data):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        _drop(DATABASE)


def described_by_the_models() -> set[str]:
    """The tables that the models describe, which migrating must have made to the last column, constraint and index."""
    ensure_database(DESCRIBED)
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--settings", "tests.house.unmigrated"]
    try:
        subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": DESCRIBED},
            check=True,
            capture_output=True,
        )
        return tables.of_postgresql(DESCRIBED)
    finally:
        _drop(DESCRIBED)


def _drop(url: str) -> None:
    server, _, name = url.replace("postgres://", "postgresql://").rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
