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


class Mortal:
    """A process that can be killed and started again."""

    def __init__(self, arguments: list[str], env: dict[str, str], log_file: Path) -> None:
        self._arguments = arguments
        self._env = env
        self._log_file = log_file
        self._life = ExitStack()
        self.process: Popen[bytes] | None = None
        self.lives = 0

    def start(self) -> None:
        """Start it."""
        self.lives += 1
        log_file = self._log_file.with_suffix(f".{self.lives}.log")
        self.process = self._life.enter_context(process(self._arguments, self._env, log_file))

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        assert self.process is not None
        assert self.process.poll() is None, f"it has not died by itself: {self._log_file}"
        self.process.kill()
        self.process.wait()
        self._life.close()

    def close(self) -> None:
        """End it."""
        self._life.close()


class MortalService(Mortal):
    """The service without any Rasa behind it; `killed` is how often it was killed."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        port = free_port()
        places = {"HOST": "127.0.0.1", "PORT": str(port), "VEJVISER_VAR": str(folder)}
        env = {**places, "VEJVISER_RASA_PORT": str(free_port()), **env}
        super().__init__(["-m", "bot.server"], env, folder / "out")
        self.url = f"http://127.0.0.1:{port}"
        self.killed = 0

    def start(self) -> None:
        """Start the service and wait until it answers."""
        super().start()
        wait_for(lambda: status_of(f"{self.url}/health") == UNAVAILABLE, START_SECONDS, "the service answers")

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        super().kill()
        self.killed += 1


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
