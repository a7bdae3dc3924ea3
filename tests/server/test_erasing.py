"""How the service erases, on a real database; Rasa is away, or nothing but the door at which it is told to forget."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.log import Log, now
from bot.conversations.outbox import Outbox
from bot.conversations.retention import SERVICE, Retention
from bot.processes import free_port
from bot.server.erasing import Erased
from bot.server.upkeep import Upkeep
from tests.planting import OTHER_WORD, PLANTED, WORD, days, files_with, plant, rows, tables_with
from tests.server.parts import IDLE_SECONDS, KEPT_DAYS, Parts, answered, parts, rasa_at


@dataclass
class Memory:
    """Rasa's door for erasures; `before` is what happens elsewhere while it is knocked at."""

    forgotten: list[str] = field(default_factory=list)
    before: Callable[[str], object] = lambda sender: None

    async def forget(self, request: web.Request) -> web.Response:
        sender = json.loads(await request.text())["sender"]
        self.before(sender)
        self.forgotten.append(sender)
        return web.json_response({})


Play = Callable[[Parts], Coroutine[Any, Any, None]]


def played(engine: Engine, play: Play, rasa_there: bool = True, memory: Memory | None = None) -> Memory:
    """Let a play go on in a service; return what its Rasa has forgotten."""
    door, port = memory or Memory(), free_port()

    async def run() -> None:
        async with AsyncExitStack() as running:
            if rasa_there:
                await running.enter_async_context(rasa_at(port, forget=door.forget))
            await play(await running.enter_async_context(parts(engine, rasa_port=port)))

    asyncio.run(run())
    return door


@pytest.mark.parametrize("rasa_there", [True, False])
def test_an_erasure_says_how_much_it_was_and_whether_rasa_has_followed(engine: Engine, rasa_there: bool) -> None:
    planted = plant(engine, WORD)
    said: list[Erased] = []

    async def play(service: Parts) -> None:
        said.append(await service.eraser.erase_counted(planted.id))

    memory = played(engine, play, rasa_there)
    assert said == [Erased(PLANTED, rasa_there)]
    assert memory.forgotten == ([planted.id] if rasa_there else [])
    assert tables_with(engine, WORD) == []


def test_a_purge_erases_the_log_at_once_and_rasa_s_memory_with_the_next_finish(engine: Engine) -> None:
    old = plant(engine, WORD, lambda: now() - days(22))
    plant(engine, OTHER_WORD, lambda: now() - days(20))
    memory = Memory()

    async def play(service: Parts) -> None:
        await service.upkeep.erase_old()
        assert tables_with(engine, WORD) == []
        assert memory.forgotten == []
        await service.eraser.finish()

    played(engine, play, memory=memory)
    assert memory.forgotten == [old.id]
    assert Log(engine).to_erase() == ()
    [receipt] = Retention(engine, KEPT_DAYS, {}).receipts()
    assert (receipt.by, receipt.counts) == (SERVICE, PLANTED)
    assert set(tables_with(engine, OTHER_WORD)) == {"entries", "notes", "callbacks", "deliveries"}


def test_a_purge_does_not_wait_for_rasa(engine: Engine) -> None:
    planted = [plant(engine, WORD, lambda: now() - days(22)) for _ in range(3)]

    async def play(service: Parts) -> None:
        await service.upkeep.erase_old()
        await service.eraser.finish()

    played(engine, play, rasa_there=False)
    assert tables_with(engine, WORD) == []
    assert set(Log(engine).to_erase()) == {one.id for one in planted}


def test_where_nobody_knows_how_long_things_are_kept_nothing_is_purged(engine: Engine) -> None:
    plant(engine, WORD, lambda: now() - days(4000))

    async def play(service: Parts) -> None:
        await Upkeep(service.log, service.background, service.hub, service.eraser, IDLE_SECONDS, None).erase_old()

    played(engine, play)
    assert rows(engine)["conversations"] == 1


def test_what_was_passed_on_while_a_conversation_was_being_erased_goes_too(engine: Engine) -> None:
    planted = plant(engine, WORD)

    def pass_on(sender: str) -> None:
        Outbox(engine).add(None, sender, {"kind": "request", "circumstances": {"said": WORD}})

    async def play(service: Parts) -> None:
        await service.eraser.erase(planted.id)

    played(engine, play, memory=Memory(before=pass_on))
    assert tables_with(engine, WORD) == []


def test_a_page_hears_that_another_process_has_erased_its_conversation(engine: Engine) -> None:
    planted = plant(engine, WORD)
    heard: list[bool] = []

    async def play(service: Parts) -> None:
        with service.hub.listening(planted.id) as listener:
            Log(engine).erase(planted.id)
            await service.eraser.finish()
            heard.append(await listener.wait(5.0))

    played(engine, play, rasa_there=False)
    assert heard == [True]


def test_after_the_service_s_own_purge_no_file_of_sqlite_holds_a_word_of_it(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    plant(sqlite_engine, WORD, lambda: now() - days(22))
    assert files_with(tmp_path, WORD) != []

    async def play(service: Parts) -> None:
        await service.upkeep.erase_old()
        assert files_with(tmp_path, WORD) == []

    played(sqlite_engine, play)


def test_a_message_that_reached_rasa_after_another_process_had_erased_its_conversation_is_forgotten_too(
    engine: Engine,
) -> None:
    port, memory = free_port(), Memory()

    async def receive(request: web.Request) -> web.Response:
        sender = (await request.json())["sender"]
        elsewhere = Log(engine)
        elsewhere.erase(sender)
        elsewhere.erased(sender)
        return web.json_response([{"text": "Ikke noget."}])

    async def run() -> str:
        async with rasa_at(port, forget=memory.forget, webhook=receive), parts(engine, rasa_port=port) as service:
            conversation_id = service.log.start("thisted").conversation.id
            service.log.say(conversation_id, "message-1", "Hvad koster det?")
            await service.answerer.recover()
            await answered(service)
            await service.eraser.finish()
            return conversation_id

    conversation_id = asyncio.run(run())
    assert memory.forgotten == [conversation_id]
    assert Log(engine).to_erase() == ()
