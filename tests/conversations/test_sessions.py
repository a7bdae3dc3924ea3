"""Sessions: what they allow, and when they end; how they are opened is tested in test_sessions_login.py."""

import datetime
import logging

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.schema import staff_sessions
from bot.conversations.sessions import IDLE, LONGEST, Sessions, WrongLoginError
from bot.conversations.staff import Accounts
from tests.clock import Clock
from tests.planting import rows
from tests.staffing import ODD, OTHER_PASSWORD, PASSWORD, fail, is_open, person


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
    assert not {"staff_sessions", "login_failures"} & set(rows(engine))


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
