"""Names that nobody may log in with for a while, because too many logins in a row have failed."""

from __future__ import annotations

import datetime
import math

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from bot.conversations.database import READS
from bot.conversations.log import Clock, now
from bot.conversations.schema import login_failures
from bot.conversations.tokens import hash_of

FREE_FAILURES = 5
FIRST_LOCK, LONGEST_LOCK = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
# After so long without an attempt, a new run of failures begins.
FORGOTTEN_AFTER = datetime.timedelta(days=1)

_DOUBLINGS = math.ceil(math.log2(LONGEST_LOCK / FIRST_LOCK))
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class LockedError(Exception):
    """Nobody may log in with this name for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"locked for {seconds} s")
        self.seconds = seconds


def lock_after(failures: int) -> datetime.timedelta:
    """Return how long a name is locked after so many failures in a row: not at all for few, then ever twice as long."""
    if failures < FREE_FAILURES:
        return datetime.timedelta(0)
    return min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, _DOUBLINGS))


def forget(connection: Connection, name: str) -> None:
    """Forget the failures of a name, in a transaction that has begun."""
    connection.execute(delete(login_failures).where(login_failures.c.name_hash == hash_of(name)))


class Lockout:
    """The failures of each login name, whether somebody has it or not.

    Names are given as `normal_name` gives them. All functions may be called from several threads and processes at once.
    """

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._now = clock
        self._insert = _INSERT[engine.dialect.name]

    def attempt(self, name: str) -> None:
        """Count an attempt to log in as a failure, which `forget` takes back where it was none.

        Counted beforehand, a guess among many at the same time has no advantage. Raises LockedError, and counts nothing
        then.
        """
        at, mine = self._now(), login_failures.c.name_hash == hash_of(name)
        # Sets nothing where there is a row, but locks it and so makes sure that it stays.
        found = self._insert(login_failures).values(name_hash=hash_of(name), failures=0, failed_at=at)
        found = found.on_conflict_do_update(
            index_elements=[login_failures.c.name_hash], set_={"failures": login_failures.c.failures}
        )
        with self._engine.begin() as connection:
            connection.execute(found)
            row = connection.execute(select(login_failures).where(mine)).one()
            if row.locked_until is not None and row.locked_until > at:
                raise LockedError(math.ceil((row.locked_until - at).total_seconds()))
            failures = 1 + (row.failures if row.failed_at > at - FORGOTTEN_AFTER else 0)
            lock = lock_after(failures)
            connection.execute(
                update(login_failures)
                .where(mine)
                .values(failures=failures, failed_at=at, locked_until=at + lock if lock else None)
            )

    def seconds(self, name: str) -> int:
        """Return for how many seconds a name is locked, 0 where it is not."""
        query = select(login_failures.c.locked_until).where(login_failures.c.name_hash == hash_of(name))
        with self._reading.connect() as connection:
            until = connection.execute(query).scalar()
        return 0 if until is None else max(0, math.ceil((until - self._now()).total_seconds()))

    def unlock(self, name: str) -> None:
        """Let people log in with a name again at once."""
        with self._engine.begin() as connection:
            forget(connection, name)

    def purge(self) -> None:
        """Delete what no longer counts."""
        with self._engine.begin() as connection:
            connection.execute(
                delete(login_failures).where(login_failures.c.failed_at <= self._now() - FORGOTTEN_AFTER)
            )
