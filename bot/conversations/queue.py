"""The queue for a person, as it is read: who waits, where, and how long others have waited."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS
from bot.conversations.entry import HANDOVER
from bot.conversations.log import Clock, now
from bot.conversations.schema import CLOSED, PERSON_HAS, WAITING, conversations, entries, waits

# What is said of the waiting time rests on the newest of these, and on nothing where there are too few to be honest.
_MOST_WAITS, _FEWEST_WAITS = 20, 5
_WAITS_COUNT_FOR = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """Who has a conversation now, as its citizen may know it.

    position      1 for who comes next; None unless the conversation waits
    wait_seconds  what others have typically waited of late; None where too few did
    sender        the person who has it
    """

    state: str
    position: int | None = None
    wait_seconds: int | None = None
    sender: Mapping[str, Any] | None = None
    unit: str | None = None


class Queue:
    """Reads the conversation log's database; what changes it is `Handovers`.

    All functions raise SQLAlchemyError where the database fails.
    """

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._reading = engine.execution_options(**READS)
        self._now = clock

    def waiting(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return the queue, in its order: conversation, municipality and unit of each."""
        query = (
            select(conversations.c.id, conversations.c.asked_municipality, conversations.c.asked_unit)
            .where(conversations.c.state == WAITING)
            .order_by(conversations.c.asked_at, conversations.c.id)
        )
        with self._reading.connect() as connection:
            return tuple((row.id, row.asked_municipality, row.asked_unit) for row in connection.execute(query))

    def standing(self, conversation_id: str) -> Standing:
        """Return who has a conversation, as its citizen may know it."""
        with self._reading.begin() as connection:
            row = _row(connection, conversation_id)
            if row is None:
                return Standing(CLOSED)
            if row.state == PERSON_HAS:
                return Standing(PERSON_HAS, sender=_sender(connection, conversation_id), unit=row.asked_unit)
            if row.state != WAITING:
                return Standing(row.state)
            before = select(func.count()).where(
                conversations.c.state == WAITING,
                conversations.c.asked_municipality == row.asked_municipality,
                _same_unit(row.asked_unit),
                (conversations.c.asked_at < row.asked_at)
                | ((conversations.c.asked_at == row.asked_at) & (conversations.c.id < conversation_id)),
            )
            position = 1 + int(connection.execute(before).scalar_one())
            return Standing(
                WAITING, position, self._typical_wait(connection, row.asked_municipality), None, row.asked_unit
            )

    def has(self, sender: str | None) -> bool:
        """Tell whether a conversation, as Rasa names it, stands in this log; None stands for one that does."""
        if sender is None:
            return True
        with self._reading.connect() as connection:
            return _row(connection, sender) is not None

    def length(self, municipality: str, unit: str | None) -> int:
        """Return how many wait for a municipality's unit, or for any of its people."""
        query = select(func.count()).where(
            conversations.c.state == WAITING,
            conversations.c.asked_municipality == municipality,
            _same_unit(unit),
        )
        with self._reading.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def typical_wait(self, municipality: str) -> int | None:
        """Return the seconds that people have typically waited of late, None where too few did to say so honestly."""
        with self._reading.connect() as connection:
            return self._typical_wait(connection, municipality)

    def _typical_wait(self, connection: Connection, municipality: str) -> int | None:
        query = (
            select(waits.c.seconds)
            .where(waits.c.municipality == municipality, waits.c.at > self._now() - _WAITS_COUNT_FOR)
            .order_by(waits.c.at.desc())
            .limit(_MOST_WAITS)
        )
        found = connection.execute(query).scalars().all()
        return round(statistics.median(found)) if len(found) >= _FEWEST_WAITS else None


def _row(connection: Connection, conversation_id: str) -> Any:
    return connection.execute(select(conversations).where(conversations.c.id == conversation_id)).first()


def _sender(connection: Connection, conversation_id: str) -> Mapping[str, Any] | None:
    """Return the person of the newest change."""
    query = (
        select(entries.c.data)
        .where(entries.c.conversation_id == conversation_id, entries.c.kind == HANDOVER)
        .order_by(entries.c.number.desc())
        .limit(1)
    )
    data = connection.execute(query).scalar()
    sender: Mapping[str, Any] | None = (data or {}).get("sender")
    return sender


def _same_unit(unit: str | None) -> Any:
    return conversations.c.asked_unit.is_(None) if unit is None else conversations.c.asked_unit == unit
