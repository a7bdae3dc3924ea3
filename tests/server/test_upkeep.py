"""What the service does by itself, on a real database; Rasa is not there."""

import asyncio
import datetime
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.database import open_database
from bot.conversations.log import Log, NoConversationError, now
from bot.conversations.retention import Retention
from bot.processes import free_port
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.erasing import Eraser
from bot.server.hub import Hub
from bot.server.passing import Rasa
from bot.server.upkeep import Upkeep

DAY = datetime.timedelta(days=1)

Play = Callable[[Upkeep, Log, Hub], Coroutine[Any, Any, None]]


def played(tmp_path: Path, play: Play, age: datetime.timedelta) -> Log:
    """Let a play go on in a service whose conversations began some time ago; return its log."""
    engine = open_database(f"sqlite:///{tmp_path / 'log.sqlite'}")
    log, background, hub = Log(engine, lambda: now() - age), Background(in_threads=True), Hub()

    async def run() -> None:
        rasa = Rasa(free_port(), 1.0)
        answerer = Answerer(log, background, rasa, hub, lambda text, slug: {"text": "beklager"}, 10)
        eraser = Eraser(log, background, rasa, answerer, hub)
        await play(Upkeep(log, background, hub, eraser, 1800.0, Retention(engine, 21, {})), log, hub)
        await rasa.close()

    asyncio.run(run())
    background.close()
    return log


def test_a_conversation_whose_time_is_up_is_erased_and_rasa_is_still_to_do_it(tmp_path: Path) -> None:
    started: list = []

    async def play(upkeep: Upkeep, log: Log, hub: Hub) -> None:
        started.append(log.start("thisted").token)
        await upkeep.erase_old()

    log = played(tmp_path, play, age=22 * DAY)
    assert len(log.to_erase()) == 1
    with pytest.raises(NoConversationError):
        log.find(started[0])


def test_a_younger_conversation_stays(tmp_path: Path) -> None:
    started: list = []

    async def play(upkeep: Upkeep, log: Log, hub: Hub) -> None:
        started.append(log.start("thisted"))
        await upkeep.erase_old()

    log = played(tmp_path, play, age=20 * DAY)
    assert log.to_erase() == ()
    assert log.find(started[0].token) == started[0].conversation


def test_what_another_process_wrote_wakes_the_stream(tmp_path: Path) -> None:
    heard: list[bool] = []

    async def play(upkeep: Upkeep, log: Log, hub: Hub) -> None:
        one = log.start("thisted").conversation.id
        with hub.listening(one) as listener:
            await upkeep.look()
            Log(open_database(f"sqlite:///{tmp_path / 'log.sqlite'}")).say(one, "message-1", "hej")
            await upkeep.look()
            heard.append(await listener.wait(1.0))

    played(tmp_path, play, age=DAY * 0)
    assert heard == [True]
