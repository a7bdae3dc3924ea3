"""Calls that wait for the database, kept off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_THREADS = 4


class Background:
    """Runs blocking functions in a few threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, "database")

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call a function in a thread and return what it returns, or raise what it raises.

        What has begun is finished, also where the one who waits for it is gone.
        """
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._threads, lambda: function(*args, **kwargs)))

    def close(self) -> None:
        """Wait for what is running and end the threads."""
        self._threads.shutdown(wait=True)
