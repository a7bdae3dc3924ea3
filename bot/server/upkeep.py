"""What the service does by itself, again and again, for its conversations."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Awaitable, Callable

from bot.conversations.entry import IDLE
from bot.conversations.log import Log, now
from bot.privacy.traces import where
from bot.server.background import Background
from bot.server.erasing import Eraser
from bot.server.hub import Hub

logger = logging.getLogger(__name__)

CLOSING_SECONDS, ERASING_SECONDS, LOOKING_SECONDS, AGEING_SECONDS = 5.0, 10.0, 1.0, 600.0

Job = Callable[[], Awaitable[None]]


class Upkeep:
    """Closes idle conversations, erases old ones, finishes erasures, and looks for what other processes wrote."""

    def __init__(
        self, log: Log, background: Background, hub: Hub, eraser: Eraser, idle_seconds: float, kept_days: int
    ) -> None:
        self._log = log
        self._background = background
        self._hub = hub
        self._eraser = eraser
        self._idle = datetime.timedelta(seconds=idle_seconds)
        self._kept = datetime.timedelta(days=kept_days)
        self._seen: int | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        jobs = (
            (self.close_idle, CLOSING_SECONDS),
            (self._eraser.finish, ERASING_SECONDS),
            (self.look, LOOKING_SECONDS),
            (self.erase_old, AGEING_SECONDS),
        )
        self._tasks = [asyncio.create_task(_again_and_again(job, seconds)) for job, seconds in jobs]

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close_idle(self) -> None:
        """Close the conversations in which nothing was said for long."""
        for conversation_id in await self._background.run(self._log.close_idle, now() - self._idle, IDLE):
            self._hub.changed(conversation_id)

    async def erase_old(self) -> None:
        """Erase the conversations whose time is up."""
        for conversation_id in await self._background.run(self._log.last_active_before, now() - self._kept):
            await self._eraser.erase(conversation_id)

    async def look(self) -> None:
        """Wake the streams of conversations in which something was written, by whichever process."""
        if not self._hub.conversations():
            self._seen = None
            return
        if self._seen is None:
            self._seen = await self._background.run(self._log.newest)
            return
        self._seen, changed = await self._background.run(self._log.latest, self._seen)
        for conversation_id in self._hub.conversations().intersection(changed):
            self._hub.changed(conversation_id)


async def _again_and_again(job: Job, seconds: float) -> None:
    while True:
        try:
            await job()
        except Exception as error:  # noqa: BLE001 - the next time may be better, and nobody else does this
            logger.error("upkeep failed: %s", where(error))
        await asyncio.sleep(seconds)
