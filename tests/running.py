"""Helpers of tests that run real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT


@dataclass(frozen=True)
class Assistant:
    """A running assistant: where it is, the supervisor's process id and where its files are."""

    url: str
    pid: int
    var_dir: Path

    def say(self, text: str, sender: str = "test") -> list[dict]:
        """Send a text by REST and return the messages that come back."""
        body = {"sender": sender, "message": text}
        response = httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60, trust_env=False)
        messages: list[dict] = response.json()
        return messages


@contextmanager
def process(arguments: list[str], env: dict[str, str], log_file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run Python with some arguments and end it afterwards."""
    with log_file.open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", **env},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=40)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until a condition holds; fail the test if it does not within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    pytest.fail(f"not within {seconds:.0f} s: {what}")


def status_of(url: str) -> int:
    """Return the HTTP status of an address, 0 if nobody is there."""
    try:
        return httpx.get(url, timeout=20, trust_env=False).status_code
    except httpx.HTTPError:
        return 0
