"""Sees to it that each stored message gets its answer, once, whatever dies in between."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.entry import ROBOT, Answered, NewEntry, Unanswered
from bot.conversations.log import Log
from bot.conversations.services import Services
from bot.privacy.traces import where
from bot.server.background import Background
from bot.server.dialogue import Apologise
from bot.server.hub import Hub
from bot.server.passing import NoAnswerError, Rasa, UnreachableError
from bot.server.published import municipality_of, robot_entry

logger = logging.getLogger(__name__)

# How many messages each Rasa is given at a time: it works on one, the next ones wait at its door.
_AT_ONCE, _FEWEST_AT_ONCE = 4, 2
# Rasa is away for some 20 s when it starts again; a citizen waits that long rather than to get an apology.
_PATIENCE_SECONDS = 45.0
_PAUSE_SECONDS = 0.5
_DATABASE_PAUSE_SECONDS = 2.0
# Where the newest municipality of a conversation is looked for.
_LATEST = 10

_Result = TypeVar("_Result")


class _StoppedError(Exception):
    """Nobody wants the answer any more."""


class Answerer:
    """Passes messages on to Rasa, those of one conversation in order, and stores what comes back.

    Of a conversation, it works on the message alone that its service has taken (bot/conversations/waiting.py).
    """

    def __init__(
        self, log: Log, services: Services, background: Background, rasa: Rasa, hub: Hub, apologise: Apologise
    ) -> None:
        self._log = log
        self._services = services
        self._background = background
        self._rasa = rasa
        self._hub = hub
        self._apologise = apologise
        # There are as many services as there are Rasas, and each of them gives each Rasa its share.
        at_once = max(_FEWEST_AT_ONCE, _AT_ONCE // rasa.count)
        self._at_rasa = tuple(asyncio.Semaphore(at_once) for _ in range(rasa.count))
        self._working: dict[str, asyncio.Task[None]] = {}
        # Taken while an earlier message was still being worked on, which somebody had taken away from the robot.
        self._next: dict[str, Unanswered] = {}
        # The message that each conversation's work has come to, so that none is begun twice.
        self._begun: dict[str, int] = {}
        self._missed: frozenset[str] = frozenset()
        self._recovering: asyncio.Task[None] | None = None
        self._stopped: set[str] = set()
        hub.on_erased(self._stop_soon)

    async def recover(self) -> None:
        """Begin with what an earlier life of this service, or anybody who is gone, has left unanswered."""
        await self._background.run(self._services.beat)
        left = await self._background.run(self._services.unattended)
        # Nobody who comes now has to wait until all are adopted: there may be many.
        self._recovering = asyncio.create_task(self._adopt_all(left))

    async def attend(self) -> None:
        """Give a sign of life, and adopt what nobody works on."""
        await self._background.run(self._services.beat)
        unattended = set(await self._background.run(self._services.unattended)) - self._working.keys()
        # What was stored in this very moment is begun in the next one: what is still there the second time is not.
        await self._adopt_all(unattended & self._missed)
        self._missed = frozenset(unattended)

    def wake(self, message: Unanswered, again: bool = False) -> None:
        """Have a message answered that this service has taken; `again` says that Rasa may have been given it before."""
        conversation_id = message.conversation_id
        if message.number <= self._begun.get(conversation_id, 0):
            return
        if conversation_id in self._working:
            self._next[conversation_id] = message
            return
        self._working[conversation_id] = asyncio.create_task(self._work(message, again))

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
        """Stop; what has no answer is answered after the next start, or by another service."""
        tasks = [*self._working.values(), *filter(None, [self._recovering])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await self._background.run(self._services.leave)
        except SQLAlchemyError as error:
            logger.warning("nobody was told that this service ends: %s", where(error))

    def _stop_soon(self, conversation_id: str) -> None:
        task = self._working.get(conversation_id)
        if task is not None:
            self._stopped.add(conversation_id)
            task.add_done_callback(lambda _: self._stopped.discard(conversation_id))

    async def _adopt_all(self, conversation_ids: Iterable[str]) -> None:
        for conversation_id in conversation_ids:
            adopted = await self._background.run(self._services.adopt, conversation_id)
            if adopted is not None:
                self.wake(adopted, again=True)
            await asyncio.sleep(0)

    async def _work(self, first: Unanswered, again: bool) -> None:
        conversation_id, message = first.conversation_id, first
        try:
            while True:
                self._begun[conversation_id] = message.number
                answered = await self._answer(message, again)
                if answered.entries:
                    self._hub.said(conversation_id, answered.entries)
                    # The streams first.
                    await asyncio.sleep(0)
                again = False
                following = answered.following or self._next.pop(conversation_id, None)
                if following is None:
                    return
                message = following
        finally:
            del self._working[conversation_id]
            self._begun.pop(conversation_id, None)
            self._next.pop(conversation_id, None)
            self._hub.typing(conversation_id, False)

    async def _answer(self, message: Unanswered, again: bool) -> Answered:
        """Have a message answered; what became of it, nothing where nobody wants the answer any more."""
        self._hub.typing(message.conversation_id, True)
        try:
            replies = await self._replies(message, again)
        except _StoppedError:
            # Rasa may have been given it all the same.
            await self._insist(lambda: self._background.run(self._log.given_up, message.conversation_id))
            return Answered()
        # Whatever becomes of the database, Rasa is not asked again: this answer is as good as the next one.
        return await self._insist(
            lambda: self._background.run(self._log.answer, message.conversation_id, message.number, replies)
        )

    async def _insist(self, write: Callable[[], Awaitable[_Result]]) -> _Result:
        while True:
            try:
                return await write()
            except SQLAlchemyError as error:
                logger.error("the answer could not be stored, tried again: %s", where(error))
                await asyncio.sleep(_DATABASE_PAUSE_SECONDS)

    async def _replies(self, message: Unanswered, again: bool) -> list[NewEntry]:
        try:
            return [robot_entry(answer) for answer in await self._ask(message, again)]
        except _StoppedError:
            raise
        except NoAnswerError as error:
            logger.warning("no answer from Rasa: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever fails, a citizen must not meet silence
            logger.error("an answer could not be read: %s", where(error))
        return [robot_entry(self._apologise(message.text, await self._municipality(message)))]

    async def _municipality(self, message: Unanswered) -> str | None:
        """Return the municipality that a conversation was about last, else the one whose page it began on."""
        try:
            latest = await self._background.run(self._log.newest_of, message.conversation_id, ROBOT, _LATEST)
        except SQLAlchemyError as error:
            logger.error("nothing is known of a conversation: %s", where(error))
            latest = ()
        return next(filter(None, map(municipality_of, latest)), message.municipality)

    async def _still_wanted(self, message: Unanswered) -> None:
        """Raise _StoppedError where a person, or another service, has taken the message over meanwhile."""
        oldest = await self._background.run(self._log.next_unanswered, message.conversation_id)
        if oldest is None or (oldest.number, oldest.taken_by) != (message.number, self._services.name):
            raise _StoppedError

    async def _ask(self, message: Unanswered, again: bool) -> list[dict[str, Any]]:
        metadata: dict[str, Any] = {"message": message.number, "municipality": message.municipality}
        if message.returned_at is not None:
            metadata["returned_at"] = message.returned_at.timestamp()
        patience = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                async with self._at_rasa[self._rasa.index_of(message.conversation_id)]:
                    if message.conversation_id in self._stopped:
                        raise _StoppedError
                    # Rasa looks whether it has answered this one before, which takes it time: only then.
                    given = {**metadata, "again": True} if again else metadata
                    return await self._rasa.send(message.conversation_id, message.text, given)
            except UnreachableError:
                again = True
                if time.monotonic() >= patience:
                    raise
                await asyncio.sleep(_PAUSE_SECONDS)
                await self._still_wanted(message)
