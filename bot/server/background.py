"""Calls to the database, where they cost the least."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_MOST_THREADS = 4


class Background:
    """Runs blocking functions: in a few threads, or at once.

    A database over the network is waited for in a thread. SQLite answers within a millisecond, most of which is
    Python's own work; handing that to a thread and back costs as much again, measured by `evaluation.channel_time`.
    """

    def __init__(self, in_threads: bool, connections: int = _MOST_THREADS) -> None:
        """Make no more threads than there are `connections` to the database for them."""
        self._threads = ThreadPoolExecutor(min(_MOST_THREADS, connections), "database") if in_threads else None

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call a function and return what it returns, or raise what it raises.

        What has begun is finished, also where the one who waits for it is gone.
        """
        if self._threads is None:
            return function(*args, **kwargs)
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._threads, lambda: function(*args, **kwargs)))

    async def run_long(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call a function that takes its time, such as one that hashes a password: always in a thread."""
        return await asyncio.shield(asyncio.to_thread(function, *args, **kwargs))

    def close(self) -> None:
        """Wait for what is running and end the threads."""
        if self._threads is not None:
            self._threads.shutdown(wait=True)
