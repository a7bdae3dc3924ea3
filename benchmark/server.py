"""A running server that is measured: where it is, which processes it is made of, and when it is ready."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from benchmark.plan import Outcome, Plan
from benchmark.processes import BenchmarkError, end_of, running
from benchmark.replies import APOLOGY
from bot.settings import ROOT

REST = "/webhooks/rest/webhook"
START_SECONDS = 300.0
_LOOK_SECONDS = 0.1
_OK = 200
_ANYTHING = "hej"


@dataclass(frozen=True)
class Server:
    """A server by its port and path, with its processes and their logs; `began` is when the first was started.

    `more` are further fields that each request to it needs.
    """

    port: int
    processes: tuple[subprocess.Popen[bytes], ...]
    logs: tuple[Path, ...]
    began: float
    path: str = REST
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that were started; each may have children."""
        return tuple(process.pid for process in self.processes)

    def ready(self, questions: Sequence[tuple[str, str]]) -> float:
        """Ask until a question is answered about its topic; return the seconds since the start.

        `questions` are texts with their topics, asked in turns; without any, every answer will do. Raises
        BenchmarkError if it does not come.
        """
        number = 0
        while time.monotonic() - self.began < START_SECONDS:
            text, topic = questions[number % len(questions)] if questions else (_ANYTHING, None)
            # Each in a conversation of its own: what was asked before must not count.
            answered = self._topics(text, f"start-{number}")
            if answered is not None:
                if topic is None or topic in answered:
                    return time.monotonic() - self.began
                number += 1
            elif any(process.poll() is not None for process in self.processes):
                break
            time.sleep(_LOOK_SECONDS)
        logs = "\n".join(end_of(log) for log in self.logs)
        raise BenchmarkError(f"no right answer {time.monotonic() - self.began:.0f} s after the start\n{logs}")

    def send(self, plan: Plan) -> Outcome:
        """Send what a plan says, in a process of its own."""
        aimed = replace(plan, port=self.port, path=self.path, more={**self.more, **plan.more})
        return send(aimed)

    def _topics(self, text: str, conversation: str) -> list[str] | None:
        """Return the topics that a question is answered about; None while nobody answers but to say so."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = json.dumps({"sender": conversation, "message": text, **self.more})
            line.request("POST", self.path, body, {"content-type": "application/json"})
            response = line.getresponse()
            answer = json.loads(response.read())
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            line.close()
        if response.status != _OK or not isinstance(answer, list):
            return None
        payloads = [one.get("custom") or {} for one in answer]
        if any(one.get("type") == APOLOGY for one in payloads):
            return None
        return [str(one["topic"]) for one in payloads if "topic" in one]


def send(plan: Plan) -> Outcome:
    """Send what a plan says, in a process of its own. Raises BenchmarkError where that fails."""
    most = plan.seconds + 2 * plan.answer_seconds
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        folder = Path(temporary)
        task, result, log = folder / "plan.json", folder / "outcome.json", folder / "log"
        plan.write(task)
        command = [sys.executable, "-m", "benchmark.sending", str(task), str(result)]
        with running(command, {}, ROOT, log) as process:
            try:
                code = process.wait(timeout=most)
            except subprocess.TimeoutExpired:
                raise BenchmarkError(f"sending did not end within {most:.0f} s") from None
        if code != 0:
            raise BenchmarkError(f"sending failed\n{end_of(log)}")
        return Outcome.read(result)
