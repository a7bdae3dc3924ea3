"""Who works at the desk: accounts with their rights, and who is there.

All functions may be called from several threads and processes at once. They raise SQLAlchemyError where the database
fails; nothing has changed then.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.conversations.database import READS, REPEATABLE
from bot.conversations.lockout import forget
from bot.conversations.log import Clock, now
from bot.conversations.passwords import Passwords, check_choice
from bot.conversations.schema import NAME_CHARS, staff, staff_sessions

AGENT, SUPERVISOR, ADMINISTRATOR = "agent", "supervisor", "administrator"
# Each may do what those before it may.
ROLES = (AGENT, SUPERVISOR, ADMINISTRATOR)

# What is wrong with what an account is to become.
BAD_NAME, NAME_TAKEN, BAD_SHOWN_NAME, BAD_ROLE = "name", "name_taken", "shown_name", "role"
NO_MUNICIPALITY, BAD_UNIT, BAD_AWAY_REASON = "municipality", "unit", "away"

# A change of these is a change of what somebody may see.
_RIGHTS = ("role", "municipalities", "units")


class StaffError(ValueError):
    """An account cannot become so; `reason` is one of the words above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoStaffError(LookupError):
    """There is no such account."""


@dataclass(frozen=True)
class Staff:
    """A person who works at the desk.

    name            what they log in with, as `normal_name` gives it
    shown_name      what citizens read
    role            AGENT, SUPERVISOR or ADMINISTRATOR
    municipalities  slugs of those they work for, in the order of the alphabet
    units           those of the units they work for, none for all of them
    active          whether they may log in
    away_reason     why they take no new conversations now, None where they do
    seen_at         when their desk was open last, in UTC, None where it never was
    """

    id: int
    name: str
    shown_name: str
    role: str
    municipalities: tuple[str, ...]
    units: tuple[str, ...]
    active: bool
    away_reason: str | None
    seen_at: datetime.datetime | None

    def may(self, role: str) -> bool:
        """Say whether they may do what somebody of that role may. Raises ValueError for a role that does not exist."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def serves(self, municipality: str, unit: str | None = None) -> bool:
        """Say whether what is meant for a municipality, or a unit of it, is theirs to see."""
        return municipality in self.municipalities and (unit is None or not self.units or unit in self.units)


def normal_name(name: str) -> str:
    """Return a login name as it is stored: small letters, no blanks around it, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_text(text: str) -> bool:
    """Say whether a text can stand as a name: something to read, of one line, and not too long for its column."""
    return bool(text.strip()) and text.isprintable() and len(text) <= NAME_CHARS


def read_staff(row: Any) -> Staff:
    """Return the person that a row of the table `staff` holds."""
    return Staff(
        row.id,
        row.name,
        row.shown_name,
        row.role,
        tuple(row.municipalities),
        tuple(row.units),
        row.active,
        row.away_reason,
        row.seen_at,
    )


def end_sessions(connection: Connection, staff_id: int) -> int:
    """End all logins of a person, in a transaction that has begun; return how many there were."""
    return int(connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id)).rowcount)


