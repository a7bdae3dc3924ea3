"""Wakes the streams of a conversation when there is something new, and knows who is writing."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.conversations.entry import Entry

# Who listens: the citizen's pages, or those of staff.
CITIZEN, STAFF = "citizen", "staff"
MOST_STREAMS_OF_CONVERSATION = 6
MOST_STREAMS = 4000
MOST_DESKS = 200


class TooManyStreamsError(Exception):
    """A conversation, or the service, has as many streams as it may have."""


class Listener:
    """One open stream's ear; `typing` says whether the other side writes."""

    def __init__(self, side: str, typing: bool) -> None:
        self.side = side
        self.typing = typing
        self._entries: list[Entry] = []
        self._news = asyncio.Event()
        # Nobody knows what happened before.
        self._look = True

    def hear(self, entries: Sequence[Entry]) -> None:
        """Be given what was just written."""
        self._entries += entries
        self._news.set()

    def heard(self, number: int) -> tuple[Entry, ...]:
        """Take what was given; nothing unless it goes on right behind `number`, for then something was left out."""
        taken = tuple(entry for entry in self._entries if entry.number > number)
        self._entries.clear()
        if all(entry.number == number + index for index, entry in enumerate(taken, 1)):
            return taken
        self._look = True
        return ()

    def wake(self) -> None:
        """Make `wait` return, and have it looked what is new."""
        self._look = True
        self._news.set()

    def nudge(self) -> None:
        """Make `wait` return; what is new is known."""
        self._news.set()

    def must_look(self) -> bool:
        """Tell, once, whether something may have happened that nobody has told."""
        look, self._look = self._look, False
        return look

    async def wait(self, seconds: float) -> bool:
        """Wait for news; False if there are none within some seconds, and then it is time to look."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except asyncio.TimeoutError:
            self._look = True
            return False
        self._news.clear()
        return True


class Hub:
    """All open streams of this process, by conversation. To be used from the event loop alone."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        # Sides that hear that the other one writes.
        self._typing: set[tuple[str, str]] = set()
        self._streams = 0
        self._desks: set[Listener] = set()

    @contextmanager
    def listening(self, conversation_id: str, side: str = CITIZEN) -> Iterator[Listener]:
        """Listen to a conversation. Raises TooManyStreamsError."""
        there = sum(one.side == side for one in self._listeners.get(conversation_id, ()))
        if there >= MOST_STREAMS_OF_CONVERSATION or self._streams >= MOST_STREAMS:
            raise TooManyStreamsError
        listener = Listener(side, (conversation_id, side) in self._typing)
        self._listeners[conversation_id].add(listener)
        self._streams += 1
        try:
            yield listener
        finally:
            self._streams -= 1
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    @contextmanager
    def desk(self) -> Iterator[Listener]:
        """Listen to what happens at the desk. Raises TooManyStreamsError."""
        if len(self._desks) >= MOST_DESKS:
            raise TooManyStreamsError
        listener = Listener(STAFF, False)
        self._desks.add(listener)
        try:
            yield listener
        finally:
            self._desks.discard(listener)

    def desk_changed(self) -> None:
        """Tell that a queue, a talk, a call-back or somebody's presence has changed."""
        for listener in self._desks:
            listener.wake()

    def conversations(self) -> frozenset[str]:
        """Return the conversations that somebody listens to."""
        return frozenset(self._listeners)

    def said(self, conversation_id: str, entries: Sequence[Entry]) -> None:
        """Tell what was just written, so that no stream has to read it again."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.hear(entries)

    def changed(self, conversation_id: str) -> None:
        """Tell that there is something new: an entry, another time of closing, the end."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.wake()

    def typing(self, conversation_id: str, value: bool, to: str = CITIZEN) -> None:
        """Tell one side that the other begins or ends to write."""
        (self._typing.add if value else self._typing.discard)((conversation_id, to))
        for listener in self._listeners.get(conversation_id, ()):
            if listener.side == to and listener.typing != value:
                listener.typing = value
                listener.nudge()

    def is_there(self, conversation_id: str) -> bool:
        """Tell whether a page of the citizen's is connected to this process."""
        return any(one.side == CITIZEN for one in self._listeners.get(conversation_id, ()))
