"""`python -m evaluation.channel_time`: what the service adds to Rasa's time, from post to reply on the stream.

The same questions go to Rasa directly and through the service, by turns, in one run: the difference of the medians is
what storing, passing on and streaming cost. Starts the assistant on loopback and ends it again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import uuid
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.processes import free_port
from bot.server.passing import CHANNEL
from evaluation import cases
from evaluation.serving import serving

_SECONDS = 30
# A conversation gets slower as it grows, so each is short, and both doors see conversations of the same length.
_MESSAGES_OF_CONVERSATION = 5
_WARM_UP = 20
_DATA = b"data: "
_MUNICIPALITY = "thisted"


def main() -> int:
    """Measure and print. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.channel_time", description=__doc__)
    parser.add_argument("--messages", type=int, default=200, help="through each door (%(default)s)")
    parser.add_argument("--database", default="", help="URL of the conversation log; a SQLite file by default")
    chosen = parser.parse_args()
    port = free_port()
    variables = {
        "VEJVISER_RASA_PORT": str(port),
        "VEJVISER_DATABASE": chosen.database,
        "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    }
    texts = [question.text for question in cases.questions()]
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), **variables) as assistant:
        service = urlsplit(assistant.url).port or 0
        direct, through = _Direct(port), _Through(service)
        warming = (_Direct(port), _Through(service))
        times: list[tuple[float, float]] = []
        for index in range(_WARM_UP + chosen.messages):
            if index % _MESSAGES_OF_CONVERSATION == 0:
                for door in (*warming, direct, through):
                    door.begin()
            text = texts[index % len(texts)]
            # Rasa and service remember a text that they have met: what understanding costs must count at neither door.
            for door in warming:
                door.ask(text)
            doors = (direct, through) if index % 2 else (through, direct)
            spent = {door: door.ask(text) for door in doors}
            times.append((spent[direct], spent[through]))
    measured = times[_WARM_UP:]
    own, whole = (statistics.median(column) * 1000 for column in zip(*measured, strict=True))
    p95 = [statistics.quantiles(column, n=20)[-1] * 1000 for column in zip(*measured, strict=True)]
    print(f"{len(measured)} messages through each door, milliseconds")
    print(f"Rasa alone       median {own:6.1f}   p95 {p95[0]:6.1f}")
    print(f"post to stream   median {whole:6.1f}   p95 {p95[1]:6.1f}")
    print(f"added            median {whole - own:6.1f}   p95 {p95[1] - p95[0]:6.1f}")
    return 0


class _Direct:
    """Rasa's own channel, without the service."""

    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
        self._sender = ""

    def begin(self) -> None:
        """Begin a conversation."""
        self._sender = uuid.uuid4().hex

    def ask(self, text: str) -> float:
        """Ask, and return the seconds until the answer was there."""
        started = time.perf_counter()
        metadata = {"message": 1, "municipality": _MUNICIPALITY}
        body = {"sender": self._sender, "message": text, "metadata": metadata}
        _posted(self._line, f"{CHANNEL}/webhook", body, {})
        return time.perf_counter() - started


class _Through:
    """The citizen's channel."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
        self._headers: dict[str, str] = {}
        self._stream: HTTPResponse | None = None

    def begin(self) -> None:
        """Begin a conversation, and listen."""
        if self._stream is not None:
            self._stream.close()
        begun = _posted(self._line, "/chat/conversations", {"municipality": _MUNICIPALITY}, {})
        self._headers = {"authorization": f"Bearer {begun['token']}"}
        line = HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        line.request("GET", "/chat/stream", headers=self._headers)
        self._stream = line.getresponse()
        self._stream.readline()

    def ask(self, text: str) -> float:
        """Ask, and return the seconds until the answer was on the stream."""
        assert self._stream is not None
        started = time.perf_counter()
        body = {"id": uuid.uuid4().hex, "text": text}
        number = _posted(self._line, "/chat/messages", body, self._headers)["number"]
        while line := self._stream.readline():
            if line.startswith(_DATA) and json.loads(line[len(_DATA) :]).get("answers") == number:
                break
        return time.perf_counter() - started


def _posted(line: HTTPConnection, path: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
    # The standard library's client: what the instrument itself costs must not count.
    line.request("POST", path, body=json.dumps(body), headers={"content-type": "application/json", **headers})
    return json.loads(line.getresponse().read())


if __name__ == "__main__":
    sys.exit(main())
