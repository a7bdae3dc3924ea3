"""Logins: what opens a session, what locks a name, and what a login does to an outdated hash."""

import functools

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.lockout import FREE_FAILURES, LockedError
from bot.conversations.schema import staff
from bot.conversations.sessions import NewSession, Sessions, WrongLoginError
from bot.conversations.staff import Accounts
from tests.clock import Clock
from tests.planting import rows
from tests.staffing import ODD, OTHER_PASSWORD, PASSWORD, QuickPasswords, fail, is_open, person
from tests.together import at_the_same_time


def test_the_right_name_and_password_open_a_session(accounts: Accounts, sessions: Sessions) -> None:
    lise = person(accounts)
    for name in ("lise", "Lise", " LISE "):
        new = sessions.login(name, PASSWORD)
        found = sessions.find(new.token)
        assert new.staff == found.staff == lise
        assert found.csrf == new.csrf


def test_a_wrong_password_opens_nothing(accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
    person(accounts)
    for password in (*ODD, OTHER_PASSWORD, PASSWORD.upper(), PASSWORD + " "):
        clock.move(days=1)
        with pytest.raises(WrongLoginError):
            sessions.login("lise", password)


def test_a_name_that_nobody_has_gives_the_same_error_as_a_wrong_password(
    accounts: Accounts, sessions: Sessions
) -> None:
    person(accounts)
    with pytest.raises(WrongLoginError) as wrong:
        sessions.login("lise", OTHER_PASSWORD)
    for name in (*ODD, "bo"):
        with pytest.raises(WrongLoginError) as unknown:
            sessions.login(name, PASSWORD)
        assert repr(unknown.value) == repr(wrong.value)


def test_for_a_name_that_opens_nothing_a_password_is_checked_all_the_same(
    accounts: Accounts, sessions: Sessions, passwords: QuickPasswords
) -> None:
    accounts.disable(person(accounts, "closed").id)
    for name in ("bo", "closed", "\0"):
        with pytest.raises(WrongLoginError):
            sessions.login(name, PASSWORD)
    assert passwords.held_against == [None, None, None]


def test_a_disabled_account_opens_nothing_until_it_is_enabled(accounts: Accounts, sessions: Sessions) -> None:
    lise = person(accounts)
    accounts.disable(lise.id)
    with pytest.raises(WrongLoginError):
        sessions.login("lise", PASSWORD)
    accounts.enable(lise.id)
    assert sessions.login("lise", PASSWORD).staff.active


def test_a_new_password_opens_what_the_old_one_no_longer_does(accounts: Accounts, sessions: Sessions) -> None:
    accounts.change_password(person(accounts).id, OTHER_PASSWORD)
    with pytest.raises(WrongLoginError):
        sessions.login("lise", PASSWORD)
    assert sessions.login("lise", OTHER_PASSWORD)


def test_a_locked_name_is_refused_with_the_right_password_too_and_without_checking_it(
    accounts: Accounts, sessions: Sessions, passwords: QuickPasswords
) -> None:
    person(accounts)
    fail(sessions, "lise", FREE_FAILURES)
    passwords.held_against.clear()
    with pytest.raises(LockedError) as raised:
        sessions.login("Lise", PASSWORD)
    assert raised.value.seconds == 60
    assert passwords.held_against == []


def test_the_right_password_opens_a_session_when_the_lock_is_over(
    accounts: Accounts, sessions: Sessions, clock: Clock
) -> None:
    person(accounts)
    fail(sessions, "lise", FREE_FAILURES)
    clock.move(minutes=1)
    assert sessions.login("lise", PASSWORD)


def test_a_second_lock_is_twice_as_long(accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
    person(accounts)
    fail(sessions, "lise", FREE_FAILURES)
    clock.move(minutes=1)
    fail(sessions, "lise")
    with pytest.raises(LockedError) as raised:
        sessions.login("lise", PASSWORD)
    assert raised.value.seconds == 120


def test_a_success_ends_the_run_of_failures(accounts: Accounts, sessions: Sessions, engine: Engine) -> None:
    person(accounts)
    for _ in range(3):
        fail(sessions, "lise", FREE_FAILURES - 1)
        sessions.login("lise", PASSWORD)
    assert "login_failures" not in rows(engine)


def test_a_new_password_takes_a_lock_off(accounts: Accounts, sessions: Sessions) -> None:
    lise = person(accounts)
    fail(sessions, "lise", FREE_FAILURES)
    accounts.change_password(lise.id, OTHER_PASSWORD)
    assert sessions.login("lise", OTHER_PASSWORD)


def test_a_lock_does_not_tell_whether_somebody_has_the_name(accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    locks = []
    for name in ("lise", "nobody"):
        fail(sessions, name, FREE_FAILURES)
        with pytest.raises(LockedError) as raised:
            sessions.login(name, PASSWORD)
        locks.append(repr(raised.value))
    assert len(set(locks)) == 1


def test_a_lock_leaves_open_sessions_open(accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    token = sessions.login("lise", PASSWORD).token
    fail(sessions, "lise", FREE_FAILURES)
    assert is_open(sessions, token)


def test_of_many_guesses_at_once_no_more_are_tried_than_one_after_the_other(
    accounts: Accounts, sessions: Sessions, passwords: QuickPasswords
) -> None:
    person(accounts)

    def guess() -> None:
        with pytest.raises((WrongLoginError, LockedError)):
            sessions.login("lise", OTHER_PASSWORD)

    at_the_same_time([guess] * 12)
    assert len(passwords.held_against) == FREE_FAILURES


def test_people_may_log_in_at_the_same_time(accounts: Accounts, sessions: Sessions) -> None:
    people = [person(accounts, f"agent-{index}").name for index in range(4)]
    # The same person in as many windows as there are free attempts.
    logins = people + [people[0]] * (FREE_FAILURES - 2)
    opened: list[NewSession] = []

    def login(name: str) -> None:
        opened.append(sessions.login(name, PASSWORD))

    at_the_same_time([functools.partial(login, name) for name in logins])
    assert sorted(sessions.find(one.token).staff.name for one in opened) == sorted(logins)
    assert len({one.token for one in opened}) == len({one.csrf for one in opened}) == len(logins)


def test_logins_at_the_same_time_all_succeed_while_an_outdated_hash_is_renewed(
    engine: Engine, accounts: Accounts, clock: Clock
) -> None:
    person(accounts)
    sessions = Sessions(engine, clock, passwords=QuickPasswords(passes=2))
    opened: list[NewSession] = []
    at_the_same_time([lambda: opened.append(sessions.login("lise", PASSWORD))] * (FREE_FAILURES - 1))
    assert {sessions.find(one.token).staff.name for one in opened} == {"lise"}
    assert len({one.token for one in opened}) == FREE_FAILURES - 1


def test_an_outdated_hash_is_renewed_by_the_login(engine: Engine, accounts: Accounts, clock: Clock) -> None:
    person(accounts)
    newer = QuickPasswords(passes=2)
    Sessions(engine, clock, passwords=newer).login("lise", PASSWORD)
    with engine.connect() as connection:
        stored = connection.execute(select(staff.c.password_hash)).scalar()
    assert not newer.outdated(stored)
    assert newer.matches(stored, PASSWORD)


def test_a_current_hash_stays(engine: Engine, accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    with engine.connect() as connection:
        before = connection.execute(select(staff.c.password_hash)).scalar()
    sessions.login("lise", PASSWORD)
    with engine.connect() as connection:
        assert connection.execute(select(staff.c.password_hash)).scalar() == before


class ChangesMeanwhile(QuickPasswords):
    """Something happens to the account while its password is checked."""

    def __init__(self, accounts: Accounts, change: str) -> None:
        super().__init__()
        self._accounts = accounts
        self._change = change

    def matches(self, stored: str | None, password: str) -> bool:
        right = super().matches(stored, password)
        lise = self._accounts.named("lise")
        if self._change == "disable":
            self._accounts.disable(lise.id)
        else:
            self._accounts.change_password(lise.id, OTHER_PASSWORD)
        return right


@pytest.mark.parametrize("change", ["disable", "password"])
def test_a_login_that_was_overtaken_by_a_change_of_the_account_opens_nothing(
    engine: Engine, accounts: Accounts, clock: Clock, change: str
) -> None:
    person(accounts)
    sessions = Sessions(engine, clock, passwords=ChangesMeanwhile(accounts, change))
    with pytest.raises(WrongLoginError):
        sessions.login("lise", PASSWORD)
    assert "staff_sessions" not in rows(engine)
