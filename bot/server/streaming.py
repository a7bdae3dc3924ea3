"""The stream of one conversation: what is missed first, then what comes (server-sent events)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Awaitable, Callable
from typing import Any

from bot.conversations.entry import Conversation
from bot.conversations.log import Log
from bot.server.background import Background
from bot.server.hub import Hub
from bot.server.published import published

KEEP_OPEN_SECONDS = 15.0
# How long a client waits before it connects again, in milliseconds.
RETRY = "retry: 1000\n\n"
KEEP_OPEN = ":\n\n"

Send = Callable[[str], Awaitable[None]]


def event(name: str, data: Any, number: int | None = None) -> str:
    """Return one event as it goes over the line; JSON holds no raw line break, so the data is one line."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


class Streamer:
    """Tells one listener everything of a conversation, from a number on."""

    def __init__(self, log: Log, background: Background, hub: Hub, idle_seconds: float) -> None:
        self._log = log
        self._background = background
        self._hub = hub
        self._idle = datetime.timedelta(seconds=idle_seconds)

    async def stream(self, conversation: Conversation, number: int, send: Send) -> None:
        """Send until the conversation is over or the line is cut.

        Raises TooManyStreamsError before anything is sent, else whatever `send` raises.
        """
        with self._hub.listening(conversation.id) as listener:
            await send(RETRY)
            typing, active = False, datetime.datetime.min
            while True:
                entries = listener.heard(number)
                if entries is None:
                    entries = await self._background.run(self._log.after, conversation.id, number)
                for entry in entries:
                    await send(event("entry", published(entry), entry.number))
                    number = entry.number
                if entries:
                    # There may be more than one reading gives.
                    continue
                if listener.typing != typing:
                    typing = listener.typing
                    await send(event("typing", {"typing": typing}))
                state = await self._background.run(self._log.state, conversation.id)
                if state.active_at is None:
                    await send(event("closed", {"reason": state.over}))
                    return
                if state.active_at != active:
                    active = state.active_at
                    await send(event("session", {"expires_in": self.expires_in(active)}))
                if not await listener.wait(KEEP_OPEN_SECONDS):
                    await send(KEEP_OPEN)

    def expires_in(self, active_at: datetime.datetime) -> int:
        """Return the seconds until a conversation closes that was last active then."""
        left = active_at + self._idle - datetime.datetime.now(datetime.timezone.utc)
        return max(0, round(left.total_seconds()))
