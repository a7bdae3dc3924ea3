"""Who wants to be called: asked for by citizens, worked off by staff.

Names, numbers and addresses stand here alone, never in the conversation, and go with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.database import READS
from bot.conversations.entry import NOTICE, NewEntry
from bot.conversations.log import Clock, now
from bot.conversations.schema import callbacks, conversations
from bot.conversations.tokens import new_reference
from bot.conversations.writing import add, take
from bot.wording import handover as wording

OPEN, NOT_REACHED, REACHED, DONE = "open", "not_reached", "reached", "done"
# What staff may make of one.
OUTCOMES = (NOT_REACHED, REACHED, DONE)
# Passed on to a municipality's own system: kept as the receipt alone, in no list of the desk.
PASSED_ON = "passed_on"
_NOT_DONE = (OPEN, NOT_REACHED, REACHED)
_TRIES = 5
_MOST = 200


class NoCallbackError(LookupError):
    """There is no such call-back."""


@dataclass(frozen=True)
class CallbackWish:
    """What a citizen asks for: whom, and how to reach them. `shared`: who calls may read the conversation."""

    municipality: str
    unit: str | None
    name: str
    phone: str
    email: str
    question: str
    shared: bool


@dataclass(frozen=True)
class Callback:
    """A call-back as it stands. `reference` is the conversation's, None where it may not be read."""

    receipt: str
    wish: CallbackWish
    asked_at: datetime.datetime
    state: str
    attempts: int
    handled_at: datetime.datetime | None
    handled_by: str | None
    note: str
    reference: str | None


class Callbacks:
    """The call-backs in a database."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._now = clock

    def ask(
        self,
        conversation_id: str,
        client_id: str,
        wish: CallbackWish,
        pass_on: Callable[[Connection, Callback], None] | None = None,
    ) -> tuple[Callback, bool]:
        """Store a wish, once however often it comes with the same `client_id`; return it and whether it is new.

        `pass_on` gives it to another system in the same transaction. Raises NoConversationError.
        """
        for left in reversed(range(_TRIES)):
            try:
                return self._store(conversation_id, client_id, wish, pass_on), True
            except IntegrityError:
                before = self._asked_before(conversation_id, client_id)
                if before is not None:
                    return before, False
                # Somebody has this receipt already.
                if not left:
                    raise
        raise AssertionError("unreachable")

    def list(self, municipalities: Iterable[str], done: bool = False) -> tuple[Callback, ...]:
        """Return those of some municipalities that are not done, oldest first; or those that are, newest first."""
        chosen = callbacks.c.state == DONE if done else callbacks.c.state.in_(_NOT_DONE)
        order = callbacks.c.handled_at.desc() if done else callbacks.c.asked_at
        query = self._select().where(chosen, callbacks.c.municipality.in_(tuple(municipalities)))
        with self._reading.connect() as connection:
            return tuple(map(_read, connection.execute(query.order_by(order, callbacks.c.id).limit(_MOST))))

    def open_count(self, municipalities: Iterable[str]) -> int:
        """Return how many of some municipalities are not done."""
        query = select(func.count()).where(
            callbacks.c.state.in_(_NOT_DONE), callbacks.c.municipality.in_(tuple(municipalities))
        )
        with self._reading.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def get(self, receipt: str) -> Callback:
        """Return one. Raises NoCallbackError."""
        with self._reading.connect() as connection:
            return self._get(connection, receipt)

    def settle(self, receipt: str, outcome: str, by: str, note: str = "") -> Callback:
        """Note what became of a call, one of OUTCOMES, and tell the citizen. Raises NoCallbackError, ValueError.

        Who noted what, and when, stays in the conversation's log; the row has the latest.
        """
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        tried = callbacks.c.attempts + (1 if outcome in (NOT_REACHED, REACHED) else 0)
        at = self._now()
        values = {"state": outcome, "attempts": tried, "handled_at": at, "handled_by": by}
        if note:
            values["note"] = note
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(callbacks)
                .where(callbacks.c.receipt == receipt, callbacks.c.state.in_((*_NOT_DONE, DONE)))
                .values(**values)
            )
            if changed.rowcount != 1:
                raise NoCallbackError
            whose = select(callbacks.c.conversation_id).where(callbacks.c.receipt == receipt)
            conversation_id = connection.execute(whose).scalar_one()
            data = {"receipt": receipt, "callback": outcome, "actor": {"kind": "staff", "name": by}}
            number = take(connection, conversation_id, 1).number
            add(connection, conversation_id, number, [NewEntry(NOTICE, wording.callback_settled(outcome), data)], at)
            return self._get(connection, receipt)

    def _store(
        self,
        conversation_id: str,
        client_id: str,
        wish: CallbackWish,
        pass_on: Callable[[Connection, Callback], None] | None,
    ) -> Callback:
        receipt, at = new_reference(), self._now()
        with self._engine.begin() as connection:
            number = take(connection, conversation_id, 1, writing=at).number
            connection.execute(
                insert(callbacks).values(
                    receipt=receipt,
                    client_id=client_id,
                    conversation_id=conversation_id,
                    asked_at=at,
                    state=OPEN if pass_on is None else PASSED_ON,
                    attempts=0,
                    note="",
                    **vars(wish),
                )
            )
            made = self._get(connection, receipt)
            if pass_on is not None:
                pass_on(connection, made)
            told = NewEntry(NOTICE, wording.callback_noted(receipt), {"receipt": receipt})
            add(connection, conversation_id, number, [told], at)
            return made

    def _asked_before(self, conversation_id: str, client_id: str) -> Callback | None:
        query = self._select().where(callbacks.c.conversation_id == conversation_id, callbacks.c.client_id == client_id)
        with self._reading.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else _read(row)

    def _get(self, connection: Connection, receipt: str) -> Callback:
        row = connection.execute(self._select().where(callbacks.c.receipt == receipt)).first()
        if row is None:
            raise NoCallbackError
        return _read(row)

    @staticmethod
    def _select() -> Any:
        return select(callbacks, conversations.c.reference).join(
            conversations, conversations.c.id == callbacks.c.conversation_id
        )


def _read(row: Any) -> Callback:
    wish = CallbackWish(row.municipality, row.unit, row.name, row.phone, row.email, row.question, row.shared)
    return Callback(
        row.receipt,
        wish,
        row.asked_at,
        row.state,
        row.attempts,
        row.handled_at,
        row.handled_by,
        row.note,
        row.reference if row.shared else None,
    )
