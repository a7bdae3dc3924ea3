"""`python -m bot.server.understanding_worker`: the process that understands, for the service that started it.

Python does one thing at a time in each process: here, what is understood keeps nobody's connection waiting. It reads
requests from its standard input and writes answers to its standard output, a JSON object a line, in the order in which
they are ready; its log goes where the service's own goes. It ends with its input.

The first request opens a model: {"model": path, "topics": {key: [label, example]}, "threads": how many read beside each
other}, answered by {} or {"error": why}. All others have an `id`, which the answer has, too, and a `text`: with a `day`
it is understood as a message of that day (the mapping of Understood), without one it is what somebody has typed so far
(the fields of Found).
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from bot.privacy.traces import where
from bot.understanding.finding import Finder
from bot.understanding.interpreter import Interpreter
from bot.understanding.understood import Understood

# Of two threads one would wait for the other so long: Python's five milliseconds are longer than most messages take.
_SWITCH_SECONDS = 0.001


class Worker:
    """A model that was read, and what it makes of requests."""

    def __init__(self, model: Path, topics: dict[str, tuple[str, str]]) -> None:
        """Read a model. Raises OSError or ValueError where that is not possible."""
        self._model = model.name
        self._interpreter = Interpreter.load_from_archive(model)
        self._finder = Finder(topics, self._interpreter.places, self._interpreter)
        self._interpreter.warm()

    def answered(self, request: dict[str, Any]) -> dict[str, Any]:
        """What a request is answered with; `error` says that it could not be."""
        try:
            return {"id": request["id"], **self._answer(request)}
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits must hear of it
            return {"id": request["id"], "error": where(error)}

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        text = request["text"]
        if "day" not in request:
            return {"found": dataclasses.asdict(self._finder.find(text))}
        day = datetime.date.fromisoformat(request["day"])
        return {"understood": Understood(self._interpreter.parse(text, day), self._model, day).to_mapping()}


def main(given: BinaryIO, wanted: BinaryIO) -> None:
    """Open the model that the first request names, and answer all others until there are no more."""
    first = given.readline()
    if not first:
        return
    opening = json.loads(first)
    try:
        worker = Worker(Path(opening["model"]), {key: tuple(names) for key, names in opening["topics"].items()})
    except (OSError, ValueError) as error:
        _write(wanted, {"error": where(error)})
        return
    _write(wanted, {})
    sys.setswitchinterval(_SWITCH_SECONDS)
    writing = threading.Lock()

    def answer(line: bytes) -> None:
        answered = worker.answered(json.loads(line))
        with writing:
            _write(wanted, answered)

    with ThreadPoolExecutor(opening["threads"], "understanding") as threads:
        for line in given:
            threads.submit(answer, line)


def _write(wanted: BinaryIO, answer: dict[str, Any]) -> None:
    wanted.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
    wanted.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
