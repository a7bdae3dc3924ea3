"""The whole assistant as a citizen meets it: started as real processes on loopback, asked by REST, ended afterwards.

The evaluation and the tests start it the same way, here.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.processes import free_port
from bot.settings import ROOT

START_SECONDS = 1200  # a clean checkout trains first
ANSWER_SECONDS = 60
END_SECONDS = 40
LOOPBACK = "127.0.0.1"

Message = dict[str, Any]


class ServingError(RuntimeError):
    """The assistant did not start, or does not answer."""


@dataclass(frozen=True)
class Assistant:
    """A running assistant: where it is, the supervisor's process id and where its files are."""

    url: str
    pid: int
    var_dir: Path

    def say(self, text: str, sender: str = "test") -> list[Message]:
        """Send a text by REST and return the messages that come back.

        Raises:
            httpx.HTTPError: nobody answers, or with an error.
        """
        response = self._client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
        messages: list[Message] = response.json()
        return messages

    @functools.cached_property
    def _client(self) -> httpx.Client:
        # One for all messages: making a client takes longer than an answer does.
        return httpx.Client(base_url=self.url, timeout=ANSWER_SECONDS, trust_env=False)


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
        end(running)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, politely at first."""
    process.terminate()
    try:
        process.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def serving(folder: Path, *options: str, **variables: str) -> Iterator[Assistant]:
    """Start the whole assistant with its files in `folder`; a model that it has to train first is kept in models/.

    `options` are further ones of the command `serve`, `variables` further environment variables.

    Raises:
        ServingError: it did not start; the text holds its log.
    """
    port = free_port()
    env = {
        "HOST": LOOPBACK,
        "PORT": str(port),
        "VEJVISER_VAR": str(folder / "var"),
        "VEJVISER_ENV": "development",
        **variables,
    }
    log_file = folder / "out.log"
    with process(["-m", "bot", "serve", *options], env, log_file) as supervisor:
        url = f"http://{LOOPBACK}:{port}"

        def ready() -> bool:
            if supervisor.poll() is not None:
                raise ServingError("the assistant did not start:\n" + log_file.read_text(encoding="utf-8"))
            return status_of(f"{url}/health") == 200

        if not holds_within(ready, START_SECONDS):
            raise ServingError(f"the assistant does not answer after {START_SECONDS} s")
        yield Assistant(url, supervisor.pid, folder / "var")


def holds_within(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until a condition holds; False if it does not within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def status_of(url: str) -> int:
    """Return the HTTP status of an address, 0 if nobody is there."""
    try:
        return httpx.get(url, timeout=20, trust_env=False).status_code
    except httpx.HTTPError:
        return 0
