"""A supervisor of child processes: starts them, prefixes what they print, restarts the dead, stops all."""

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TextIO

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 20.0  # seconds a child may take to finish what it holds
LONGEST_PAUSE = 30.0  # seconds between restarts of a child that keeps dying
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int, tries: int = 100) -> int:
    """`wanted`, or the next free port after it. Raises OSError when there is none among `tries`."""
    for port in range(wanted, min(wanted + tries, 65536)):
        if port_is_free(host, port):
            return port
    raise OSError(f"no free port from {wanted} on")


def _follow_parent(parent: int) -> Callable[[], None]:
    """In the child, before its program starts: end when the supervisor ends, even by SIGKILL."""

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass
class Child:
    """One process to keep running; `env` is added to our own environment."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    restart_at: float = 0.0
    deaths: int = 0
    unfinished_line: bytes = b""

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(  # noqa: S603  # our own commands
            self.command,
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_follow_parent(os.getpid()),  # noqa: PLW1509  # we run no threads
        )
        self.started = time.monotonic()

    def signal(self, number: int, *, whole_group: bool = False) -> None:
        """Send a signal to the process, or to all that it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            (os.killpg if whole_group else os.kill)(self.process.pid, number)


class Supervisor:
    """Keeps `children` running until a stop signal arrives. Runs in the main thread only."""

    def __init__(self, children: Iterable[Child], out: TextIO = sys.stdout):
        self.children = list(children)
        self.out = out
        self.stopping = False
        self.selector = selectors.DefaultSelector()
        self.width = max(len(child.name) for child in self.children)

    def run(self, when_up: Callable[[], bool] = lambda: True) -> None:
        """Start all, call `when_up` until it answers True, and return after everything has ended."""
        previous = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        announced = False
        try:
            for child in self.children:
                self._start(child)
            while not self.stopping:
                self._relay(0.2)
                self._restart_the_dead()
                announced = announced or when_up()
        finally:
            self._end_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def say(self, name: str, text: str) -> None:
        """Print one line under a child's name; a reader who has gone away ends the run."""
        try:
            print(f"{name:<{self.width}} | {text}", file=self.out, flush=True)
        except (BrokenPipeError, ValueError):
            self.stopping = True

    def _on_signal(self, number: int, frame: object) -> None:
        if self.stopping:  # a second Ctrl-C: no more patience
            for child in self.children:
                child.signal(signal.SIGKILL, whole_group=True)
        self.stopping = True
        os.write(2, b"\nStopping; each process finishes what it holds (again to stop at once).\n")

    def _start(self, child: Child) -> None:
        child.start()
        pipe = _pipe(child)
        os.set_blocking(pipe.fileno(), False)
        self.selector.register(pipe, selectors.EVENT_READ, child)

    def _relay(self, wait: float) -> None:
        for key, _ in self.selector.select(wait):
            chunk = os.read(key.fd, 65536)
            self._print(key.data, chunk)
            if not chunk:
                self.selector.unregister(key.fileobj)

    def _print(self, child: Child, chunk: bytes) -> None:
        *lines, child.unfinished_line = (child.unfinished_line + chunk).split(b"\n")
        for line in lines:
            self.say(child.name, line.decode("utf-8", "replace").rstrip())

    def _restart_the_dead(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.restart_at:
                    self._start(child)
            elif not child.alive:
                child.deaths = child.deaths + 1 if now - child.started < LONGEST_PAUSE * 2 else 1
                pause = min(2.0 ** (child.deaths - 1) - 1, LONGEST_PAUSE)
                status = child.process.returncode
                self._forget(child)
                self.say(child.name, f"ended by itself (status {status}); starting again in {pause:.0f} s")
                child.restart_at = now + pause

    def _forget(self, child: Child) -> None:
        """Kill what the child left running, print its last words, close its pipe."""
        if child.process is None:
            return
        child.signal(signal.SIGKILL, whole_group=True)
        pipe = _pipe(child)
        with suppress(BlockingIOError):
            while chunk := os.read(pipe.fileno(), 65536):
                self._print(child, chunk)
        with suppress(KeyError):  # its end has been read already
            self.selector.unregister(pipe)
        pipe.close()
        child.process.wait()
        child.process = None

    def _end_all(self) -> None:
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.alive for child in self.children) and time.monotonic() < deadline:
            self._relay(0.1)
        for child in self.children:
            self._forget(child)
        self.selector.close()


def _pipe(child: Child) -> IO[bytes]:
    if child.process is None or child.process.stdout is None:
        raise RuntimeError(f"{child.name} has not been started")
    return child.process.stdout
