"""What people at the desk do beside conversations: ready-made answers, call-backs, search, the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from bot.conversations import readings
from bot.conversations.board import Board
from bot.conversations.callbacks import Callbacks, NoCallbackError
from bot.conversations.log import NoConversationError, now
from bot.conversations.readings import Readings
from bot.conversations.staff import Staff
from bot.server import desk_view
from bot.server.background import Background
from bot.server.desk import units_of, without_secrets
from bot.server.desk_intake import Outcome
from bot.server.hub import Hub
from bot.standards.model import Content
from bot.wording import desk as wording


class DeskOffice:
    """Looks up and works off. Every function raises SQLAlchemyError where the database fails."""

    def __init__(self, engine: Engine, content: Content, background: Background, hub: Hub) -> None:
        self._content = content
        self._background = background
        self._hub = hub
        self._board = Board(engine)
        self._callbacks = Callbacks(engine)
        self._readings = Readings(engine)

    def answers(self, person: Staff, slug: str) -> dict[str, Any]:
        """Return the ready-made answers of a municipality. Raises NoConversationError for one that is not theirs."""
        if slug not in person.municipalities or slug not in self._content.municipalities:
            raise NoConversationError
        service = next(iter(self._content.services))
        found = wording.ready_answers(self._content, slug, service, now().date())
        return {"answers": [vars(one) for one in found]}

    def units(self, person: Staff, slug: str) -> dict[str, Any]:
        """Return the units that a municipality's conversations can be forwarded to. Raises NoConversationError."""
        if slug not in person.municipalities:
            raise NoConversationError
        return {"units": units_of(self._content, slug)}

    async def callbacks(self, person: Staff, done: bool) -> dict[str, Any]:
        """Return the call-backs of somebody's municipalities; that they were read is noted."""
        found = await self._background.run(self._callbacks.list, person.municipalities, done)
        mine = [one for one in found if person.serves(one.wish.municipality, one.wish.unit)]
        for one in mine:
            await self._background.run(
                self._readings.note, person, one.wish.municipality, readings.CALLBACK, one.receipt
            )
        return {"callbacks": [desk_view.callback(one) for one in mine]}

    async def settle(self, person: Staff, receipt: str, outcome: Outcome) -> dict[str, Any]:
        """Note what became of a call. Raises NoCallbackError."""
        found = await self._background.run(self._callbacks.get, receipt)
        if not person.serves(found.wish.municipality, found.wish.unit):
            raise NoCallbackError
        settled = await self._background.run(
            self._callbacks.settle, receipt, outcome.outcome, person.shown_name, without_secrets(outcome.note)
        )
        self._hub.desk_changed()
        return desk_view.callback(settled)

    async def search(self, person: Staff, words: str, slug: str | None, page: int) -> dict[str, Any]:
        """Return ended conversations; that somebody searched is noted. Raises NoConversationError."""
        if slug is not None and slug not in person.municipalities:
            raise NoConversationError
        chosen = person.municipalities if slug is None else (slug,)
        found, more = await self._background.run(self._board.search, person, words, chosen, page)
        for one in chosen:
            await self._background.run(self._readings.note, person, one, readings.SEARCH, "")
        return {"found": [desk_view.found(one) for one in found], "page": page, "more": more}

    async def audit(self, person: Staff, page: int) -> dict[str, Any]:
        """Return who read what of somebody's municipalities."""
        found = await self._background.run(self._readings.page, person.municipalities, page)
        return {"readings": [desk_view.reading(one) for one in found.readings], "page": page, "more": found.more}
