import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.lockout import FORGOTTEN_AFTER, FREE_FAILURES, LockedError, Lockout, lock_after
from bot.conversations.schema import login_failures
from tests.clock import Clock
from tests.together import at_the_same_time


@pytest.fixture
def lockout(engine: Engine, clock: Clock) -> Lockout:
    return Lockout(engine, clock)


def fail(lockout: Lockout, times: int, name: str = "lise") -> None:
    for _ in range(times):
        lockout.attempt(name)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (10**9, 60)],
)
def test_from_the_fifth_failure_a_lock_is_ever_twice_as_long_up_to_an_hour(failures: int, minutes: int) -> None:
    assert lock_after(failures) == datetime.timedelta(minutes=minutes)


def test_locks_follow_each_other_as_long_as_attempts_fail(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES - 1)
    locks = []
    for _ in range(8):
        lockout.attempt("lise")
        with pytest.raises(LockedError) as raised:
            lockout.attempt("lise")
        locks.append(raised.value.seconds // 60)
        clock.move(seconds=raised.value.seconds)
    assert locks == [1, 2, 4, 8, 16, 32, 60, 60]


def test_the_seconds_that_are_left_are_told(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES)
    clock.move(seconds=20.5)
    with pytest.raises(LockedError) as raised:
        lockout.attempt("lise")
    assert raised.value.seconds == lockout.seconds("lise") == 40


def test_attempts_while_it_is_locked_do_not_lengthen_a_lock(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES)
    for _ in range(20):
        with pytest.raises(LockedError):
            lockout.attempt("lise")
    clock.move(minutes=1)
    lockout.attempt("lise")
    assert lockout.seconds("lise") == 120


def test_a_lock_holds_for_its_own_name_alone(lockout: Lockout) -> None:
    fail(lockout, FREE_FAILURES)
    lockout.attempt("bo")
    assert (lockout.seconds("bo"), lockout.seconds("nobody")) == (0, 0)


def test_a_lock_outlives_the_process(engine: Engine, clock: Clock, lockout: Lockout) -> None:
    fail(lockout, FREE_FAILURES)
    with pytest.raises(LockedError):
        Lockout(engine, clock).attempt("lise")


def test_unlocking_begins_a_new_run(lockout: Lockout) -> None:
    fail(lockout, FREE_FAILURES)
    lockout.unlock("lise")
    fail(lockout, FREE_FAILURES - 1)
    assert lockout.seconds("lise") == 0


def test_failures_are_forgotten_after_a_day_without_an_attempt(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES - 1)
    clock.move(seconds=FORGOTTEN_AFTER.total_seconds())
    fail(lockout, FREE_FAILURES - 1)
    assert lockout.seconds("lise") == 0


def test_failures_of_the_same_day_are_one_run(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES - 1)
    clock.move(seconds=FORGOTTEN_AFTER.total_seconds() - 1)
    lockout.attempt("lise")
    assert lockout.seconds("lise") == 60


def test_many_attempts_at_once_are_no_more_than_one_after_the_other(lockout: Lockout) -> None:
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            lockout.attempt("lise")
            outcomes.append("tried")
        except LockedError:
            outcomes.append("locked")

    at_the_same_time([attempt] * 12)
    assert sorted(outcomes) == ["locked"] * (12 - FREE_FAILURES) + ["tried"] * FREE_FAILURES


def test_what_was_typed_as_a_name_is_not_stored(engine: Engine, lockout: Lockout) -> None:
    lockout.attempt("min hemmelige adgangskode")
    with engine.connect() as connection:
        assert "hemmelig" not in str(connection.execute(select(login_failures)).all())


def test_any_text_can_be_counted_as_a_name(lockout: Lockout) -> None:
    for name in ("", "\0", "\ud800", "æøå", "x" * 100_000, "'; DROP TABLE staff; --"):
        fail(lockout, FREE_FAILURES, name)
        assert lockout.seconds(name) == 60


def test_a_purge_takes_what_no_longer_counts_and_nothing_else(engine: Engine, lockout: Lockout, clock: Clock) -> None:
    fail(lockout, FREE_FAILURES, "old")
    clock.move(seconds=FORGOTTEN_AFTER.total_seconds())
    fail(lockout, FREE_FAILURES, "new")
    lockout.purge()
    with engine.connect() as connection:
        assert len(connection.execute(select(login_failures)).all()) == 1
    assert lockout.seconds("new") == 60
