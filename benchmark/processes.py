"""The processes that a measurement starts: they end with it, however it ends."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.processes import die_with_parent
from bot.settings import ROOT
from evaluation.serving import end

PROGRESS_SECONDS = 10.0
_SHOWN_LOG_LINES = 15
# What somebody has set for an assistant of their own must not change what is measured.
_LEFT_OUT = ("VEJVISER_", "PYTHONDONTWRITEBYTECODE")
_KEPT = ("VEJVISER_MODELS", "VEJVISER_CONTENT")

Say = Callable[[str], None]


class BenchmarkError(RuntimeError):
    """Something cannot be measured; the text says what, with the end of the log of whoever failed."""


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of every measured process: nothing is sent anywhere, loopback alone, bytecode kept."""
    return {
        **{name: value for name, value in os.environ.items() if name in _KEPT or not name.startswith(_LEFT_OUT)},
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(ROOT),
        **variables,
    }


@contextmanager
def running(
    command: Sequence[str], variables: Mapping[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in a folder, and end it afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
    try:
        yield process
    finally:
        end(process)


def finished(
    command: Sequence[str], variables: Mapping[str, str], folder: Path, log: Path, say: Say, title: str
) -> float:
    """Run a command to its end, with a line from time to time; return the seconds it took.

    Raises BenchmarkError where it fails.
    """
    started = time.monotonic()
    with running(command, variables, folder, log) as process:
        while True:
            try:
                code = process.wait(timeout=PROGRESS_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"  {title}, {time.monotonic() - started:.0f} s so far{epochs(log)}")
    if code != 0:
        raise BenchmarkError(f"{title} failed\n{end_of(log)}")
    return time.monotonic() - started


def end_of(log: Path) -> str:
    """Return the last lines of a log."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line[:300]}" for line in lines[-_SHOWN_LOG_LINES:])


def epochs(log: Path) -> str:
    """Return how far Rasa's own bar has come, if there is one in the log."""
    shown = log.read_bytes()[-400:].rpartition(b"Epochs:")[2].partition(b"%")[0].strip()
    return f", {shown.decode()} % of the epochs" if shown.isdigit() else ""
