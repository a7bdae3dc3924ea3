import datetime
import logging
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.conversations.lockout import FREE_FAILURES, LockedError
from bot.conversations.schema import login_failures, staff, staff_sessions
from bot.conversations.sessions import IDLE, LONGEST, NewSession, NoSessionError, Sessions, WrongLoginError
from bot.conversations.staff import Accounts
from tests.staffing import OTHER_PASSWORD, PASSWORD, Clock, QuickPasswords, person
from tests.staffing import accounts as accounts_of

# None of them is a password or a name that could be.
ODD = ["", " ", "\0", "\ud800", "æøå", "x" * 100_000, "' OR 1=1 --"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(engine: Engine, clock: Clock) -> Accounts:
    return accounts_of(engine, clock)


@pytest.fixture
def passwords() -> QuickPasswords:
    return QuickPasswords()


@pytest.fixture
def sessions(engine: Engine, clock: Clock, passwords: QuickPasswords) -> Sessions:
    return Sessions(engine, clock, passwords=passwords)


def fail(sessions: Sessions, name: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongLoginError):
            sessions.login(name, OTHER_PASSWORD)


def count(engine: Engine, table: object) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar())


def is_open(sessions: Sessions, token: str) -> bool:
    try:
        sessions.find(token)
    except NoSessionError:
        return False
    return True


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
    assert count(engine, login_failures) == 0


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
    gate = threading.Barrier(12)

    def guess() -> None:
        gate.wait()
        with pytest.raises((WrongLoginError, LockedError)):
            sessions.login("lise", OTHER_PASSWORD)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passwords.held_against) == FREE_FAILURES


def test_people_may_log_in_at_the_same_time(accounts: Accounts, sessions: Sessions) -> None:
    people = [person(accounts, f"agent-{index}").name for index in range(4)]
    # The same person in as many windows as there are free attempts.
    logins = people + [people[0]] * (FREE_FAILURES - 2)
    gate = threading.Barrier(len(logins))
    opened: list[NewSession] = []

    def login(name: str) -> None:
        gate.wait()
        opened.append(sessions.login(name, PASSWORD))

    threads = [threading.Thread(target=login, args=(name,)) for name in logins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sessions.find(one.token).staff.name for one in opened) == sorted(logins)
    assert len({one.token for one in opened}) == len({one.csrf for one in opened}) == len(logins)


