"""Child processes that die with their parent and are started again when they die."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.settings import ROOT

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # after this long a child counts as healthy and its next death as the first
STOP_SECONDS = 10.0
BACKLOG = 1024
MAX_LOG_BYTES = 5 * 1024 * 1024
PR_SET_PDEATHSIG = 1


def die_with_parent() -> Callable[[], None] | None:
    """Return what a new process must do so that it ends when its parent ends, however that is (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: little may be done after it

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_kernel


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there.

    Raises OSError if the host is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.strerror == "Cannot assign requested address":
                raise
            return False
    return True


def listening(host: str, port: int, count: int = 1) -> list[socket.socket]:
    """Return sockets that listen on a port; of several, the kernel gives each its share of the connections.

    Raises OSError if the port is in use, or the host is not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not port_is_free(host, port):
        # Who shares a port would be let in beside anybody else of the same user who shares it.
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    made: list[socket.socket] = []
    try:
        for _ in range(count):
            made.append(socket.socket(family))
            made[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if count > 1:
                made[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            made[-1].bind((host, port))
        for one in made:
            one.listen(BACKLOG)
    except OSError:
        for one in made:
            one.close()
        raise
    return made


def stop_all(children: Sequence[Child]) -> None:
    """End processes, politely at first, all at the same time."""
    for child in children:
        child.terminate()
    end = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait(max(0.0, end - time.monotonic()))


class Child:
    """One supervised process; its output goes to a log file, and it inherits the sockets with some descriptors."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        log_file: Path,
        descriptors: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.log_file = log_file
        self._command = list(command)
        self._env = dict(env)
        self._descriptors = tuple(descriptors)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._next_start = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    @property
    def pid(self) -> int | None:
        """The process id while the child runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process, with its log file rotated if that has grown large."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.log_file.exists() and self.log_file.stat().st_size > MAX_LOG_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        with self.log_file.open("ab") as log:
            # A session of its own: Ctrl-C reaches the supervisor alone, which ends its children in order.
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self._descriptors,
                preexec_fn=die_with_parent(),
            )
        self._started_at = time.monotonic()

    def tend(self) -> str | None:
        """Start a dead process again after its pause; return what happened, None if nothing did."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next_start:
                self.start()
                return f"{self.name} is started again"
            return None
        code = self._process.poll()
        if code is None:
            return None
        if now - self._started_at > STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        self._process = None
        self._next_start = now + self._pause
        message = f"{self.name} ended (code {code}, log {self.log_file}), again in {self._pause:.0f} s"
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        return message

    def stop(self) -> None:
        """End the process, politely at first."""
        stop_all([self])

    def terminate(self) -> None:
        """Ask the process to end, if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait until the process has ended; it is killed if it has not within some seconds."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
