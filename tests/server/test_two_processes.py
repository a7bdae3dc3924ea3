"""Two services on one PostgreSQL, and two stand-ins for Rasa behind them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.entry import ERASED
from bot.conversations.log import Log
from bot.conversations.schema import services
from tests.chatting import Citizen, Event
from tests.databases import fresh_database
from tests.desk import Agent, account, ask_for_person, id_of, references
from tests.running import wait_for
from tests.server.mortal import Mortal
from tests.server.several import (
    PATIENCE_SECONDS,
    Several,
    check_all_answered_once_and_in_order,
    converse,
    cut_all_lines,
    several,
)
from tests.server.stand_in import SLOW


@pytest.fixture
def running(postgresql_url: str, postgresql_engine: Engine, tmp_path: Path) -> Iterator[Several]:
    with several(postgresql_url, tmp_path) as started:
        yield started


@pytest.mark.slow
def test_of_2000_interleaved_conversations_every_message_is_answered_once_and_in_order(
    running: Several, postgresql_engine: Engine
) -> None:
    asyncio.run(converse(running.urls, conversations=2000, messages=3))
    check_all_answered_once_and_in_order(postgresql_engine, running, 2000, 3)


@pytest.mark.parametrize("killed", ["service", "rasa"])
def test_nothing_is_lost_or_doubled_where_a_process_is_killed_in_the_middle(
    running: Several, postgresql_engine: Engine, killed: str
) -> None:
    mortal: Mortal = {"service": running.services, "rasa": running.rasas}[killed][1]

    async def kill() -> None:
        for _ in range(3):
            await asyncio.sleep(1.0)
            await asyncio.to_thread(mortal.kill)
            await asyncio.sleep(0.5)
            mortal.start()
            await asyncio.to_thread(running.wait_for, 0)

    asyncio.run(converse(running.urls, conversations=300, messages=4, meanwhile=kill))
    check_all_answered_once_and_in_order(postgresql_engine, running, 300, 4)


def test_a_service_that_is_stopped_while_streams_are_open_says_goodbye(
    running: Several, postgresql_engine: Engine
) -> None:
    stopped = running.services[1].process
    assert stopped is not None
    assert len(living(postgresql_engine)) == 2
    with Citizen(running.urls[1]).stream():
        stopped.terminate()
        wait_for(lambda: len(living(postgresql_engine)) == 1, PATIENCE_SECONDS, "it has said goodbye")
        assert stopped.wait(PATIENCE_SECONDS) == 0


@pytest.fixture(scope="module")
def shared_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with fresh_database("postgresql", tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="module")
def engine(shared_url: str) -> Iterator[Engine]:
    opened = open_database(shared_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def pair(shared_url: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    with several(shared_url, tmp_path_factory.mktemp("pair")) as started:
        yield started


@pytest.fixture
def citizen(pair: Several) -> Citizen:
    """A citizen whose page is connected to the first process."""
    return Citizen(pair.urls[0])


@pytest.fixture
def agent(pair: Several, engine: Engine) -> Agent:
    """A person whose desk is connected to the second process."""
    return Agent(pair.urls[1], account(engine, "Lise"))


def living(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(services.c.name)).scalars())


def at_other(citizen: Citizen, pair: Several, path: str, **body: Any) -> httpx.Response:
    """Let the citizen's page ask the second process for something."""
    return httpx.post(f"{pair.urls[1]}/chat/{path}", json=body, headers=citizen.headers, timeout=30, trust_env=False)


def test_a_message_through_one_process_and_its_answer_are_heard_at_the_other(citizen: Citizen, pair: Several) -> None:
    with citizen.stream() as events:
        at_other(citizen, pair, "messages", id="message-1", text="Hvad koster det?")
        heard = [data["kind"] for name, _, data in islice((one for one in events if one[0] == "entry"), 2)]
    assert heard == ["citizen", "robot"]


def test_a_stream_that_is_cut_goes_on_at_the_other_process(citizen: Citizen, pair: Several) -> None:
    citizen.say("Hvad koster det?")
    citizen.listen(2)
    citizen.say("Hvor lang tid tager det?")
    citizen.url = pair.urls[1]
    citizen.client = httpx.Client(base_url=pair.urls[1], timeout=30, trust_env=False)
    assert [entry["number"] for entry in citizen.listen(4)] == [1, 2, 3, 4]


def test_a_talk_with_a_person_goes_over_both_processes(citizen: Citizen, agent: Agent, engine: Engine) -> None:
    reference = citizen.begun["reference"]
    with agent.at_the_desk() as desk, citizen.stream() as events:
        first_of(events, "session")
        ask_for_person(engine, reference)
        desk.until(lambda board: reference in references(board["waiting"]), "the queue is seen at the other process")
        assert agent.on(reference, "claim").status_code == 200
        assert first_of(events, "handover", state="person")["sender"]["name"] == "Lise"
        agent.on(reference, "typing", typing=True)
        first_of(events, "typing", typing=True)
        agent.reply(reference, "Goddag")
        assert first_of(events, "entry", kind="person")["text"] == "Goddag"
        assert agent.whole(reference)["card"]["citizen_there"]


def test_the_person_sees_at_one_process_that_the_citizen_writes_at_the_other(
    citizen: Citizen, agent: Agent, engine: Engine
) -> None:
    reference = citizen.begun["reference"]
    ask_for_person(engine, reference)
    agent.on(reference, "claim")
    with agent.stream(f"conversations/{reference}/stream") as events:
        first_of(events, "card")
        citizen.post("typing", typing=True)
        first_of(events, "typing", typing=True)


def test_after_the_line_between_processes_was_cut_everything_is_heard_again(
    citizen: Citizen, agent: Agent, pair: Several, engine: Engine
) -> None:
    reference = citizen.begun["reference"]
    ask_for_person(engine, reference)
    agent.on(reference, "claim")
    with citizen.stream() as events:
        first_of(events, "session")
        cut_all_lines(engine)
        end = time.monotonic() + PATIENCE_SECONDS
        # Until both have a line again, nobody hears who writes.
        while True:
            assert time.monotonic() < end
            agent.on(reference, "typing", typing=True)
            if next(name for name, _, _ in events if name in ("typing", "open")) == "typing":
                break
        agent.reply(reference, "Goddag")
        assert first_of(events, "entry", kind="person")["text"] == "Goddag"


@pytest.mark.parametrize("erases", [0, 1])
def test_erasing_at_one_process_leaves_nothing_at_rasa_of_a_message_on_its_way_through_the_other(
    citizen: Citizen, pair: Several, engine: Engine, erases: int
) -> None:
    conversation_id = id_of(engine, citizen.begun["reference"])
    citizen.say("Hvad koster det?")
    citizen.listen(2)
    citizen.say(f"{SLOW} spørgsmål")
    citizen.say("og et til")
    httpx.delete(f"{pair.urls[erases]}/chat/conversation", headers=citizen.headers, timeout=30, trust_env=False)
    wait_for(lambda: Log(engine).state(conversation_id).over == ERASED, 10, "it is erased in the log")
    wait_for(lambda: pair.given()[conversation_id] == [1, 3], 30, "Rasa has worked on the message")
    wait_for(lambda: conversation_id not in pair.remembered(), 60, "Rasa has forgotten it")
    assert pair.given()[conversation_id] == [1, 3]


def first_of(events: Iterator[Event], name: str, **fields: Any) -> dict[str, Any]:
    """Wait for an event with some data; return all of its data."""
    return next(data for kind, _, data in events if kind == name and fields.items() <= data.items())
