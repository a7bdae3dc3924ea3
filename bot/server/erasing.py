"""Erases conversations everywhere: in the log at once, in Rasa's tracker store as soon as Rasa can be reached."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.conversations.erasure import Counts
from bot.conversations.log import Log
from bot.conversations.retention import SERVICE, Retention
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.hub import Hub
from bot.server.passing import NoAnswerError, Rasa

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """How much was erased (`erasure.COUNTED`, nothing where there was none), and whether Rasa has done so, too."""

    counts: Counts
    everywhere: bool


class Eraser:
    """Erases, and goes on where it was not finished."""

    def __init__(self, log: Log, background: Background, rasa: Rasa, answerer: Answerer, hub: Hub) -> None:
        self._log = log
        self._background = background
        self._rasa = rasa
        self._answerer = answerer
        self._hub = hub
        self._one_at_a_time = asyncio.Lock()

    async def erase(self, conversation_id: str) -> bool:
        """Erase a conversation; False where Rasa still has to, which `finish` sees to."""
        return (await self.erase_counted(conversation_id)).everywhere

    async def erase_counted(self, conversation_id: str) -> Erased:
        """Erase a conversation like `erase`, and return how much it was."""
        counts = await self._background.run(self._log.erase, conversation_id)
        self._hub.erased(conversation_id)
        return Erased(counts, await self._in_rasa(conversation_id))

    async def purge(self, retention: Retention) -> None:
        """Erase all conversations whose time is up, with receipts; Rasa follows with the next `finish`."""
        for one in await self._background.run(retention.due):
            if await self._background.run(retention.erase, one, SERVICE):
                self._hub.erased(one.id)
            # There may be many, and citizens come first.
            await asyncio.sleep(0)
        await self._background.run(retention.forget_old)

    async def finish(self) -> None:
        """Erase in Rasa what is left to be erased there."""
        async with self._one_at_a_time:
            for conversation_id in await self._background.run(self._log.to_erase):
                # Another process may have erased it, the command line for one.
                self._hub.erased(conversation_id)
                if not await self._in_rasa(conversation_id):
                    return

    async def _in_rasa(self, conversation_id: str) -> bool:
        # What is on its way would be written behind the erasure.
        await self._answerer.stop(conversation_id)
        try:
            await self._rasa.forget(conversation_id)
        except NoAnswerError as error:
            logger.warning("Rasa has not erased a conversation yet: %s", error)
            return False
        # An action may have passed something on to another system while the conversation was being erased.
        await self._background.run(self._log.erase, conversation_id)
        await self._background.run(self._log.erased, conversation_id)
        return True
