"""`manage.py up` for real: three processes on the embedded default, in a data folder and on a port of their own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from config.processes import free_port
from tests.house.conftest import environment

pytestmark = pytest.mark.slow
PATIENCE = 240.0


class Run:
    """One `manage.py up` and what it printed so far."""

    def __init__(self, data: Path, port: int):
        self.data = data
        self.log = data.parent / f"up-{time.monotonic_ns()}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(port)],
                cwd=settings.BASE_DIR,
                env=environment(data),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def address(self) -> str:
        wait_for(lambda: "is running at" in self.output, self)
        found = re.search(r"is running at (\S+)", self.output)
        assert found
        return found[1]

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


def wait_for(true: Callable[[], object], run: Run | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, run.output if run else "waited in vain"
        time.sleep(0.1)


def processes_of(data: Path) -> list[int]:
    """Every process that was started with this data folder."""
    mark = f"DATA_DIR={data}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def process_named(data: Path, word: str) -> int:
    """The oldest process of the folder whose command line has `word`."""
    return min(pid for pid in processes_of(data) if word in Path(f"/proc/{pid}/cmdline").read_text())


@pytest.fixture
def data(tmp_path: Path, prepared: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    yield folder
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)


def test_it_starts_serves_restarts_what_dies_and_leaves_nothing_behind(data: Path):
    run = Run(data, free_port("127.0.0.1", 18100))
    address = run.address()
    with urlopen(f"{address}/healthz", timeout=5) as answer:
        assert answer.status == 200
    wait_for(lambda: len({word for word in ("gunicorn", "worker", "beat") if process_named(data, word)}) == 3)

    os.kill(process_named(data, "gunicorn"), signal.SIGKILL)
    wait_for(lambda: "web    | ended by itself" in run.output, run)
    wait_for(lambda: answers(address), run)

    assert run.end() == 0
    assert run.output.rstrip().endswith("stopped")
    assert processes_of(data) == []


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_a_killed_supervisor_leaves_no_orphan(data: Path):
    run = Run(data, free_port("127.0.0.1", 18200))
    run.address()

    assert run.end(signal.SIGKILL) == -signal.SIGKILL

    wait_for(lambda: processes_of(data) == [])


def test_a_taken_port_is_said_and_the_next_free_one_is_used(data: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        run = Run(data, taken)
        address = run.address()

        port = int(address.rpartition(":")[2])
        assert port > taken
        assert f"Port {taken} is taken by another program. Using the next free one: {port}." in run.output
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            assert answer.status == 200

        second = Run(data, taken)
        assert second.process.wait(timeout=PATIENCE) == 1
        assert f"already runs on this data folder ({data}), at {address}" in second.output
        assert run.end(signal.SIGTERM) == 0
    assert processes_of(data) == []
