"""How long conversations are kept: each municipality's own time, then they are erased with all that belongs to them.

What is erased is counted in a receipt in the very transaction that erases it, so a purge that is killed has a receipt
for exactly what it erased, and the next one goes on with the rest. All functions may be called from several threads and
processes at once. They raise SQLAlchemyError where the database fails.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS
from bot.conversations.erasure import Counts, added, count_conversation, erase_conversation
from bot.conversations.log import Clock, now
from bot.conversations.overwriting import empty_log, rebuild
from bot.conversations.readings import Readings
from bot.conversations.schema import conversations, purges, waits
from bot.conversations.sessions import Sessions

if TYPE_CHECKING:
    from bot.standards.model import Municipality

# Who purges: the service by itself, or somebody on the command line.
SERVICE, COMMAND = "service", "command"

READINGS_KEPT, WAITS_KEPT = datetime.timedelta(days=365), datetime.timedelta(days=30)

# Whose desk a conversation is at decides, else whose page it began on.
_whose = func.coalesce(conversations.c.asked_municipality, conversations.c.municipality)


@dataclass(frozen=True)
class Due:
    """A conversation whose time is up; `municipality` is whose time that is, None where it belongs to none."""

    id: str
    municipality: str | None
    active_at: datetime.datetime


@dataclass(frozen=True)
class Receipt:
    """What was erased of a municipality's on one day (in UTC), by the service or by command; `at` is when it was last.

    counts  how much, by `erasure.COUNTED`; nothing says what
    """

    at: datetime.datetime
    by: str
    municipality: str | None
    counts: Counts


class Retention:
    """Finds and erases what has been kept for long enough."""

    def __init__(
        self, engine: Engine, default_days: int, days_by_municipality: Mapping[str, int], clock: Clock = now
    ) -> None:
        """Keep conversations for as many days without a word as their municipality says, else `default_days`."""
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._default = datetime.timedelta(days=default_days)
        self._own = {slug: datetime.timedelta(days=days) for slug, days in days_by_municipality.items()}
        self._now = clock

    def due(self) -> tuple[Due, ...]:
        """Return the conversations in which nothing was said for longer than they are kept, the oldest first."""
        query = (
            select(conversations.c.id, _whose.label("whose"), conversations.c.active_at)
            .where(self._is_due())
            .order_by(conversations.c.active_at, conversations.c.id)
        )
        with self._reading.connect() as connection:
            return tuple(Due(row.id, row.whose, row.active_at) for row in connection.execute(query))

    def preview(self) -> dict[str | None, Counts]:
        """Return what a purge would erase now, by municipality."""
        found: dict[str | None, Counts] = {}
        due = self.due()
        with self._reading.begin() as connection:
            for one in due:
                whose = found.get(one.municipality, {})
                found[one.municipality] = added(whose, count_conversation(connection, one.id))
        return found

    def purge(self, by: str) -> dict[str | None, Counts]:
        """Erase all conversations whose time is up; return how much that was, by municipality."""
        erased: dict[str | None, Counts] = {}
        for one in self.due():
            counts = self.erase(one, by)
            if counts:
                erased[one.municipality] = added(erased.get(one.municipality, {}), counts)
        return erased

    def erase(self, one: Due, by: str) -> Counts:
        """Erase one conversation and add it to the receipt; nothing happens where its time is not up (any more)."""
        still = select(conversations.c.id).where(conversations.c.id == one.id, self._is_due()).with_for_update()
        with self._engine.begin() as connection:
            if connection.execute(still).first() is None:
                return {}
            at = self._now()
            counts = erase_conversation(connection, one.id, at)
            _note(connection, by, one.municipality, counts, at)
            return counts

    def forget_old(self) -> Counts:
        """Erase what is kept beside the conversations and has had its time; return how much, by what it is."""
        at = self._now()
        old_readings = Readings(self._engine, self._now).erase_before(at - READINGS_KEPT)
        with self._engine.begin() as connection:
            old_waits = int(connection.execute(delete(waits).where(waits.c.at < at - WAITS_KEPT)).rowcount)
        ended = Sessions(self._engine, self._now).purge()
        return {"readings": old_readings, "waits": old_waits, "sessions": ended}

    def receipts(self) -> tuple[Receipt, ...]:
        """Return the receipts of all purges, oldest first."""
        query = select(purges).order_by(purges.c.at, purges.c.id)
        with self._reading.connect() as connection:
            return tuple(Receipt(row.at, row.by, row.municipality, row.counts) for row in connection.execute(query))

    def overwrite(self) -> bool:
        """Take what was erased out of the database's own log; False where that has to wait (`empty_log`)."""
        return empty_log(self._engine)

    def rebuild(self) -> bool:
        """Leave nothing of what was erased in the database's files; False where that has to wait (`rebuild`)."""
        return rebuild(self._engine)

    def _is_due(self) -> Any:
        at = self._now()
        # What belongs to nobody is in no list, and SQL does not say either that it is in none.
        others = or_(_whose.is_(None), _whose.notin_(list(self._own)))
        old = conversations.c.active_at < at - self._default
        own = ((_whose == slug) & (conversations.c.active_at < at - kept) for slug, kept in self._own.items())
        return or_(others & old, *own)


def own_days(municipalities: Iterable[Municipality]) -> dict[str, int]:
    """Return for how many days the municipalities that say so themselves want conversations kept, by slug."""
    return {one.slug: one.retention_days for one in municipalities if one.retention_days is not None}


def _note(connection: Connection, by: str, municipality: str | None, counts: Counts, at: datetime.datetime) -> None:
    """Add to the day's receipt: the service purges every few minutes, and nobody reads a line for each."""
    day = at.astimezone(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    whose = purges.c.municipality.is_(None) if municipality is None else purges.c.municipality == municipality
    mine = select(purges).where(purges.c.by == by, whose, purges.c.at >= day).order_by(purges.c.id).limit(1)
    row = connection.execute(mine.with_for_update()).first()
    if row is None:
        connection.execute(insert(purges).values(at=at, by=by, municipality=municipality, counts=counts))
        return
    values = {"at": at, "counts": added(row.counts, counts)}
    connection.execute(update(purges).where(purges.c.id == row.id).values(**values))
