"""Requests on their way to another system: kept until it is certain that they have arrived.

A row is claimed for a time before it is sent. Who claims it and dies leaves a row whose time runs out, so that another
process sends it again; the same request may therefore arrive twice, always with the same id and the same bytes.
All functions may be called from several threads and processes at once. They raise SQLAlchemyError where the database
fails; nothing has changed then.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS, REPEATABLE
from bot.conversations.log import Clock, now
from bot.conversations.schema import deliveries
from bot.conversations.tokens import new_id

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_ID = re.compile(r"[0-9a-f]{32}")
_TICK = datetime.timedelta(microseconds=1)
# 2.0 to a higher power is no number after some weeks of trying; the longest pause is reached long before.
_MOST_DOUBLINGS = 64


@dataclass(frozen=True)
class Backoff:
    """How long to wait after a failure: doubled each time up to a limit, and scattered so that not all come at once."""

    first_seconds: float = 1.0
    most_seconds: float = 600.0

    def seconds(self, tries: int, chance: float) -> float:
        """Return the pause after so many failures (1 or more); `chance`, from 0 to 1, places it in its upper half."""
        whole = min(self.most_seconds, self.first_seconds * 2.0 ** min(tries - 1, _MOST_DOUBLINGS))
        return whole * (1 + chance) / 2


@dataclass(frozen=True)
class Delivery:
    """A request on its way; `tries` counts the failures, `next_at` is when it may be tried again."""

    id: str
    conversation_id: str
    body: bytes = field(repr=False)
    made_at: datetime.datetime
    tries: int
    next_at: datetime.datetime


class Waiting(NamedTuple):
    """How many requests have not arrived yet, and the age in seconds of the oldest (0 where there is none)."""

    number: int
    oldest_seconds: float


class Outbox:
    """The requests in the conversation log's database that have not arrived yet."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock = now,
        backoff: Backoff = Backoff(),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        # Lost with the power, the request would be sent again, which its receiver has to bear anyway.
        self._repeatable = engine.execution_options(**REPEATABLE)
        self._now = clock
        self._backoff = backoff
        self._chance = chance

    def add(
        self,
        connection: Connection | None,
        conversation_id: str,
        body: Mapping[str, Any],
        delivery_id: str | None = None,
    ) -> str:
        """Put a request behind those of its conversation; return its id, which `body` gets as `id`.

        It stands once the transaction of `connection` is committed; without one it is written at once. An id that waits
        already changes nothing; one that has arrived is sent again, and its receiver knows it. Raises ValueError for an
        id that is not 32 hexadecimal digits in lower case, or a body that is no JSON.
        """
        name = delivery_id or new_id()
        if not _ID.fullmatch(name):
            raise ValueError("the id of a delivery is 32 hexadecimal digits in lower case")
        # Escapes leave nothing that a database cannot store.
        text = json.dumps({"id": name} | dict(body) | {"id": name}, allow_nan=False, separators=(",", ":"))
        with self._inside(connection) as writing:
            at = self._now()
            newest = select(func.max(deliveries.c.made_at)).where(deliveries.c.conversation_id == conversation_id)
            before = writing.execute(newest).scalar()
            # Clocks of several machines differ; the order of a conversation must not.
            made_at = at if before is None else max(at, before + _TICK)
            row = {"id": name, "conversation_id": conversation_id, "body": text, "made_at": made_at}
            adding = _INSERTS[writing.dialect.name](deliveries).values(**row, tries=0, next_at=at)
            writing.execute(adding.on_conflict_do_nothing(index_elements=["id"]))
        return name

    def due(self, limit: int) -> tuple[Delivery, ...]:
        """Return what may be sent now, the oldest first; of each conversation only the first that has not arrived."""
        place = func.row_number().over(
            partition_by=deliveries.c.conversation_id, order_by=(deliveries.c.made_at, deliveries.c.id)
        )
        placed = select(deliveries.c.id, place.label("place")).subquery()
        query = (
            select(deliveries)
            .join(placed, placed.c.id == deliveries.c.id)
            .where(placed.c.place == 1, deliveries.c.next_at <= self._now())
            .order_by(deliveries.c.made_at, deliveries.c.id)
            .limit(limit)
        )
        with self._reading.connect() as connection:
            return tuple(_read(row) for row in connection.execute(query))

    def claim(self, delivery: Delivery, seconds: float) -> Delivery | None:
        """Keep what is due from everybody else for so long; None where somebody was faster or it is gone."""
        until = self._now() + datetime.timedelta(seconds=seconds)
        return replace(delivery, next_at=until) if self._set(delivery, next_at=until) else None

    def delivered(self, delivery_id: str) -> None:
        """Take out what has arrived, whoever has claimed it meanwhile."""
        with self._repeatable.begin() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.id == delivery_id))

    def failed(self, delivery: Delivery, at_least: float = 0.0) -> float:
        """Count a failure of what was claimed; return the seconds until it may be tried again.

        `at_least` is how long the receiver asked to be left alone, granted up to the longest pause. Nothing changes
        where the claim has run out and somebody else sends it now.
        """
        tries = delivery.tries + 1
        pause = min(max(self._backoff.seconds(tries, self._chance()), at_least), self._backoff.most_seconds)
        self._set(delivery, tries=tries, next_at=self._now() + datetime.timedelta(seconds=pause))
        return pause

    def waiting(self) -> Waiting:
        """Return how much has not arrived, and how old it is: nothing is ever given up, so somebody has to look."""
        with self._reading.connect() as connection:
            number, oldest = connection.execute(select(func.count(), func.min(deliveries.c.made_at))).one()
        return Waiting(number, 0.0 if oldest is None else max(0.0, (self._now() - oldest).total_seconds()))

    def erase(self, conversation_id: str) -> int:
        """Erase what has not arrived of a conversation; return how many requests that were."""
        with self._engine.begin() as connection:
            return int(
                connection.execute(delete(deliveries).where(deliveries.c.conversation_id == conversation_id)).rowcount
            )

    def _set(self, delivery: Delivery, **values: Any) -> bool:
        # Each claim and each failure moves `next_at`: who still finds the one that was read is alone with the row.
        mine = (deliveries.c.id == delivery.id, deliveries.c.next_at == delivery.next_at)
        with self._repeatable.begin() as connection:
            return bool(connection.execute(update(deliveries).where(*mine).values(**values)).rowcount)

    @contextmanager
    def _inside(self, connection: Connection | None) -> Iterator[Connection]:
        if connection is not None:
            yield connection
            return
        with self._engine.begin() as own:
            yield own


def _read(row: Any) -> Delivery:
    return Delivery(row.id, row.conversation_id, row.body.encode(), row.made_at, row.tries, row.next_at)
