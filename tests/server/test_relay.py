"""Hubs of several processes on one PostgreSQL, each with a relay of its own; here they share an event loop."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.entry import NewEntry
from bot.conversations.log import Log
from bot.conversations.notices import Wire
from bot.server import relay
from bot.server.hub import CITIZEN, STAFF, Hub
from bot.server.relay import Relay
from tests.server.several import cut_all_lines

PATIENCE_SECONDS = 20.0

Play = Callable[[Hub, Hub], Coroutine[Any, Any, None]]


@pytest.fixture
def engine(postgresql_engine: Engine) -> Engine:
    return postgresql_engine


@asynccontextmanager
async def hub_on(engine: Engine) -> AsyncIterator[Hub]:
    hub = Hub()
    line = Relay(engine, hub)
    await line.start()
    try:
        yield hub
    finally:
        await line.close()


def played(engine: Engine, play: Play) -> None:
    """Let a play go on between the hubs of two processes that know each other."""

    async def run() -> None:
        async with hub_on(engine) as one, hub_on(engine) as other:
            await meet(one, other)
            await play(one, other)

    asyncio.run(run())


async def meet(one: Hub, other: Hub) -> None:
    """Wait until each hears the other."""
    for speaker, hearer in ((one, other), (other, one)):
        with speaker.listening("meeting"):
            await until(functools.partial(hearer.is_there, "meeting"))


async def until(holds: Callable[[], bool]) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not holds():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.02)


def test_what_is_said_at_one_process_is_looked_up_at_the_other(engine: Engine) -> None:
    log = Log(engine)
    conversation_id = log.start("thisted").conversation.id

    async def play(one: Hub, other: Hub) -> None:
        with other.listening(conversation_id) as listener, other.listening("another") as stranger:
            listener.must_look()
            stranger.must_look()
            one.said(conversation_id, [log.append(conversation_id, NewEntry("notice", "hej"))])
            assert await listener.wait(PATIENCE_SECONDS)
            assert listener.heard(0) == ()
            assert listener.must_look()
            assert not stranger.must_look()

    played(engine, play)


def test_the_desk_hears_what_happens_at_another_process(engine: Engine) -> None:
    async def play(one: Hub, other: Hub) -> None:
        with other.desk() as listener:
            one.desk_changed()
            assert await listener.wait(PATIENCE_SECONDS)

    played(engine, play)


@pytest.mark.parametrize("side", [CITIZEN, STAFF])
def test_who_writes_is_seen_at_another_process_and_may_end_it_there(engine: Engine, side: str) -> None:
    async def play(one: Hub, other: Hub) -> None:
        with one.listening("a", side) as here, other.listening("a", side) as there:
            one.typing("a", True, to=side)
            await until(lambda: there.typing)
            other.typing("a", False, to=side)
            await until(lambda: not here.typing)

    played(engine, play)


def test_an_erasure_is_told_to_whoever_works_on_the_conversation(engine: Engine) -> None:
    async def play(one: Hub, other: Hub) -> None:
        stopped: list[str] = []
        other.on_erased(stopped.append)
        one.erased("a")
        await until(lambda: stopped == ["a"])

    played(engine, play)


def test_a_citizens_page_is_known_everywhere_until_the_last_one_is_closed(engine: Engine) -> None:
    async def play(one: Hub, other: Hub) -> None:
        with one.listening("a"):
            with one.listening("a"):
                await until(lambda: other.is_there("a"))
            assert other.is_there("a")
        await until(lambda: not other.is_there("a"))

    played(engine, play)


def test_who_comes_later_is_told_what_stands(engine: Engine) -> None:
    async def run() -> None:
        async with hub_on(engine) as one:
            one.typing("a", True)
            with one.listening("a"):
                async with hub_on(engine) as late:
                    await until(lambda: late.is_there("a"))
                    with late.listening("a") as listener:
                        await until(lambda: listener.typing)

    asyncio.run(run())


def test_what_a_process_told_ends_with_it(engine: Engine) -> None:
    async def run() -> None:
        async with hub_on(engine) as one:
            with one.listening("b") as listener:
                async with hub_on(engine) as other:
                    await meet(one, other)
                    with other.listening("a"):
                        other.typing("b", True)
                        await until(lambda: listener.typing and one.is_there("a"))
                        # Its end is no end of the page and of the writing.
                        other.tell_others(lambda notice: None)
                await until(lambda: not listener.typing and not one.is_there("a"))

    asyncio.run(run())


def test_what_a_process_told_that_has_fallen_silent_is_forgotten(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(relay, "SILENT_SECONDS", 0.5)

    async def run() -> None:
        async with hub_on(engine) as one:
            killed = Wire(engine)
            killed.send([json.dumps(["killed", [["standing", "", "", False], ["page", "a", "", True]]])])
            await until(lambda: one.is_there("a"))
            await until(lambda: not one.is_there("a"))
            killed.close()

    asyncio.run(run())


def test_after_a_cut_every_stream_looks_and_everything_is_heard_again(engine: Engine) -> None:
    async def play(one: Hub, other: Hub) -> None:
        with one.listening("b"), other.listening("a") as listener, other.desk() as desk:
            await until(lambda: other.is_there("b"))
            for hearer in (listener, desk):
                hearer.must_look()
            cut_all_lines(engine)
            for hearer in (listener, desk):
                assert await hearer.wait(PATIENCE_SECONDS)
                assert hearer.must_look()
            await until(lambda: other.is_there("b"))
            one.typing("a", True)
            await until(lambda: listener.typing)

    played(engine, play)


def test_what_happens_before_anybody_has_answered_is_told(engine: Engine) -> None:
    async def run() -> None:
        # Somebody listens who has not yet said so: both are connecting anew, and one of them is ahead.
        ear = Wire(engine)
        ear.listen()
        heard: list[str] = []

        def hears() -> bool:
            heard.extend(ear.received())
            return any("a-conversation" in text for text in heard)

        async with hub_on(engine) as one:
            one.typing("a-conversation", True)
            await until(hears)
        ear.close()

    asyncio.run(run())


def test_nothing_that_anybody_said_goes_over_the_line(engine: Engine) -> None:
    log = Log(engine)
    conversation_id = log.start("thisted").conversation.id

    async def play(one: Hub, _: Hub) -> None:
        ear = Wire(engine)
        ear.listen()
        one.said(conversation_id, [log.append(conversation_id, NewEntry("notice", "Hemmelighed4711"))])
        heard: list[str] = []

        def hears() -> bool:
            heard.extend(ear.received())
            return any(conversation_id in one for one in heard)

        await until(hears)
        assert "Hemmelighed4711" not in "".join(heard)
        ear.close()

    played(engine, play)
