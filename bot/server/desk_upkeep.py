"""What the service does by itself for the desk."""

from __future__ import annotations

import datetime

from bot.conversations.handover import Handovers
from bot.conversations.log import Clock, now
from bot.conversations.queue import Queue
from bot.conversations.staff import Accounts
from bot.server.background import Background
from bot.server.hub import Hub

# Who is gone may come back: as long as that somebody who waits is not sent away.
GRACE = datetime.timedelta(minutes=4)


class DeskUpkeep:
    """Sees to it that nobody is left with somebody who is gone, and nobody waits where there is nobody."""

    def __init__(
        self,
        handovers: Handovers,
        queue: Queue,
        accounts: Accounts,
        background: Background,
        hub: Hub,
        absent_seconds: float,
        clock: Clock = now,
    ) -> None:
        self._handovers = handovers
        self._queue = queue
        self._accounts = accounts
        self._background = background
        self._hub = hub
        self._absent = datetime.timedelta(seconds=absent_seconds)
        self._now = clock
        # While the service was away nobody could give a sign of life.
        self._judges_from = clock() + self._absent

    async def return_lost(self) -> None:
        """Put the conversations of people who are gone back into the queue."""
        if self._now() < self._judges_from:
            return
        for conversation_id in await self._background.run(self._handovers.return_lost, self._now() - self._absent):
            self._changed(conversation_id)

    async def give_up(self) -> None:
        """Give the conversations that wait for nobody back to the robot."""
        if self._now() < self._judges_from:
            return
        for conversation_id, municipality, unit in await self._background.run(self._queue.waiting):
            within = self._absent + GRACE
            if await self._background.run(self._accounts.present, municipality, unit, within):
                continue
            if await self._background.run(self._handovers.give_up, conversation_id):
                self._changed(conversation_id)

    def _changed(self, conversation_id: str) -> None:
        self._hub.changed(conversation_id)
        self._hub.desk_changed()
