"""The audit log: who read what a citizen wrote. It names conversations by their reference and holds nothing of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Engine

from bot.conversations.database import READS
from bot.conversations.log import Clock, now
from bot.conversations.schema import readings
from bot.conversations.staff import Staff

CONVERSATION, CALLBACK, SEARCH, EXPORT, ERASE = KINDS = ("conversation", "callback", "search", "export", "erase")

PAGE_SIZE = 50


@dataclass(frozen=True)
class Reading:
    """One reading.

    by            the login name, which no two people have
    municipality  slug of the municipality whose citizen wrote
    what          CONVERSATION, CALLBACK, SEARCH, EXPORT or ERASE
    reference     of the conversation or the call-back, empty for a search
    """

    at: datetime.datetime
    staff_id: int
    by: str
    municipality: str
    what: str
    reference: str


@dataclass(frozen=True)
class Page:
    """Some of the readings, newest first, and whether there are more behind them."""

    readings: tuple[Reading, ...]
    more: bool


class Readings:
    """The audit log in a database. All functions may be called from several threads and processes at once."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._now = clock

    def note(self, staff: Staff, municipality: str, what: str, reference: str = "") -> None:
        """Write down a reading, before anything is shown. Raises ValueError for a `what` that does not exist."""
        if what not in KINDS:
            raise ValueError(f"no kind of reading: {what!r}")
        made = insert(readings).values(
            at=self._now(), staff_id=staff.id, by=staff.name, municipality=municipality, what=what, reference=reference
        )
        with self._engine.begin() as connection:
            connection.execute(made)

    def page(self, municipalities: Iterable[str], number: int, size: int = PAGE_SIZE) -> Page:
        """Return the readings of some municipalities; pages count from 1, and one behind the last is empty."""
        query = (
            select(readings)
            .where(readings.c.municipality.in_(list(municipalities)))
            .order_by(readings.c.at.desc(), readings.c.id.desc())
            .offset((number - 1) * size)
            .limit(size + 1)
        )
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
        found = (
            Reading(row.at, row.staff_id, row.by, row.municipality, row.what, row.reference) for row in rows[:size]
        )
        return Page(tuple(found), len(rows) > size)

    def erase_before(self, moment: datetime.datetime) -> int:
        """Erase what was noted before a moment; return how much it was."""
        with self._engine.begin() as connection:
            return int(connection.execute(delete(readings).where(readings.c.at < moment)).rowcount)
