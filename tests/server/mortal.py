"""The service on one port and one database, killed and started again; and clients that insist, as the pages do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import Popen

import httpx

from bot.processes import free_port
from tests.running import process, status_of, wait_for

START_SECONDS = 60.0
PATIENCE_SECONDS = 90.0
PAUSE_SECONDS = 0.2
UNAVAILABLE = 503


class MortalService:
    """The service without any Rasa behind it."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.killed = 0
        self._folder = folder
        port = free_port()
        places = {"HOST": "127.0.0.1", "PORT": str(port), "VEJVISER_VAR": str(folder)}
        self._env = {**places, "VEJVISER_RASA_PORT": str(free_port()), **env}
        self.url = f"http://127.0.0.1:{port}"
        self._life = ExitStack()
        self._process: Popen[bytes] | None = None

    def start(self) -> None:
        """Start the service and wait until it answers."""
        log_file = self._folder / f"out{self.killed}.log"
        self._process = self._life.enter_context(process(["-m", "bot.server"], self._env, log_file))
        wait_for(lambda: status_of(f"{self.url}/health") == UNAVAILABLE, START_SECONDS, "the service answers")

    def kill(self) -> None:
        """Kill the service, whatever it is doing."""
        assert self._process is not None
        assert self._process.poll() is None, "the service has not died by itself"
        self._process.kill()
        self._process.wait()
        self._life.close()
        self.killed += 1

    def close(self) -> None:
        """End the service."""
        self._life.close()


@contextmanager
def mortal_service(folder: Path, **env: str) -> Iterator[MortalService]:
    """Start such a service, and end it afterwards; environment variables as keyword arguments."""
    service = MortalService(folder, env)
    try:
        service.start()
        yield service
    finally:
        service.close()


class Traffic:
    """What clients ask who send everything again until it is acknowledged; may be used from several threads.

    acknowledged   requests that were answered
    cut            tries that came to nothing: nobody was there, the line was cut, the database was busy
    stored_before  requests that turned out to have been done by a try that was cut
    changing       changes of hands that are asked for right now
    """

    def __init__(self) -> None:
        self.acknowledged = self.cut = self.stored_before = self.changing = 0
        self._counting = threading.Lock()

    def insist(self, request: Callable[[], httpx.Response]) -> tuple[httpx.Response, bool]:
        """Ask until there is an answer; return it, and whether an earlier try was cut."""
        end, cut = time.monotonic() + PATIENCE_SECONDS, False
        while True:
            try:
                response = request()
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code != UNAVAILABLE:
                self.count(acknowledged=1)
                return response, cut
            assert time.monotonic() < end, "nobody answers"
            self.count(cut=1)
            cut = True
            time.sleep(PAUSE_SECONDS)

    def change(self, request: Callable[[], httpx.Response]) -> tuple[httpx.Response, bool]:
        """Do the same with what changes who has a conversation."""
        self.count(changing=1)
        try:
            return self.insist(request)
        finally:
            self.count(changing=-1)

    def count(self, acknowledged: int = 0, cut: int = 0, stored_before: int = 0, changing: int = 0) -> None:
        """Count."""
        with self._counting:
            self.changing += changing
            self.acknowledged += acknowledged
            self.cut += cut
            self.stored_before += stored_before
