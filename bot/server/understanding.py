"""Understands for everybody: what citizens write, before it goes to Rasa, and what staff look up.

A process of its own does it (`understanding_worker`), which starts and ends with the service: while a message is
understood, Python could do nothing else in the process that it happens in (docs/architecture.md).
"""

from __future__ import annotations

import asyncio
import datetime
import itertools
import json
import logging
import subprocess
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.privacy.traces import where
from bot.processes import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, STEADY_SECONDS, STOP_SECONDS, die_with_parent
from bot.settings import ROOT
from bot.understanding.finding import Found
from bot.understanding.remembering import Remembered

logger = logging.getLogger(__name__)

_COMMAND = (sys.executable, "-m", "bot.server.understanding_worker")
# A start that takes longer is not waited for: Rasa understands, too, only slower.
_PATIENCE_SECONDS = 10.0
# Questions repeat, those of buttons above all; what is kept is masked and in memory alone.
_REMEMBERED_MESSAGES = 1_000
# How often a message is given to the process: one that ended over it may have ended for another reason.
_ATTEMPTS = 2
# A line of an answer is shorter by far.
_LONGEST_LINE = 2**20
# More of them only take turns, as Python and an embedding do one thing at a time.
_MOST_THREADS = 2


def threads_for(processes: int, cores: int) -> int:
    """Return how many threads understand in each of so many services: one, or as many as have a core for each."""
    return max(1, min(_MOST_THREADS, cores // processes))


class _NotUnderstoodError(Exception):
    """The process ended before it answered, or says that it cannot."""


class Understanding:
    """A process that has read a model: started by `open`, and again when it dies.

    Until the model has been read, and where that is not possible, nothing is understood.
    """

    def __init__(self, model: Path, topics: Mapping[str, tuple[str, str]], threads: int) -> None:
        """`topics` are the name and an example question of each topic, by its key; `threads` read beside each other."""
        self._model = model
        self._threads = threads
        self._topics = dict(topics)
        self._keeping: asyncio.Task[None] | None = None
        self._process: Process | None = None
        # Set while a model is open, and for good where none can be opened.
        self._settled = asyncio.Event()
        self._numbers = itertools.count()
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._remembered: Remembered[tuple[str, datetime.date], dict[str, Any]] = Remembered(_REMEMBERED_MESSAGES)

    @property
    def is_open(self) -> bool:
        """Whether a model has been read, and its process lives."""
        return self._process is not None and self._settled.is_set()

    @property
    def pid(self) -> int | None:
        """The process that understands, None where there is none."""
        return None if self._process is None else self._process.pid

    def open(self) -> None:
        """Begin to read the model, if there is one."""
        if not self._model.exists():
            logger.warning("no model is trained for this content: searches go by the letters alone")
            self._settled.set()
            return
        self._keeping = asyncio.create_task(self._keep())

    async def of(self, text: str) -> dict[str, Any] | None:
        """Return what Rasa is told of a message (see Understood), None where Rasa has to understand it itself."""
        day = datetime.date.today()
        if (text, day) in self._remembered:
            return self._remembered.get((text, day), dict)
        answer = await self._answer({"text": text, "day": day.isoformat()})
        if answer is None:
            return None
        understood: dict[str, Any] = answer["understood"]
        self._remembered.keep((text, day), understood)
        return understood

    async def found(self, text: str) -> Found | None:
        """Return what typed words may mean, None where no model has been read."""
        answer = await self._answer({"text": text}) if self.is_open else None
        if answer is None:
            return None
        found = answer["found"]
        return Found(tuple(found["topics"]), tuple(found["places"]), found["circumstances"], found["danger"])

    async def close(self) -> None:
        """End the process."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def _answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        for _ in range(_ATTEMPTS):
            if self._keeping is None or not await self._opened():
                return None
            try:
                return await self._ask(request)
            except _NotUnderstoodError as error:
                logger.warning("a message was not understood: %s", error)
        return None

    async def _opened(self) -> bool:
        """Whether a model is open; one that is being read is waited for."""
        if not self._settled.is_set():
            try:
                await asyncio.wait_for(self._settled.wait(), _PATIENCE_SECONDS)
            except asyncio.TimeoutError:
                return False
        return self._process is not None

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what the process answers. Raises _NotUnderstoodError."""
        number = next(self._numbers)
        answered = self._asked[number] = asyncio.get_running_loop().create_future()
        try:
            _write(self._process, {"id": number, **request})
            answer = await answered
        except (OSError, RuntimeError) as error:
            # It has just died, and nobody has heard of it yet.
            raise _NotUnderstoodError(where(error)) from error
        finally:
            del self._asked[number]
        if "error" in answer:
            raise _NotUnderstoodError(answer["error"])
        return answer

    async def _keep(self) -> None:
        """Have a process that understands, and start it again when it dies; give up where the model cannot be read."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            self._settled.clear()
            began = time.monotonic()
            process = await self._started()
            try:
                problem = await self._read_model(process)
                if problem is not None:
                    break
                await self._hear(process)
            finally:
                self._settled.clear()
                self._process = None
                await _ended(process)
                self._give_up()
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            logger.error("the process that understands ended (code %s), again in %.0f s", process.returncode, pause)
            if pause > FIRST_PAUSE_SECONDS:
                # It dies and dies: nobody waits for it meanwhile.
                self._settled.set()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        logger.error("the model cannot be read, searches go by the letters alone: %s", problem)
        self._settled.set()

    async def _started(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *_COMMAND,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=_LONGEST_LINE,
            # Ctrl-C reaches the service alone, which ends it in order.
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )

    async def _read_model(self, process: Process) -> str | None:
        """Have a process read the model; return why it cannot be read, None where nothing is wrong with it."""
        _write(process, {"model": str(self._model), "topics": self._topics, "threads": self._threads})
        line = await _read(process)
        if not line:
            # It died of something else.
            return None
        problem: str | None = json.loads(line).get("error")
        if problem is None:
            self._process = process
            self._settled.set()
        return problem

    async def _hear(self, process: Process) -> None:
        while line := await _read(process):
            answer = json.loads(line)
            waiting = self._asked.get(answer["id"])
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)

    def _give_up(self) -> None:
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(_NotUnderstoodError("its process ended"))


def _write(process: Process | None, request: dict[str, Any]) -> None:
    assert process is not None
    assert process.stdin is not None
    process.stdin.write(json.dumps(request, separators=(",", ":")).encode() + b"\n")


async def _read(process: Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()


async def _ended(process: Process) -> None:
    """End a process, politely at first: it ends when there is nothing more to read."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
