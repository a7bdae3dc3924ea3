"""Accounts for tests: a clock that is set by hand, and passwords that are hashed in no time."""

from __future__ import annotations

import datetime
import threading

from argon2 import PasswordHasher
from sqlalchemy.engine import Engine

from bot.conversations.passwords import Passwords
from bot.conversations.staff import AGENT, Accounts, Staff

PASSWORD = "en lang sætning om regn"
OTHER_PASSWORD = "en anden sætning om sne"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.timezone.utc)

    def __call__(self) -> datetime.datetime:
        return self.at

    def move(self, **time: float) -> None:
        self.at += datetime.timedelta(**time)


def quick_hasher(passes: int = 1) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=8, parallelism=1)


class QuickPasswords(Passwords):
    """Real hashes with the least parameters that there are; remembers against what passwords were held."""

    def __init__(self, passes: int = 1) -> None:
        super().__init__(quick_hasher(passes))
        self.held_against: list[str | None] = []
        self._held = threading.Lock()

    def matches(self, stored: str | None, password: str) -> bool:
        with self._held:
            self.held_against.append(stored)
        return super().matches(stored, password)


def accounts(engine: Engine, clock: Clock | None = None) -> Accounts:
    return Accounts(engine, clock or Clock(), QuickPasswords())


def person(
    accounts: Accounts,
    name: str = "lise",
    role: str = AGENT,
    municipalities: tuple[str, ...] = ("thisted",),
    units: tuple[str, ...] = (),
) -> Staff:
    return accounts.add(name, name.strip().title(), role, municipalities, units, PASSWORD)
