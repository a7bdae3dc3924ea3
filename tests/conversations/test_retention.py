"""What is kept for how long, on both databases."""

import datetime
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.engine import Engine

from bot.conversations.callbacks import DONE, NOT_REACHED, OPEN, PASSED_ON, REACHED, Callbacks, CallbackWish
from bot.conversations.erasure import COUNTED
from bot.conversations.handover import Handovers, Wish
from bot.conversations.log import Log, now
from bot.conversations.retention import (
    COMMAND,
    READINGS_KEPT,
    SERVICE,
    WAITS_KEPT,
    Receipt,
    Retention,
    own_days,
)
from bot.conversations.schema import callbacks, conversations, metadata, readings, staff_sessions, waits
from bot.conversations.sessions import LONGEST
from bot.conversations.staff import Accounts
from bot.settings import ROOT
from bot.standards.model import Content
from tests.clock import Clock
from tests.planting import OTHER_WORD, PLANTED, WORD, days, plant, rows, tables_with
from tests.staffing import person
from tests.together import at_the_same_time

SECOND = datetime.timedelta(seconds=1)
DEFAULT, OWN = 21, {"koege": 3, "thisted": 40}


@pytest.fixture
def retention(engine: Engine, clock: Clock) -> Retention:
    return Retention(engine, DEFAULT, OWN, clock)


def started(engine: Engine, clock: Clock, municipality: str | None = "thisted") -> str:
    return Log(engine, clock).start(municipality).conversation.id


def left(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(conversations.c.id)).scalars())


@pytest.mark.parametrize(("municipality", "kept"), [("koege", 3), ("thisted", 40), ("hjoerring", 21), (None, 21)])
def test_a_conversation_is_kept_as_long_as_its_municipality_wants_or_else_as_the_service_says(
    engine: Engine, clock: Clock, retention: Retention, municipality: str | None, kept: int
) -> None:
    one = started(engine, clock, municipality)
    clock.at += days(kept)
    assert retention.due() == ()
    clock.at += SECOND
    assert [due.id for due in retention.due()] == [one]


def test_the_municipality_whose_person_was_asked_for_decides_before_the_page_s(
    engine: Engine, clock: Clock, retention: Retention
) -> None:
    one = started(engine, clock, "thisted")
    Handovers(engine, clock).ask(one, Wish("koege", "Køge"))
    clock.at += days(OWN["koege"]) + SECOND
    assert retention.purge(SERVICE) == {"koege": {**dict.fromkeys(COUNTED, 0), "conversations": 1, "entries": 1}}


def test_the_time_counts_from_the_last_word(engine: Engine, clock: Clock, retention: Retention) -> None:
    one = started(engine, clock, "hjoerring")
    clock.at += days(20)
    Log(engine, clock).say(one, "message-1", "hej")
    clock.at += days(20)
    assert retention.due() == ()


def test_a_conversation_that_comes_to_life_while_a_purge_goes_on_stays(
    engine: Engine, clock: Clock, retention: Retention
) -> None:
    one = started(engine, clock)
    clock.at += days(100)
    [due] = retention.due()
    Log(engine, clock).say(one, "message-1", "hej")
    assert retention.erase(due, SERVICE) == {}
    assert left(engine) == {one}
    assert retention.receipts() == ()


def test_the_times_come_from_the_municipalities_that_state_one(content: Content) -> None:
    koege, thisted = content.municipalities["koege"], content.municipalities["thisted"]
    stated = koege.copy(update={"retention_days": 5})
    silent = thisted.copy(update={"retention_days": None})
    assert own_days([stated, silent]) == {"koege": 5}


