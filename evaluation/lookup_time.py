"""`python -m evaluation.lookup_time`: what the service costs alone, and how soon it answers somebody who types.

Starts the service without Rasa, with the model that is trained. Tells the seconds from the command to the first answer
of look-up, public page and interface, the memory once the model has been read, and the time of searches: every
beginning of some of the evaluation's questions, letter by letter, asked over HTTP by somebody who is logged in.
Loopback only.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from functools import partial
from http.client import HTTPConnection
from json import dumps, loads
from pathlib import Path

from bot.conversations.database import open_database
from bot.conversations.staff import AGENT, Accounts
from bot.processes import free_port
from bot.settings import Settings
from bot.training import train
from evaluation import cases
from evaluation.serving import LOOPBACK, holds_within, process

_PAGES = ("/lookup", "/svar/thisted/sagsbehandlingstid", "/api/v1/answers/thisted/processing_time")
_MUNICIPALITY = "thisted"
_NAME, _PASSWORD = "maaler", "kun til en maaling paa loopback"
_SECONDS = 30
_OK = 200


def main() -> int:
    """Measure and print. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.lookup_time", description=__doc__)
    parser.add_argument("--questions", type=int, default=15, help="that are typed (%(default)s)")
    chosen = parser.parse_args()
    train(Settings.from_env())
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), chosen.questions)


def _measure(folder: Path, number: int) -> int:
    port, database = free_port(), f"sqlite:///{folder / 'log.sqlite'}"
    engine = open_database(database)
    Accounts(engine).add(_NAME, "Måler", AGENT, (_MUNICIPALITY,), (), _PASSWORD)
    engine.dispose()
    env = {"HOST": LOOPBACK, "PORT": str(port), "VEJVISER_VAR": str(folder), "VEJVISER_DATABASE": database}
    began = time.monotonic()
    with process(["-m", "bot", "serve", "--without-rasa"], env, folder / "out.log") as service:
        line = _Line(port)
        for page in _PAGES:
            if not holds_within(partial(line.answers, page), _SECONDS):
                print((folder / "out.log").read_text(encoding="utf-8"), file=sys.stderr)
                return 1
        print(f"seconds from the command to the first answers   {time.monotonic() - began:6.2f}")
        line.log_in()
        if not holds_within(lambda: bool(line.get("/lookup/api/catalogue")["understands"]), _SECONDS):
            return 1
        print(f"seconds until searches are understood           {time.monotonic() - began:6.2f}")
        typed = [text[:end] for text in _texts(number) for end in range(1, len(text) + 1)]
        times = [line.search(text) * 1000 for text in typed]
        print(f"{len(times)} searches, milliseconds   median {statistics.median(times):.1f}", end="")
        print(f"   p95 {statistics.quantiles(times, n=20)[-1]:.1f}   most {max(times):.1f}")
        print(f"megabytes in memory (resident)   now {_memory(service.pid, 'VmRSS')}", end="")
        print(f"   at most {_memory(service.pid, 'VmHWM')}")
    return 0


class _Line:
    """One connection of somebody who is logged in."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = HTTPConnection(LOOPBACK, port, timeout=_SECONDS)
        self._headers = {"content-type": "application/json"}

    def answers(self, path: str) -> bool:
        """Tell whether a page is there; not while nobody answers."""
        try:
            self._line.request("GET", path)
            response = self._line.getresponse()
            response.read()
        except OSError:
            self._line = HTTPConnection(LOOPBACK, self._port, timeout=_SECONDS)
            return False
        return response.status == _OK

    def log_in(self) -> None:
        """Begin a session."""
        self._line.request("POST", "/desk/api/login", dumps({"name": _NAME, "password": _PASSWORD}), self._headers)
        response = self._line.getresponse()
        self._headers["cookie"] = (response.getheader("set-cookie") or "").partition(";")[0]
        self._headers["x-csrf-token"] = loads(response.read())["csrf"]

    def get(self, path: str) -> dict[str, object]:
        """Return what is at an address."""
        self._line.request("GET", path, headers=self._headers)
        answer: dict[str, object] = loads(self._line.getresponse().read())
        return answer

    def search(self, text: str) -> float:
        """Search; return the seconds."""
        body = dumps({"q": text, "municipality": _MUNICIPALITY})
        began = time.perf_counter()
        self._line.request("POST", "/lookup/api/search", body, self._headers)
        response = self._line.getresponse()
        response.read()
        spent = time.perf_counter() - began
        if response.status != _OK:
            raise RuntimeError(f"a search was answered with {response.status}")
        return spent


def _texts(number: int) -> list[str]:
    asked = [question.text for question in cases.questions()]
    return asked[:: max(1, len(asked) // number)][:number]


def _memory(pid: int, field: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return 0 if found is None else round(int(found[1]) / 1024)


if __name__ == "__main__":
    sys.exit(main())
