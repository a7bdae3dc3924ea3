"""What the service remembers about conversations while it runs: whose turn it is, which municipality."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

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


class Municipalities:
    """Remembers the municipality that each of the latest conversations was about, for the apology."""

    def __init__(self, max_conversations: int) -> None:
        self._max = max_conversations
        self._slugs: OrderedDict[str, str] = OrderedDict()

    def note(self, sender: str, slug: str) -> None:
        """Remember the municipality of a conversation; the one that was quiet longest is forgotten."""
        self._slugs[sender] = slug
        self._slugs.move_to_end(sender)
        while len(self._slugs) > self._max:
            self._slugs.popitem(last=False)

    def note_from(self, sender: str, answers: Sequence[Mapping[str, Any]]) -> None:
        """Remember the municipality that Rasa's messages name, if they name one."""
        for answer in answers:
            custom = answer.get("custom")
            slug = custom.get("municipality") if isinstance(custom, Mapping) else None
            if isinstance(slug, str):
                self.note(sender, slug)

    def of(self, sender: str) -> str | None:
        """Return the municipality of a conversation, None if it is not known."""
        return self._slugs.get(sender)
