"""The embedded desk: people at `/desk` take over conversations of the service's own log."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from sqlalchemy.engine import Engine

from bot.answers.offer import Offer, Way
from bot.answers.opening import Opening, OpeningState, hours_of, opening
from bot.conversations.callbacks import Callback, Callbacks, CallbackWish
from bot.conversations.handover import Handovers
from bot.conversations.log import Clock, NoConversationError, now
from bot.conversations.queue import Queue
from bot.conversations.staff import Accounts
from bot.handover.backend import Outcome, Request
from bot.standards.model import Municipality


class Desk:
    """Offers people who are there, and puts conversations into their queue."""

    def __init__(
        self, engine: Engine, municipalities: Mapping[str, Municipality], absent_seconds: float, clock: Clock = now
    ) -> None:
        """Work on a database; who was not seen for `absent_seconds` is not there."""
        self._accounts = Accounts(engine, clock)
        self._handovers = Handovers(engine, clock)
        self._queue = Queue(engine, clock)
        self._callbacks = Callbacks(engine, clock)
        self._municipalities = municipalities
        self._absent = datetime.timedelta(seconds=absent_seconds)
        self._now = clock

    def offer(self, municipality: str, unit: str | None, sender: str | None = None) -> Offer:
        """Return what can be offered: people only where somebody is there and it is not known to be closed.

        Only a conversation of the log can be taken over, or has a form for a call-back.
        """
        state = self.opening(municipality, unit)
        if not self._accounts.exists(municipality, unit) or not self._queue.has(sender):
            return Offer(Way.PHONE, state, unit)
        if state.state is OpeningState.CLOSED or not self._accounts.present(municipality, unit, self._absent):
            return Offer(Way.CALLBACK, state, unit)
        ahead = self._queue.length(municipality, unit)
        return Offer(Way.QUEUE, state, unit, ahead, self._queue.typical_wait(municipality))

    def ask(self, request: Request) -> Outcome:
        """Put a conversation of the service's log into the queue; others cannot be taken over at this desk."""
        if self.offer(request.wish.municipality, request.wish.unit).way is not Way.QUEUE:
            return Outcome.NOT_POSSIBLE
        try:
            self._handovers.ask(request.sender, request.wish)
        except NoConversationError:
            return Outcome.NOT_POSSIBLE
        return Outcome.QUEUED

    def call_back(self, conversation_id: str, client_id: str, wish: CallbackWish) -> tuple[Callback, bool]:
        """Put a wish to be called into the desk's list."""
        return self._callbacks.ask(conversation_id, client_id, wish)

    def opening(self, municipality: str, unit: str | None) -> Opening:
        """Return whether a municipality's unit is open now; not known where nobody has set its hours."""
        known = self._municipalities.get(municipality)
        return opening(None if known is None else hours_of(known, unit), self._now())