ages = st.tuples(st.sampled_from([None, "koege", "thisted", "hjoerring"]), st.integers(1, 60), st.integers(-1, 1))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.integers(1, 30),
    own=st.dictionaries(st.sampled_from(["koege", "thisted", "hjoerring"]), st.integers(1, 60)),
    made=st.lists(ages, max_size=12),
)
def test_exactly_those_over_their_own_limit_go_and_all_others_stay_as_they_were(
    engine: Engine, kept: int, own: dict[str, int], made: list[tuple[str | None, int, int]]
) -> None:
    clock = Clock()
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    due: set[str] = set()
    others: set[str] = set()
    for municipality, age_days, seconds in made:
        # Many lie within a second of their limit.
        at = clock.at - days(age_days) - seconds * SECOND
        log = Log(engine, Clock(at))
        one = log.start(municipality).conversation.id
        log.say(one, "message-1", "hej")
        over = clock.at - at > days(own.get(municipality or "", kept))
        (due if over else others).add(one)
    retention = Retention(engine, kept, own, clock)
    expected = retention.preview()
    erased = retention.purge(COMMAND)
    assert left(engine) == others
    assert erased == expected
    assert sum(counts["conversations"] for counts in erased.values()) == len(due)
    assert {one.municipality: one.counts for one in retention.receipts()} == erased
    assert rows(engine).get("entries", 0) == len(others)
    assert set(Log(engine).to_erase()) == due


def test_a_purge_leaves_nothing_of_a_conversation_but_a_receipt_and_the_wish_to_erase_it_in_rasa(
    engine: Engine, clock: Clock, retention: Retention
) -> None:
    plant(engine, WORD, clock)
    planted_in = {"entries", "notes", "callbacks", "deliveries"}
    assert set(tables_with(engine, WORD)) == planted_in
    clock.at += days(41)
    assert retention.purge(SERVICE) == {"thisted": PLANTED}
    assert tables_with(engine, WORD) == []
    assert rows(engine) == {"erasures": 1, "purges": 1, "waits": 1}


def test_what_belongs_to_another_conversation_stays(engine: Engine, clock: Clock, retention: Retention) -> None:
    plant(engine, WORD, clock)
    clock.at += days(41)
    plant(engine, OTHER_WORD, clock)
    before = rows(engine)
    retention.purge(SERVICE)
    assert set(tables_with(engine, OTHER_WORD)) == {"entries", "notes", "callbacks", "deliveries"}
    after = rows(engine)
    assert {name: before[name] - after.get(name, 0) for name in ("entries", "notes", "callbacks", "deliveries")} == {
        name: PLANTED[name] for name in ("entries", "notes", "callbacks", "deliveries")
    }


@pytest.mark.parametrize(("state", "not_done"), [(OPEN, 1), (NOT_REACHED, 1), (REACHED, 1), (DONE, 0), (PASSED_ON, 0)])
def test_a_call_back_that_a_citizen_still_waits_for_is_counted_apart(
    engine: Engine, clock: Clock, retention: Retention, state: str, not_done: int
) -> None:
    one = started(engine, clock)
    Callbacks(engine, clock).ask(one, "callback-1", CallbackWish("thisted", None, "Bo", "", "", "", False))
    with engine.begin() as connection:
        connection.execute(update(callbacks).values(state=state))
    clock.at += days(41)
    counts = retention.purge(SERVICE)["thisted"]
    assert (counts["callbacks"], counts["callbacks_not_done"]) == (1, not_done)


def test_nothing_to_purge_leaves_no_receipt(engine: Engine, clock: Clock, retention: Retention) -> None:
    started(engine, clock)
    assert retention.purge(SERVICE) == {}
    assert retention.receipts() == ()


def test_the_receipts_of_a_day_are_one_for_each_municipality_and_each_who_purged(
    engine: Engine, clock: Clock, retention: Retention
) -> None:
    for municipality in ("thisted", "thisted", "koege", None):
        started(engine, clock, municipality)
    clock.at += days(41)
    for one in retention.due():
        retention.erase(one, SERVICE)
    started(engine, clock, "koege")
    clock.at += days(4)
    retention.purge(SERVICE)
    started(engine, clock, "koege")
    clock.at += days(4)
    retention.purge(COMMAND)
    found = [(one.by, one.municipality, one.counts["conversations"]) for one in retention.receipts()]
    assert sorted(found, key=str) == sorted(
        [
            (SERVICE, "thisted", 2),
            (SERVICE, "koege", 1),
            (SERVICE, None, 1),
            (SERVICE, "koege", 1),
            (COMMAND, "koege", 1),
        ],
        key=str,
    )


