"""Which services are alive on a database, and what they take over from those that are not.

Each service gives a sign of life every few seconds. What one had taken that is gone belongs to whoever adopts it first;
a service that comes back under its own name takes up what its earlier life left at once. SQLite has one service: nobody
else lives there. All functions may be called from several threads and processes at once. They raise SQLAlchemyError
where the database fails.
"""

from __future__ import annotations

import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS, REPEATABLE
from bot.conversations.entry import Unanswered
from bot.conversations.log import Clock, now
from bot.conversations.schema import conversations, services, unanswered
from bot.conversations.waiting import oldest, take_message

# Who gave no sign of life for so long is dead; clocks of several machines may differ by less.
DEAD_AFTER = datetime.timedelta(seconds=30)
# For so long a name that nobody bears any more is remembered.
_REMEMBERED = datetime.timedelta(days=1)

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Services:
    """The services on a database, as one of them sees them."""

    def __init__(self, engine: Engine, name: str, clock: Clock = now) -> None:
        self.name = name
        self._reading = engine.execution_options(**READS)
        self._repeatable = engine.execution_options(**REPEATABLE)
        self._insert = _INSERTS[engine.dialect.name]
        self._alone = engine.dialect.name == "sqlite"
        self._now = clock
        self._beaten_at: datetime.datetime | None = None
        self._judges_from = clock()

    def beat(self) -> None:
        """Give a sign of life."""
        if self._alone:
            return
        at = self._now()
        living = self._insert(services).values(name=self.name, seen_at=at)
        living = living.on_conflict_do_update(index_elements=[services.c.name], set_={"seen_at": at})
        with self._repeatable.begin() as connection:
            connection.execute(living)
            if self._beaten_at is None:
                connection.execute(delete(services).where(services.c.seen_at < at - _REMEMBERED))
        if self._beaten_at is None or at - self._beaten_at > DEAD_AFTER / 2:
            # Whatever kept this service from it may have kept the others, too: they get the time to say that they live.
            self._judges_from = at + DEAD_AFTER
        self._beaten_at = at

    def leave(self) -> None:
        """Tell that this service is no more: what it had taken may be adopted at once."""
        if not self._alone:
            with self._repeatable.begin() as connection:
                connection.execute(delete(services).where(services.c.name == self.name))

    def unattended(self) -> tuple[str, ...]:
        """Return the conversations, by id, that have messages waiting and on which no other living service works."""
        theirs = unanswered.alias()
        attended = exists().where(
            theirs.c.conversation_id == unanswered.c.conversation_id,
            theirs.c.taken_by == services.c.name,
            *self._lives(),
        )
        query = select(unanswered.c.conversation_id).distinct()
        if not self._alone:
            query = query.where(~attended)
        with self._reading.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def adopt(self, conversation_id: str) -> Unanswered | None:
        """Take the oldest message that waits in a conversation; None where there is none, or somebody works on it.

        Rasa may have been given it before.
        """
        # Lost with the power, it would be adopted again.
        with self._repeatable.begin() as connection:
            mine = select(conversations.c.id).where(conversations.c.id == conversation_id)
            if connection.execute(mine.with_for_update()).first() is None:
                return None
            message = oldest(connection, conversation_id)
            if message is None or self._is_at_work(connection, message.taken_by):
                return None
            take_message(connection, conversation_id, message.number, self.name)
            return message

    def _is_at_work(self, connection: Connection, name: str | None) -> bool:
        if self._alone or name is None:
            return False
        living = select(services.c.name).where(services.c.name == name, *self._lives())
        return connection.execute(living).first() is not None

    def _lives(self) -> tuple[object, ...]:
        """The conditions under which somebody in the table is another service and alive."""
        others = services.c.name != self.name
        at = self._now()
        if at < self._judges_from:
            return (others,)
        return (others, services.c.seen_at >= at - DEAD_AFTER)
