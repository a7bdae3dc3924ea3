"""Child processes that die with their parent and are started again when they die."""

from __future__ import annotations

import ctypes
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


class Child:
    """One supervised process; its output goes to a log file."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log_file: Path) -> None:
        self.name = name
        self.log_file = log_file
        self._command = list(command)
        self._env = dict(env)
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
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