class Accounts:
    """The accounts of staff in a database. An account is never deleted: the audit log speaks of its name."""

    def __init__(self, engine: Engine, clock: Clock = now, passwords: Passwords | None = None) -> None:
        self._engine = engine
        self._reading = engine.execution_options(**READS)
        self._repeatable = engine.execution_options(**REPEATABLE)
        self._now = clock
        self._passwords = passwords or Passwords()

    def add(
        self,
        name: str,
        shown_name: str,
        role: str,
        municipalities: Iterable[str],
        units: Iterable[str],
        password: str,
    ) -> Staff:
        """Make an account. Raises StaffError, and PasswordError for a password that may not be chosen."""
        login = normal_name(name)
        if not is_text(login):
            raise StaffError(BAD_NAME)
        values = _checked(shown_name=shown_name, role=role, municipalities=municipalities, units=units)
        check_choice(password, login)
        made = insert(staff).values(
            name=login, password_hash=self._passwords.hash(password), active=True, created_at=self._now(), **values
        )
        try:
            with self._engine.begin() as connection:
                staff_id = connection.execute(made).inserted_primary_key[0]
                return _get(connection, staff_id)
        except IntegrityError:
            # The error itself holds the hash.
            raise StaffError(NAME_TAKEN) from None

    def change(
        self,
        staff_id: int,
        shown_name: str | None = None,
        role: str | None = None,
        municipalities: Iterable[str] | None = None,
        units: Iterable[str] | None = None,
    ) -> Staff:
        """Change what is given; with other rights, a person's logins end. Raises StaffError, NoStaffError."""
        given = {"shown_name": shown_name, "role": role, "municipalities": municipalities, "units": units}
        values = _checked(**{name: value for name, value in given.items() if value is not None})
        with self._engine.begin() as connection:
            before = _get(connection, staff_id, lock=True)
            if values:
                connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
            after = _get(connection, staff_id)
            if any(getattr(before, name) != getattr(after, name) for name in _RIGHTS):
                end_sessions(connection, staff_id)
            return after

    def change_password(self, staff_id: int, password: str) -> Staff:
        """Give a person a new password; their logins end, and so does a lock. Raises PasswordError, NoStaffError."""
        check_choice(password, self.get(staff_id).name)
        password_hash = self._passwords.hash(password)
        with self._engine.begin() as connection:
            _update(connection, staff_id, password_hash=password_hash)
            end_sessions(connection, staff_id)
            person = _get(connection, staff_id)
            forget(connection, person.name)
            return person

    def disable(self, staff_id: int) -> Staff:
        """Let a person no longer log in; their logins end. Raises NoStaffError."""
        with self._engine.begin() as connection:
            _update(connection, staff_id, active=False)
            end_sessions(connection, staff_id)
            return _get(connection, staff_id)

    def enable(self, staff_id: int) -> Staff:
        """Let a person log in again. Raises NoStaffError."""
        with self._engine.begin() as connection:
            _update(connection, staff_id, active=True)
            return _get(connection, staff_id)

    def list(self) -> tuple[Staff, ...]:
        """Return all accounts, by name."""
        with self._reading.connect() as connection:
            return tuple(map(read_staff, connection.execute(select(staff).order_by(staff.c.name))))

    def get(self, staff_id: int) -> Staff:
        """Return an account. Raises NoStaffError."""
        with self._reading.connect() as connection:
            return _get(connection, staff_id)

    def named(self, name: str) -> Staff:
        """Return the account with a login name. Raises NoStaffError."""
        login = normal_name(name)
        if not is_text(login):
            raise NoStaffError
        with self._reading.connect() as connection:
            row = connection.execute(select(staff).where(staff.c.name == login)).first()
        if row is None:
            raise NoStaffError
        return read_staff(row)

    def seen(self, staff_id: int) -> None:
        """Note that a person's desk is open now. Raises NoStaffError."""
        with self._repeatable.begin() as connection:
            _update(connection, staff_id, seen_at=self._now())

    def gone(self, staff_id: int) -> None:
        """Note that a person has left the desk. Raises NoStaffError."""
        with self._engine.begin() as connection:
            _update(connection, staff_id, seen_at=None)

    def away(self, staff_id: int, reason: str | None) -> Staff:
        """Note why a person takes no new conversations, None where they do. Raises StaffError, NoStaffError."""
        if reason is not None and not is_text(reason):
            raise StaffError(BAD_AWAY_REASON)
        with self._engine.begin() as connection:
            _update(connection, staff_id, away_reason=None if reason is None else reason.strip())
            return _get(connection, staff_id)

    def present(self, municipality: str, unit: str | None, within: datetime.timedelta) -> tuple[Staff, ...]:
        """Return who can take a conversation meant for a municipality, or a unit of it, by name.

        That is who serves it, is not away, and had the desk open within that time.
        """
        since = self._now() - within
        there = self._active(staff.c.away_reason.is_(None), staff.c.seen_at >= since)
        return tuple(person for person in there if person.serves(municipality, unit))

    def colleagues(self, municipalities: Iterable[str]) -> tuple[Staff, ...]:
        """Return all who may log in and work for one of these municipalities at least, by name."""
        wanted = set(municipalities)
        return tuple(person for person in self._active() if wanted.intersection(person.municipalities))

    def exists(self, municipality: str, unit: str | None = None) -> bool:
        """Say whether anybody at all serves a municipality, or a unit of it: whether there is a desk."""
        return any(person.serves(municipality, unit) for person in self._active())

    def _active(self, *conditions: Any) -> tuple[Staff, ...]:
        query = select(staff).where(staff.c.active.is_(True), *conditions).order_by(staff.c.name)
        with self._reading.connect() as connection:
            return tuple(map(read_staff, connection.execute(query)))


def _get(connection: Connection, staff_id: int, lock: bool = False) -> Staff:
    query = select(staff).where(staff.c.id == staff_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NoStaffError
    return read_staff(row)


def _update(connection: Connection, staff_id: int, **values: Any) -> None:
    if connection.execute(update(staff).where(staff.c.id == staff_id).values(**values)).rowcount != 1:
        raise NoStaffError


def _checked(**values: Any) -> dict[str, Any]:
    """Return columns as they are stored. Raises StaffError."""
    if "shown_name" in values:
        values["shown_name"] = _line(values["shown_name"], BAD_SHOWN_NAME)
    if values.get("role", AGENT) not in ROLES:
        raise StaffError(BAD_ROLE)
    if "municipalities" in values:
        values["municipalities"] = _names(values["municipalities"], NO_MUNICIPALITY)
        if not values["municipalities"]:
            raise StaffError(NO_MUNICIPALITY)
    if "units" in values:
        values["units"] = _names(values["units"], BAD_UNIT)
    return values


def _line(text: str, reason: str) -> str:
    if not is_text(text):
        raise StaffError(reason)
    return text.strip()


def _names(names: Iterable[str], reason: str) -> Sequence[str]:
    return sorted({_line(name, reason) for name in names})
