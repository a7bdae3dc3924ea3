"""Sees to it that each stored message gets its answer, once, whatever dies in between."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.entry import NewEntry, Unanswered
from bot.conversations.log import Log
from bot.privacy.traces import where
from bot.server.background import Background
from bot.server.conversations import Municipalities
from bot.server.dialogue import Apologise
from bot.server.hub import Hub
from bot.server.passing import NoAnswerError, Rasa, UnreachableError
from bot.server.published import robot_entry

logger = logging.getLogger(__name__)

# How many messages Rasa is given at a time: it works on one, the next ones wait at its door.
_AT_ONCE = 4
# Rasa is away for some 20 s when it starts again; a citizen waits that long rather than to get an apology.
_PATIENCE_SECONDS = 45.0
_PAUSE_SECONDS = 0.5
_DATABASE_PAUSE_SECONDS = 2.0


class _StoppedError(Exception):
    """Nobody wants the answer any more."""


class Answerer:
    """Passes messages on to Rasa, those of one conversation in order, and stores what comes back."""

    def __init__(
        self, log: Log, background: Background, rasa: Rasa, hub: Hub, apologise: Apologise, max_conversations: int
    ) -> None:
        self._log = log
        self._background = background
        self._rasa = rasa
        self._hub = hub
        self._apologise = apologise
        self._municipalities = Municipalities(max_conversations)
        self._at_rasa = asyncio.Semaphore(_AT_ONCE)
        self._working: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._stopped: set[str] = set()

    async def recover(self) -> None:
        """Begin with what an earlier process left unanswered."""
        for conversation_id in await self._background.run(self._log.waiting):
            self.wake(conversation_id, recovered=True)

    def wake(self, conversation_id: str, first: Unanswered | None = None, recovered: bool = False) -> None:
        """Have the messages of a conversation answered that are not.

        `first` is the first of them where that is known, `recovered` says that Rasa may have been given it before.
        """
        if conversation_id in self._working:
            self._again.add(conversation_id)
            return
        self._working[conversation_id] = asyncio.create_task(self._work(conversation_id, first, recovered))

    async def stop(self, conversation_id: str) -> None:
        """Stop answering a conversation that was erased; nothing of it is on its way to Rasa or back afterwards."""
        task = self._working.get(conversation_id)
        if task is None:
            return
        self._stopped.add(conversation_id)
        try:
            await asyncio.wait([task])
        finally:
            self._stopped.discard(conversation_id)

    @property
    def busy(self) -> bool:
        """Whether anything is being answered."""
        return bool(self._working)

    async def close(self) -> None:
        """Stop; what has no answer is answered after the next start."""
        tasks = list(self._working.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, conversation_id: str, first: Unanswered | None, recovered: bool) -> None:
        try:
            again = True
            while again:
                self._again.discard(conversation_id)
                await self._answer_all(conversation_id, first, recovered)
                first, recovered = None, False
                again = conversation_id in self._again
        finally:
            del self._working[conversation_id]
            self._hub.typing(conversation_id, False)

    async def _answer_all(self, conversation_id: str, first: Unanswered | None, recovered: bool) -> None:
        while True:
            try:
                message = first or await self._background.run(self._log.next_unanswered, conversation_id)
                first = None
                if message is None:
                    return
                self._hub.typing(conversation_id, True)
                replies = await self._replies(message, recovered)
                entries = await self._background.run(self._log.answer, conversation_id, message.number, replies)
                recovered = False
            except _StoppedError:
                return
            except SQLAlchemyError as error:
                logger.error("the answer could not be stored, tried again: %s", where(error))
                recovered = True
                await asyncio.sleep(_DATABASE_PAUSE_SECONDS)
                continue
            self._hub.said(conversation_id, entries)
            # The streams first.
            await asyncio.sleep(0)

    async def _replies(self, message: Unanswered, recovered: bool) -> list[NewEntry]:
        try:
            answers = await self._ask(message, recovered)
            self._municipalities.note_from(message.conversation_id, answers)
            return [robot_entry(answer) for answer in answers]
        except _StoppedError:
            raise
        except NoAnswerError as error:
            logger.warning("no answer from Rasa: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever fails, a citizen must not meet silence
            logger.error("an answer could not be read: %s", where(error))
        named = self._municipalities.of(message.conversation_id) or message.municipality
        return [robot_entry(self._apologise(message.text, named))]

    async def _still_wanted(self, message: Unanswered) -> None:
        """Raise _StoppedError where a person has taken the message over meanwhile."""
        oldest = await self._background.run(self._log.next_unanswered, message.conversation_id)
        if oldest is None or oldest.number != message.number:
            raise _StoppedError

    async def _ask(self, message: Unanswered, recovered: bool) -> list[dict[str, Any]]:
        metadata: dict[str, Any] = {"message": message.number, "municipality": message.municipality}
        if message.returned_at is not None:
            metadata["returned_at"] = message.returned_at.timestamp()
        patience = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                async with self._at_rasa:
                    if message.conversation_id in self._stopped:
                        raise _StoppedError
                    # Rasa looks whether it has answered this one before, which takes it time: only then.
                    given = {**metadata, "again": True} if recovered else metadata
                    return await self._rasa.send(message.conversation_id, message.text, given)
            except UnreachableError:
                recovered = True
                if time.monotonic() >= patience:
                    raise
                await asyncio.sleep(_PAUSE_SECONDS)
                await self._still_wanted(message)
