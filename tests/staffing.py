"""Accounts for tests, with passwords that are hashed in no time."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import Engine

from bot.conversations.log import now
from bot.conversations.passwords import Passwords
from bot.conversations.sessions import NoSessionError, Sessions, WrongLoginError
from bot.conversations.staff import AGENT, Accounts, Staff

PASSWORD = "en lang sætning om regn"
OTHER_PASSWORD = "en anden sætning om sne"
# None of them is a password, a name or a token that could be.
ODD = ["", " ", "\0", "\ud800", "æøå", "x" * 100_000, "' OR 1=1 --"]


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


def accounts(engine: Engine, clock: Callable[[], datetime.datetime] = now) -> Accounts:
    return Accounts(engine, clock, QuickPasswords())


def person(
    accounts: Accounts,
    name: str = "lise",
    role: str = AGENT,
    municipalities: tuple[str, ...] = ("thisted",),
    units: tuple[str, ...] = (),
) -> Staff:
    return accounts.add(name, name.strip().title(), role, municipalities, units, PASSWORD)


def fail(sessions: Sessions, name: str, times: int = 1) -> None:
    """Log in with a wrong password."""
    for _ in range(times):
        with pytest.raises(WrongLoginError):
            sessions.login(name, OTHER_PASSWORD)


def is_open(sessions: Sessions, token: str) -> bool:
    try:
        sessions.find(token)
    except NoSessionError:
        return False
    return True