def test_logins_at_the_same_time_all_succeed_while_an_outdated_hash_is_renewed(
    engine: Engine, accounts: Accounts, clock: Clock
) -> None:
    person(accounts)
    sessions = Sessions(engine, clock, passwords=QuickPasswords(passes=2))
    gate = threading.Barrier(FREE_FAILURES - 1)
    opened: list[NewSession] = []

    def login() -> None:
        gate.wait()
        opened.append(sessions.login("lise", PASSWORD))

    threads = [threading.Thread(target=login) for _ in range(FREE_FAILURES - 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == FREE_FAILURES - 1


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
    assert count(engine, staff_sessions) == 0


def test_another_token_opens_nothing(accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    sessions.login("lise", PASSWORD)
    assert [token for token in (*ODD, "x") if is_open(sessions, token)] == []


def test_neither_the_csrf_nor_the_stored_hash_opens_a_session(
    accounts: Accounts, sessions: Sessions, engine: Engine
) -> None:
    person(accounts)
    csrf = sessions.login("lise", PASSWORD).csrf
    with engine.connect() as connection:
        stored = connection.execute(select(staff_sessions.c.token_hash)).scalar()
    assert not is_open(sessions, csrf)
    assert not is_open(sessions, stored)


def test_the_token_itself_is_not_stored(accounts: Accounts, sessions: Sessions, engine: Engine) -> None:
    person(accounts)
    token = sessions.login("lise", PASSWORD).token
    with engine.connect() as connection:
        assert token not in str(connection.execute(select(staff_sessions)).all())


def test_a_session_allows_what_carries_its_own_csrf_and_nothing_else(accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    new, other = sessions.login("lise", PASSWORD), sessions.login("lise", PASSWORD)
    session = sessions.find(new.token)
    assert [csrf for csrf in (*ODD, "x", other.csrf, new.csrf) if session.allows(csrf)] == [new.csrf]


def test_a_session_that_is_used_stays_open_until_the_longest_time_is_over(
    accounts: Accounts, sessions: Sessions, clock: Clock
) -> None:
    person(accounts)
    token = sessions.login("lise", PASSWORD).token
    began = clock.at
    while clock.at - began < LONGEST:
        clock.move(hours=1)
        assert is_open(sessions, token)
    clock.move(seconds=1)
    assert not is_open(sessions, token)


@pytest.mark.parametrize(("unused", "still_open"), [(IDLE, True), (IDLE + datetime.timedelta(seconds=1), False)])
def test_a_session_ends_when_it_was_not_used_for_long(
    accounts: Accounts, sessions: Sessions, clock: Clock, unused: datetime.timedelta, still_open: bool
) -> None:
    person(accounts)
    token = sessions.login("lise", PASSWORD).token
    clock.move(seconds=unused.total_seconds())
    assert is_open(sessions, token) is still_open


def test_that_a_session_is_used_is_noted_once_a_minute(
    accounts: Accounts, sessions: Sessions, clock: Clock, engine: Engine
) -> None:
    person(accounts)
    token = sessions.login("lise", PASSWORD).token
    began, noted = clock.at, []
    for _ in range(5):
        clock.move(seconds=30)
        sessions.find(token)
        with engine.connect() as connection:
            at = connection.execute(select(staff_sessions.c.used_at)).scalar()
        noted.append((at - began).total_seconds())
    assert noted == [0, 60, 60, 120, 120]


def test_a_session_shows_the_account_as_it_is_now(accounts: Accounts, sessions: Sessions) -> None:
    lise = person(accounts)
    token = sessions.login("lise", PASSWORD).token
    accounts.away(lise.id, "Frokost")
    assert sessions.find(token).staff.away_reason == "Frokost"


def test_a_logout_ends_its_own_session_alone(accounts: Accounts, sessions: Sessions) -> None:
    person(accounts)
    one, other = (sessions.login("lise", PASSWORD).token for _ in range(2))
    sessions.logout(one)
    sessions.logout(one)
    sessions.logout("nobody's")
    assert [is_open(sessions, token) for token in (one, other)] == [False, True]


def test_all_sessions_of_a_person_can_be_ended(accounts: Accounts, sessions: Sessions) -> None:
    lise, _ = person(accounts, "lise"), person(accounts, "bo")
    hers = [sessions.login("lise", PASSWORD).token for _ in range(3)]
    others = sessions.login("bo", PASSWORD).token
    assert sessions.end_all(lise.id) == 3
    assert not any(is_open(sessions, token) for token in hers)
    assert is_open(sessions, others)


def test_a_purge_takes_the_sessions_that_are_over_and_no_other(
    accounts: Accounts, sessions: Sessions, clock: Clock, engine: Engine
) -> None:
    person(accounts)
    sessions.login("lise", PASSWORD)
    clock.move(hours=9)
    new = sessions.login("lise", PASSWORD).token
    fail(sessions, "nobody")
    assert sessions.purge() == 1
    assert is_open(sessions, new)
    clock.move(days=2)
    assert sessions.purge() == 1
    assert count(engine, staff_sessions) == count(engine, login_failures) == 0


def test_neither_password_nor_token_is_in_what_is_shown_raised_or_logged(
    accounts: Accounts, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # Its most talkative: all statements with their values.
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    lise = person(accounts)
    new = sessions.login("lise", PASSWORD)
    found = sessions.find(new.token)
    with pytest.raises(WrongLoginError) as wrong:
        sessions.login("lise", OTHER_PASSWORD)
    accounts.change_password(lise.id, OTHER_PASSWORD)
    shown = f"{lise!r} {new!r} {new} {found!r} {wrong.value!r}"
    assert "staff_sessions" in caplog.text
    for secret in (PASSWORD, OTHER_PASSWORD, new.token):
        assert secret not in shown
        assert secret not in caplog.text
    assert new.csrf not in shown
