"""The whole assistant with two services and two Rasas behind one port, on PostgreSQL and Redis."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.entry import ROBOT
from bot.conversations.schema import entries, unanswered
from tests.chatting import Citizen
from tests.databases import fresh_database, redis_server
from tests.running import Assistant, serving, status_of, wait_for
from tests.server.several import children_of, converse

pytestmark = pytest.mark.slow

HEALTHY_SECONDS, PATIENCE_SECONDS = 120.0, 120.0


@pytest.fixture(scope="module")
def redis_url() -> str:
    return redis_server()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fresh_database("postgresql", tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="module")
def two(database: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    variables = {
        "VEJVISER_PROCESSES": "2",
        "VEJVISER_DATABASE": database,
        "VEJVISER_REDIS": redis_url,
        "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    }
    with serving(tmp_path_factory.mktemp("assistant"), **variables) as assistant:
        yield assistant


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def test_it_is_two_services_and_two_rasas(two: Assistant) -> None:
    commands = children_of(two.pid)
    assert sum("bot.server" in command for command in commands.values()) == 2
    assert sum("rasa" in command for command in commands.values()) == 2


@pytest.mark.parametrize("word", ["bot.server", "rasa"])
def test_a_conversation_goes_on_where_a_process_is_killed_and_health_says_so_meanwhile(
    two: Assistant, word: str
) -> None:
    citizen = Citizen(two.url, municipality=None)
    citizen.say("Hvor lang tid tager det at få svar i Thisted?")
    assert citizen.listen(2)[-1]["custom"]["municipality"] == "thisted"
    for pid, command in children_of(two.pid).items():
        if word in command:
            os.kill(pid, signal.SIGKILL)
    citizen.say("Hvad koster det?")
    assert citizen.listen(4)[-1]["custom"]["municipality"] == "thisted"
    wait_for(lambda: status_of(f"{two.url}/health") == 200, HEALTHY_SECONDS, "all answer again")


def test_all_messages_of_conversations_beside_each_other_are_answered_in_order(two: Assistant, engine: Engine) -> None:
    asyncio.run(converse([two.url], conversations=60, messages=4))

    def none_waits() -> bool:
        with engine.connect() as connection:
            return connection.execute(select(unanswered)).first() is None

    wait_for(none_waits, PATIENCE_SECONDS, "every message is answered")
    answered: dict[str, list[int]] = {}
    with engine.connect() as connection:
        rows = connection.execute(select(entries).where(entries.c.kind == ROBOT).order_by(entries.c.number))
        for row in rows:
            answered.setdefault(row.conversation_id, []).append(row.answers)
    assert all(numbers == sorted(set(numbers)) for numbers in answered.values())
    assert sum(len(numbers) == 4 for numbers in answered.values()) == 60
