"""The streams of the desk: the board, and one conversation (server-sent events)."""

from __future__ import annotations

import time
from typing import Any

from bot.conversations.board import Case
from bot.conversations.schema import CLOSED
from bot.conversations.sessions import NoSessionError
from bot.conversations.staff import Staff
from bot.server.desk import StaffDesk
from bot.server.desk_logins import DeskLogins
from bot.server.hub import STAFF, Hub
from bot.server.streaming import KEEP_OPEN, KEEP_OPEN_SECONDS, RETRY, Send, event

# What other processes do is seen within this time.
LOOKING_SECONDS = 2.0
# How often it is looked whether the login still holds.
SESSION_SECONDS = 10.0


class DeskStreamer:
    """Tells a person at the desk what happens."""

    def __init__(self, desk: StaffDesk, logins: DeskLogins, hub: Hub, absent_seconds: float) -> None:
        self._desk = desk
        self._logins = logins
        self._hub = hub
        self._seen_seconds = absent_seconds / 4

    async def board(self, token: str, person: Staff, send: Send) -> None:
        """Send the board at each change, until the login is over or the line is cut; meanwhile the person is there.

        Raises TooManyStreamsError before anything is sent, else whatever `send` raises.
        """
        with self._hub.desk() as listener:
            await send(RETRY)
            shown: dict[str, Any] | None = None
            told = seen = looked = float("-inf")
            while True:
                at = time.monotonic()
                if at - looked >= SESSION_SECONDS:
                    try:
                        # Rights may have changed as well.
                        person = (await self._logins.session(token)).staff
                    except NoSessionError:
                        await send(event("session", {"over": True}))
                        return
                    looked = at
                if at - seen >= self._seen_seconds:
                    await self._logins.seen(person)
                    if seen < 0:
                        self._hub.desk_changed()
                    seen = at
                board = await self._desk.board(person)
                if board != shown:
                    shown, told = board, at
                    await send(event("board", board))
                elif at - told >= KEEP_OPEN_SECONDS:
                    told = at
                    await send(KEEP_OPEN)
                await listener.wait(min(LOOKING_SECONDS, self._seen_seconds))

    async def conversation(self, token: str, case: Case, number: int, send: Send) -> None:
        """Send a conversation from a number on, until it is over, the login is, or the line is cut.

        Raises TooManyStreamsError before anything is sent, else whatever `send` raises.
        """
        with self._hub.listening(case.id, STAFF) as listener:
            await send(RETRY)
            card: dict[str, Any] | None = None
            note, typing = 0, False
            told = looked = time.monotonic()
            while True:
                listener.heard(number)
                at = time.monotonic()
                if at - looked >= SESSION_SECONDS:
                    try:
                        await self._logins.session(token)
                    except NoSessionError:
                        return
                    looked = at
                for entry_number, entry in await self._desk.after(case, number):
                    await send(event("entry", entry, entry_number))
                    number, told = entry_number, at
                for one in await self._desk.notes_after(case, note):
                    await send(event("note", one))
                    note, told = one["id"], at
                if listener.typing != typing:
                    typing = listener.typing
                    await send(event("typing", {"typing": typing}))
                now = await self._desk.card(case)
                if now is None or now["state"] == CLOSED:
                    await send(event("closed", {"reason": "erased" if now is None else "closed"}))
                    return
                if now != card:
                    card = now
                    await send(event("card", card))
                if at - told >= KEEP_OPEN_SECONDS:
                    told = at
                    await send(KEEP_OPEN)
                await listener.wait(LOOKING_SECONDS)
