"""Understands for everybody: what citizens write, before it goes to Rasa, and what staff look up.

The service has the model anyway, for the look-up. Python does one thing at a time in each process: what is understood
here leaves Rasa free for what it alone can do, and one process has the embedding in memory (docs/architecture.md).
"""

from __future__ import annotations

import asyncio
import datetime
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from bot.privacy.traces import where
from bot.understanding.interpreter import Interpreter
from bot.understanding.understood import Understood

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

logger = logging.getLogger(__name__)

# As many as there are cores on the smallest machine: more would only take turns.
_THREADS = 2
# Python's five milliseconds are most of an answer: the event loop would wait so long for a thread that understands.
_SWITCH_SECONDS = 0.001
# A start that takes longer is not waited for: Rasa understands, too, only slower.
_PATIENCE_SECONDS = 10.0


class Understanding:
    """The interpreter of a model, and threads for it: nobody's chat waits while somebody else's words are understood.

    Until the model has been read, and where that is not possible, there is no interpreter.
    """

    def __init__(self, model: Path) -> None:
        self._model = model
        self._threads = ThreadPoolExecutor(_THREADS, "understanding")
        self._reading: asyncio.Task[None] | None = None
        self.interpreter: Interpreter | None = None

    def open(self) -> None:
        """Begin to read the model, if there is one."""
        if not self._model.exists():
            logger.warning("no model is trained for this content: searches go by the letters alone")
            return
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._reading = asyncio.create_task(self._read())

    async def of(self, text: str) -> dict[str, Any] | None:
        """Return what Rasa is told of a message (see Understood), None where Rasa has to understand it itself."""
        if self._reading is not None and not self._reading.done():
            await asyncio.wait([self._reading], timeout=_PATIENCE_SECONDS)
        interpreter, day = self.interpreter, datetime.date.today()
        if interpreter is None:
            return None
        if interpreter.remembers(text, day):
            interpretation = interpreter.parse(text, day)
        else:
            interpretation = await self.run(interpreter.parse, text, day)
        return Understood(interpretation, self._model.name, day).to_mapping()

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        """Do something that needs the interpreter in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: function(*args, **named))

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _read(self) -> None:
        try:
            self.interpreter = await self.run(self._load)
        except (OSError, ValueError) as error:
            logger.error("the model cannot be read, searches go by the letters alone: %s", where(error))

    def _load(self) -> Interpreter:
        interpreter = Interpreter.load_from_archive(self._model)
        interpreter.warm()
        return interpreter
