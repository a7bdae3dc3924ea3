"""What the service does by itself, again and again, for its conversations."""

from __future__ import annotations

import asyncio
import datetime
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from bot.conversations.entry import IDLE
from bot.conversations.log import Log, now
from bot.conversations.retention import Retention
from bot.privacy.traces import where
from bot.server.background import Background
from bot.server.erasing import Eraser
from bot.server.hub import Hub

logger = logging.getLogger(__name__)

CLOSING_SECONDS, ERASING_SECONDS, LOOKING_SECONDS, AGEING_SECONDS = 5.0, 10.0, 1.0, 600.0
# Nobody can write while the database's file is built anew.
REBUILDING_SECONDS = 86_400.0


class Job(NamedTuple):
    """Something that is done again and again, with a pause of some seconds after each time."""

    do: Callable[[], Awaitable[None]]
    seconds: float


class Upkeep:
    """Closes idle conversations, erases old ones, finishes erasures, and looks for what other processes wrote."""

    def __init__(
        self,
        log: Log,
        background: Background,
        hub: Hub,
        eraser: Eraser,
        idle_seconds: float,
        retention: Retention | None,
    ) -> None:
        """Keep up what belongs to a log; without `retention`, where nobody knows it, nothing is erased for its age."""
        self._log = log
        self._background = background
        self._hub = hub
        self._eraser = eraser
        self._idle = datetime.timedelta(seconds=idle_seconds)
        self._retention = retention
        self._rebuild_at = time.monotonic()
        self._seen: int | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, own: Sequence[Job], for_all: Sequence[Job], is_first: bool) -> None:
        """Begin, with jobs of others beside: those of each process's `own`, and those that one process does `for_all`.

        Which process that is does not matter, as long as it is one: it is told that it `is_first`.
        """
        jobs = [*own, Job(self.look, LOOKING_SECONDS)]
        if is_first:
            jobs += [
                *for_all,
                Job(self.close_idle, CLOSING_SECONDS),
                Job(self._eraser.finish, ERASING_SECONDS),
                Job(self.erase_old, AGEING_SECONDS),
            ]
        self._tasks = [asyncio.create_task(_again_and_again(job)) for job in jobs]

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
        """Erase what has been kept for long enough, and see that nothing of what was erased stays in the files."""
        if self._retention is None:
            return
        await self._eraser.purge(self._retention)
        await self._background.run_long(self._retention.overwrite)
        if time.monotonic() >= self._rebuild_at and await self._background.run_long(self._retention.rebuild):
            self._rebuild_at = time.monotonic() + REBUILDING_SECONDS

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
            self._hub.look(conversation_id)


async def _again_and_again(job: Job) -> None:
    while True:
        try:
            await job.do()
        except Exception as error:  # noqa: BLE001 - the next time may be better, and nobody else does this
            logger.error("upkeep failed: %s", where(error))
        await asyncio.sleep(job.seconds)
