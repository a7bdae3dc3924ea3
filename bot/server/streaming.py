"""The stream of one conversation: what is missed first, then what comes (server-sent events)."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sanic.request import Request

from bot.conversations.entry import CITIZEN, FEEDBACK, HANDOVER, NOTICE, PERSON, Conversation
from bot.conversations.log import Log, NoConversationError, now
from bot.conversations.queue import Queue, Standing
from bot.conversations.schema import PERSON_HAS, WAITING
from bot.server.background import Background
from bot.server.hub import Hub
from bot.server.published import published

KEEP_OPEN_SECONDS = 15.0
# Who waits hears within this time that the queue has moved.
WAITING_SECONDS = 3.0
# What is said by somebody who takes part, and keeps a conversation open.
TAKING_PART = frozenset({CITIZEN, PERSON, FEEDBACK, NOTICE, HANDOVER})
# Whose page is open while they wait for a person is not idle; that is noted so often.
STAYING = datetime.timedelta(seconds=60)
# How long a client waits before it connects again, in milliseconds.
RETRY = "retry: 1000\n\n"
KEEP_OPEN = ":\n\n"

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

Send = Callable[[str], Awaitable[None]]


async def respond(request: Request, headers: Mapping[str, str], stream: Callable[[Send], Awaitable[None]]) -> None:
    """Answer a request with a stream, which begins with its first words; what is raised before them is raised."""
    response: Any = None

    async def send(text: str) -> None:
        nonlocal response
        if response is None:
            kind = "text/event-stream; charset=utf-8"
            response = await request.respond(content_type=kind, headers={**HEADERS, **headers})
        await response.send(text)

    await stream(send)
    await response.eof()


def event(name: str, data: Any, number: int | None = None) -> str:
    """Return one event as it goes over the line; JSON holds no raw line break, so the data is one line."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


class Streamer:
    """Tells one listener everything of a conversation, from a number on."""

    def __init__(self, log: Log, queue: Queue, background: Background, hub: Hub, idle_seconds: float) -> None:
        self._log = log
        self._queue = queue
        self._background = background
        self._hub = hub
        self._idle = datetime.timedelta(seconds=idle_seconds)

    async def stream(self, conversation: Conversation, number: int, send: Send) -> None:
        """Send until the conversation is over or the line is cut.

        Raises TooManyStreamsError before anything is sent, else whatever `send` raises.
        """
        with self._hub.listening(conversation.id) as listener:
            await send(RETRY)
            typing, active, told = False, datetime.datetime.min, datetime.datetime.min
            standing: Standing | None = None
            look = changed = True
            while True:
                look |= listener.must_look()
                entries = listener.heard(number)
                if not entries and look:
                    entries = await self._background.run(self._log.after, conversation.id, number)
                for entry in entries:
                    await send(event("entry", published(entry), entry.number))
                    number = entry.number
                    changed |= entry.kind == HANDOVER
                    if entry.kind in TAKING_PART:
                        active = entry.at
                if entries:
                    # There may be more than one reading gives.
                    continue
                if changed or (standing is not None and standing.state == WAITING):
                    before = standing
                    standing = await self._background.run(self._queue.standing, conversation.id)
                    changed = False
                    if standing != before:
                        await send(event("handover", dataclasses.asdict(standing)))
                if listener.typing != typing:
                    typing = listener.typing
                    await send(event("typing", {"typing": typing}))
                if look:
                    state = await self._background.run(self._log.state, conversation.id)
                    if state.active_at is None:
                        await send(event("closed", {"reason": state.over}))
                        return
                    active = state.active_at
                    look = False
                if active != told:
                    told = active
                    await send(event("session", {"expires_in": self.expires_in(active)}))
                with_staff = standing is not None and standing.state in (WAITING, PERSON_HAS)
                if await listener.wait(WAITING_SECONDS if with_staff else KEEP_OPEN_SECONDS):
                    continue
                await send(KEEP_OPEN)
                if with_staff and now() - active > STAYING:
                    await self._stay(conversation.id)

    async def _stay(self, conversation_id: str) -> None:
        """Keep a conversation open whose citizen waits for a person, or reads what one writes."""
        with contextlib.suppress(NoConversationError):
            await self._background.run(self._log.touch, conversation_id)

    def expires_in(self, active_at: datetime.datetime) -> int:
        """Return the seconds until a conversation closes that was last active then."""
        left = active_at + self._idle - now()
        return max(0, round(left.total_seconds()))
