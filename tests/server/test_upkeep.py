"""What the service does by itself, on a real database; Rasa is not there."""

import asyncio
import datetime
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.log import Log, NoConversationError, now
from tests.server.parts import Parts, parts

DAY = datetime.timedelta(days=1)

Play = Callable[[Parts], Coroutine[Any, Any, None]]


def played(engine: Engine, play: Play, age: datetime.timedelta) -> Log:
    """Let a play go on in a service whose conversations began some time ago; return its log."""

    async def run() -> Log:
        async with parts(engine, lambda: now() - age) as service:
            await play(service)
            return service.log

    return asyncio.run(run())


def test_a_conversation_whose_time_is_up_is_erased_and_rasa_is_still_to_do_it(sqlite_engine: Engine) -> None:
    started: list = []

    async def play(service: Parts) -> None:
        started.append(service.log.start("thisted").token)
        await service.upkeep.erase_old()

    log = played(sqlite_engine, play, age=22 * DAY)
    assert len(log.to_erase()) == 1
    with pytest.raises(NoConversationError):
        log.find(started[0])


def test_a_younger_conversation_stays(sqlite_engine: Engine) -> None:
    started: list = []

    async def play(service: Parts) -> None:
        started.append(service.log.start("thisted"))
        await service.upkeep.erase_old()

    log = played(sqlite_engine, play, age=20 * DAY)
    assert log.to_erase() == ()
    assert log.find(started[0].token) == started[0].conversation


def test_what_another_process_wrote_wakes_the_stream(sqlite_engine: Engine, sqlite_url: str) -> None:
    heard: list[bool] = []

    async def play(service: Parts) -> None:
        one = service.log.start("thisted").conversation.id
        with service.hub.listening(one) as listener:
            await service.upkeep.look()
            Log(open_database(sqlite_url)).say(one, "message-1", "hej")
            await service.upkeep.look()
            heard.append(await listener.wait(1.0))

    played(sqlite_engine, play, age=DAY * 0)
    assert heard == [True]
