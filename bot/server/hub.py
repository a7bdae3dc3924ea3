"""Wakes the streams of a conversation when there is something new, and knows who is writing."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from bot.conversations.entry import Entry

# Who listens: the citizen's pages, or those of staff.
CITIZEN, STAFF = "citizen", "staff"
# What processes tell each other: something is new in a conversation, or at the desk; who writes; whether a page of the
# citizen's is open; a conversation is erased.
CHANGED, DESK, TYPING, PAGE, ERASED = "changed", "desk", "typing", "page", "erased"
# Who said so: this process, where it is none of the others.
HERE = ""
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


class Notice(NamedTuple):
    """What one process tells the others: a kind, the conversation it is about, and nothing that anybody said.

    side   who is to hear of TYPING
    value  whether it begins (TYPING, PAGE)
    """

    kind: str
    conversation_id: str = ""
    side: str = ""
    value: bool = False


class Hub:
    """All open streams of this process, by conversation, and what other processes tell. For the event loop alone."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        # Which sides hear that the other one writes, and which process said so last.
        self._typing: dict[tuple[str, str], str] = {}
        # The conversations whose pages are open at other processes.
        self._pages: dict[str, set[str]] = {}
        self._streams = 0
        self._desks: set[Listener] = set()
        self._tell: Callable[[Notice], None] = lambda notice: None
        self._on_erased: Callable[[str], None] = lambda conversation_id: None

    def tell_others(self, tell: Callable[[Notice], None]) -> None:
        """Have other processes told what happens here."""
        self._tell = tell

    def on_erased(self, do: Callable[[str], None]) -> None:
        """Do something when another process has erased a conversation."""
        self._on_erased = do

    @contextmanager
    def listening(self, conversation_id: str, side: str = CITIZEN) -> Iterator[Listener]:
        """Listen to a conversation. Raises TooManyStreamsError."""
        there = sum(one.side == side for one in self._listeners.get(conversation_id, ()))
        if there >= MOST_STREAMS_OF_CONVERSATION or self._streams >= MOST_STREAMS:
            raise TooManyStreamsError
        listener = Listener(side, (conversation_id, side) in self._typing)
        self._listeners[conversation_id].add(listener)
        self._streams += 1
        if side == CITIZEN and not there:
            self._tell(Notice(PAGE, conversation_id, value=True))
        try:
            yield listener
        finally:
            self._streams -= 1
            self._listeners[conversation_id].discard(listener)
            if side == CITIZEN and not self._has_page(conversation_id):
                self._tell(Notice(PAGE, conversation_id, value=False))
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
        self._wake_desks()
        self._tell(Notice(DESK))

    def conversations(self) -> frozenset[str]:
        """Return the conversations that somebody listens to at this process."""
        return frozenset(self._listeners)

    def said(self, conversation_id: str, entries: Sequence[Entry]) -> None:
        """Tell what was just written, so that no stream of this process has to read it again."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.hear(entries)
        self._tell(Notice(CHANGED, conversation_id))

    def changed(self, conversation_id: str) -> None:
        """Tell that there is something new: an entry, another time of closing, the end."""
        self.look(conversation_id)
        self._tell(Notice(CHANGED, conversation_id))

    def erased(self, conversation_id: str) -> None:
        """Tell that a conversation has been erased."""
        self.look(conversation_id)
        self._tell(Notice(ERASED, conversation_id))

    def typing(self, conversation_id: str, value: bool, to: str = CITIZEN) -> None:
        """Tell one side that the other begins or ends to write."""
        if value or (conversation_id, to) in self._typing:
            self._tell(Notice(TYPING, conversation_id, to, value))
        self._set_typing(conversation_id, value, to, HERE)

    def is_there(self, conversation_id: str) -> bool:
        """Tell whether a page of the citizen's is connected, to whichever process."""
        return self._has_page(conversation_id) or conversation_id in self._pages

    def look(self, conversation_id: str) -> None:
        """Have the streams of this process look what is new."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.wake()

    def look_everywhere(self) -> None:
        """Have all streams of this process look: nobody knows what others told meanwhile."""
        for conversation_id in self._listeners:
            self.look(conversation_id)
        self._wake_desks()

    def hear(self, source: str, notice: Notice) -> None:
        """Take in what another process tells."""
        kind, conversation_id, side, value = notice
        if kind == DESK:
            self._wake_desks()
        elif kind == TYPING:
            self._set_typing(conversation_id, value, side, source)
        elif kind == PAGE:
            self._set_page(conversation_id, value, source)
        else:
            self.look(conversation_id)
            if kind == ERASED:
                self._on_erased(conversation_id)

    def forget(self, source: str) -> None:
        """Take back what a process told that has to be ended by it, for it is gone or begins anew."""
        for conversation_id, side in [name for name, told_by in self._typing.items() if told_by == source]:
            self._set_typing(conversation_id, False, side, source)
        for conversation_id in [name for name, sources in self._pages.items() if source in sources]:
            self._set_page(conversation_id, False, source)

    def standing(self) -> list[Notice]:
        """Return what others have to know of this process: the pages that are open, and who writes."""
        pages = [Notice(PAGE, name, value=True) for name in self._listeners if self._has_page(name)]
        typing = [Notice(TYPING, name, side, True) for (name, side), told_by in self._typing.items() if told_by == HERE]
        return [*pages, *typing]

    def _has_page(self, conversation_id: str) -> bool:
        return any(one.side == CITIZEN for one in self._listeners.get(conversation_id, ()))

    def _wake_desks(self) -> None:
        for listener in self._desks:
            listener.wake()

    def _set_typing(self, conversation_id: str, value: bool, to: str, source: str) -> None:
        if value:
            self._typing[conversation_id, to] = source
        else:
            # Who ends it need not be who began it: requests of one page reach any process.
            self._typing.pop((conversation_id, to), None)
        for listener in self._listeners.get(conversation_id, ()):
            if listener.side == to and listener.typing != value:
                listener.typing = value
                listener.nudge()

    def _set_page(self, conversation_id: str, value: bool, source: str) -> None:
        sources = self._pages.setdefault(conversation_id, set())
        (sources.add if value else sources.discard)(source)
        if not sources:
            del self._pages[conversation_id]