def test_a_receipt_says_when_by_whom_whose_and_how_much(engine: Engine, clock: Clock, retention: Retention) -> None:
    plant(engine, WORD, clock)
    clock.at += days(41)
    retention.purge(SERVICE)
    assert retention.receipts() == (Receipt(clock.at, SERVICE, "thisted", PLANTED),)


class KilledError(BaseException):
    """As sudden as the end of a process, and in Python's hands."""


@pytest.mark.parametrize("victim", [1, 2, 3])
def test_a_purge_that_dies_has_a_receipt_for_exactly_what_it_erased(
    engine: Engine, clock: Clock, retention: Retention, victim: int
) -> None:
    for _ in range(3):
        started(engine, clock)
    clock.at += days(41)
    erased = []

    def die(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("INSERT INTO erasures"):
            erased.append(statement)
            if len(erased) == victim:
                raise KilledError

    event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(KilledError):
        retention.purge(SERVICE)
    event.remove(engine, "before_cursor_execute", die)
    assert len(left(engine)) == 3 - (victim - 1)
    assert sum(one.counts["conversations"] for one in retention.receipts()) == victim - 1
    retention.purge(SERVICE)
    assert [one.counts["conversations"] for one in retention.receipts()] == [3]


def test_two_purges_at_once_count_each_conversation_once(engine: Engine, clock: Clock, retention: Retention) -> None:
    for _ in range(30):
        started(engine, clock)
    clock.at += days(41)
    found: list[int] = []

    def purge() -> None:
        found.append(sum(counts["conversations"] for counts in retention.purge(SERVICE).values()))

    at_the_same_time([purge] * 3)
    assert len(found) == 3
    assert sum(found) == 30
    assert sum(one.counts["conversations"] for one in retention.receipts()) == 30


def test_what_is_kept_beside_the_conversations_goes_in_its_time(
    engine: Engine, clock: Clock, retention: Retention, accounts: Accounts
) -> None:
    at = clock.at
    lise = person(accounts)
    reading = {"staff_id": lise.id, "by": "lise", "municipality": "thisted", "what": "search", "reference": ""}
    login = {"staff_id": lise.id, "csrf": "", "started_at": at}
    with engine.begin() as connection:
        for age in (READINGS_KEPT, READINGS_KEPT + SECOND):
            connection.execute(insert(readings).values(at=at - age, **reading))
        for age in (WAITS_KEPT, WAITS_KEPT + SECOND):
            connection.execute(insert(waits).values(at=at - age, municipality="thisted", seconds=60))
        connection.execute(insert(staff_sessions).values(token_hash="a", used_at=at, **login))
        connection.execute(insert(staff_sessions).values(token_hash="b", used_at=at - LONGEST - SECOND, **login))
    assert retention.forget_old() == {"readings": 1, "waits": 1, "sessions": 1}
    assert retention.forget_old() == {"readings": 0, "waits": 0, "sessions": 0}


KILLED_IN_THE_MIDDLE = """
import os, sys
from bot.conversations.database import open_database
from bot.conversations.retention import Retention
retention = Retention(open_database(sys.argv[1]), 21, {})
for index, one in enumerate(retention.due()):
    if index == 3:
        os.kill(os.getpid(), 9)
    retention.erase(one, "command")
"""


def test_a_process_that_is_killed_leaves_receipts_that_agree_with_what_is_left(
    engine: Engine, database_url: str
) -> None:
    clock = Clock(now() - days(4000))
    for _ in range(5):
        plant(engine, WORD, clock)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, database_url], cwd=ROOT, timeout=60, check=False
    )
    assert killed.returncode == -9
    [receipt] = Retention(engine, DEFAULT, OWN).receipts()
    assert receipt.counts == {name: 3 * count for name, count in PLANTED.items()}
    assert rows(engine)["conversations"] == 2
    assert rows(engine)["notes"] == 2 * PLANTED["notes"]
