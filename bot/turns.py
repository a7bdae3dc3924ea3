"""One message of a conversation at a time, in the order of arrival."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

MAX_WAITING = 5


class TooManyWaitingError(Exception):
    """A conversation already has as many messages waiting as it may have."""


class Turns:
    """Lets one message of a conversation through at a time, in the order of arrival.

    Rasa reads a conversation, adds to it and writes it back; two messages at once would lose one.
    """

    def __init__(self, max_waiting: int = MAX_WAITING) -> None:
        self._max_waiting = max_waiting
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        """Return how many conversations have a message in flight or waiting."""
        return len(self._locks)

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncIterator[None]:
        """Wait for this conversation's turn and hold it.

        Raises TooManyWaitingError at once if too many of its messages wait already.
        """
        lock, users = self._locks.get(sender) or (asyncio.Lock(), 0)
        if users > self._max_waiting:
            raise TooManyWaitingError
        self._locks[sender] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            users = self._locks[sender][1] - 1
            if users:
                self._locks[sender] = (lock, users)
            else:
                del self._locks[sender]
