"""Erases conversations everywhere: in the log at once, in Rasa's tracker store as soon as Rasa can be reached."""

from __future__ import annotations

import asyncio
import logging

from bot.conversations.log import Log
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.hub import Hub
from bot.server.passing import NoAnswerError, Rasa

logger = logging.getLogger(__name__)


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
        await self._background.run(self._log.erase, conversation_id)
        self._hub.changed(conversation_id)
        return await self._in_rasa(conversation_id)

    async def finish(self) -> None:
        """Erase in Rasa what is left to be erased there."""
        async with self._one_at_a_time:
            for conversation_id in await self._background.run(self._log.to_erase):
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
        await self._background.run(self._log.erased, conversation_id)
        return True
