"""Logins of staff: who comes in with a name and a password, and how long that lasts.

All functions may be called from several threads and processes at once. They raise SQLAlchemyError where the database
fails; nothing has changed then.
"""

from __future__ import annotations

import datetime
import hmac
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Engine

from bot.conversations.database import READS, REPEATABLE
from bot.conversations.lockout import Lockout, forget
from bot.conversations.log import Clock, now
from bot.conversations.passwords import Passwords
from bot.conversations.schema import staff, staff_sessions
from bot.conversations.staff import Staff, end_sessions, is_text, normal_name, read_staff
from bot.conversations.tokens import hash_of, new_token

IDLE, LONGEST = datetime.timedelta(hours=8), datetime.timedelta(hours=12)
# How exactly it is known when a session was used last: not every request is worth a write.
_USE_NOTED_EVERY = datetime.timedelta(minutes=1)
_TRIES = 3


class WrongLoginError(Exception):
    """The name, the password or both are wrong, or the account is disabled; which of them is nobody's to know."""


class NoSessionError(LookupError):
    """There is no such session, or no longer."""


@dataclass(frozen=True)
class NewSession:
    """A login that has just begun, with the one copy of its token."""

    token: str = field(repr=False)
    csrf: str = field(repr=False)
    staff: Staff


@dataclass(frozen=True)
class Session:
    """A login that is open: whose it is, and what each request that changes something has to carry (`csrf`)."""

    staff: Staff
    csrf: str = field(repr=False)
    started_at: datetime.datetime

    def allows(self, csrf: str) -> bool:
        """Say whether a request carries the right `csrf`, without telling by the time how much of it was right."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions:
    """The logins in a database. One ends when it was not used for `idle`, at the latest `longest` after it began."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock = now,
        idle: datetime.timedelta = IDLE,
        longest: datetime.timedelta = LONGEST,
        passwords: Passwords | None = None,
    ) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._repeatable = engine.execution_options(**REPEATABLE)
        self._now = clock
        self._idle = idle
        self._longest = longest
        self._passwords = passwords or Passwords()
        self._lockout = Lockout(engine, clock)

    def login(self, name: str, password: str) -> NewSession:
        """Begin a session.

        Raises WrongLoginError, and LockedError where too many attempts with this name have failed, even for the right
        password.
        """
        login = normal_name(name)
        self._lockout.attempt(login)
        for _ in range(_TRIES):
            row = self._row(login)
            matches = self._passwords.matches(None if row is None else row.password_hash, password)
            if row is None or not matches:
                raise WrongLoginError
            session = self._begin(row, password)
            if session is not None:
                return session
        raise WrongLoginError

    def find(self, token: str) -> Session:
        """Return the session that a token opens, as used now. Raises NoSessionError."""
        at, mine = self._now(), staff_sessions.c.token_hash == hash_of(token)
        query = (
            select(staff_sessions, staff)
            .join(staff, staff.c.id == staff_sessions.c.staff_id)
            .where(mine, staff.c.active.is_(True))
        )
        with self._reading.connect() as connection:
            row = connection.execute(query).first()
        if row is None or at - row.used_at > self._idle or at - row.started_at > self._longest:
            raise NoSessionError
        if at - row.used_at >= _USE_NOTED_EVERY:
            with self._repeatable.begin() as connection:
                connection.execute(update(staff_sessions).where(mine).values(used_at=at))
        return Session(read_staff(row), row.csrf, row.started_at)

    def logout(self, token: str) -> None:
        """End a session; nothing happens where there is none."""
        with self._engine.begin() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == hash_of(token)))

    def end_all(self, staff_id: int) -> int:
        """End all sessions of a person; return how many there were."""
        with self._engine.begin() as connection:
            return end_sessions(connection, staff_id)

    def purge(self) -> int:
        """Delete the sessions that are over, and failures that no longer count; return how many sessions there were."""
        at = self._now()
        over = or_(staff_sessions.c.used_at < at - self._idle, staff_sessions.c.started_at < at - self._longest)
        self._lockout.purge()
        with self._engine.begin() as connection:
            return int(connection.execute(delete(staff_sessions).where(over)).rowcount)

    def _row(self, login: str) -> Any:
        # What can be nobody's name is not asked for: a database accepts no such text.
        if not is_text(login):
            return None
        query = select(staff).where(staff.c.name == login, staff.c.active.is_(True))
        with self._reading.connect() as connection:
            return connection.execute(query).first()

    def _begin(self, row: Any, password: str) -> NewSession | None:
        """Begin the session of an account whose password was right; None where the account has changed meanwhile."""
        at, token, csrf = self._now(), new_token(), new_token()
        outdated = self._passwords.outdated(row.password_hash)
        fresh = self._passwords.hash(password) if outdated else row.password_hash
        with self._engine.begin() as connection:
            current = connection.execute(select(staff).where(staff.c.id == row.id).with_for_update()).first()
            if current is None or not current.active or current.password_hash != row.password_hash:
                return None
            if outdated:
                connection.execute(update(staff).where(staff.c.id == row.id).values(password_hash=fresh))
            forget(connection, row.name)
            connection.execute(
                insert(staff_sessions).values(
                    token_hash=hash_of(token), staff_id=row.id, csrf=csrf, started_at=at, used_at=at
                )
            )
        return NewSession(token, csrf, read_staff(current))
