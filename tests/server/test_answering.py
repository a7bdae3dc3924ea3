"""The messages that wait for the robot, while it is away."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.entry import Unanswered
from bot.conversations.handover import Handovers, Person, Wish
from bot.processes import free_port
from tests.server.parts import answered, parts, rasa_at


@pytest.mark.parametrize(("claimed", "passed_on"), [(False, ["Hvad koster det?"]), (True, [])])
def test_a_message_that_waits_for_the_robot_is_the_persons_who_claims_it(
    sqlite_engine: Engine, claimed: bool, passed_on: list[str]
) -> None:
    handovers, port = Handovers(sqlite_engine), free_port()
    heard: list[str] = []

    async def receive(request: web.Request) -> web.Response:
        heard.append((await request.json())["message"])
        return web.json_response([{"text": "Ikke noget."}])

    async def play() -> bool:
        async with parts(sqlite_engine, rasa_port=port) as service:
            conversation_id = service.log.start("thisted").conversation.id
            service.log.say(conversation_id, "message-1", "Hvad koster det?")
            await service.answerer.recover()
            await asyncio.sleep(0.3)
            if claimed:
                handovers.ask(conversation_id, Wish("thisted", "Thisted"))
                handovers.claim(conversation_id, Person(1, "Lise"))
            async with rasa_at(port, webhook=receive):
                for _ in range(40):
                    await asyncio.sleep(0.1)
                    if not service.answerer.busy:
                        break
            return service.answerer.busy

    busy = asyncio.run(play())
    assert (heard, busy) == (passed_on, False)


class Door:
    """Rasa's door for messages; keeps what it was given."""

    def __init__(self, **custom: str) -> None:
        self.given: list[dict[str, Any]] = []
        self._custom = custom

    async def receive(self, request: web.Request) -> web.Response:
        self.given.append(await request.json())
        return web.json_response([{"text": "Ikke noget.", "custom": self._custom}])


def test_a_message_that_was_stored_without_anybody_hearing_of_it_is_answered_once(sqlite_engine: Engine) -> None:
    door, port = Door(), free_port()

    async def play() -> None:
        async with rasa_at(port, webhook=door.receive), parts(sqlite_engine, rasa_port=port) as service:
            await service.answerer.recover()
            conversation_id = service.log.start("thisted").conversation.id
            # As where the line to the database is cut right after it was stored.
            service.log.say(conversation_id, "message-1", "Hvad koster det?")
            for _ in range(3):
                await service.answerer.attend()
            await answered(service)

    asyncio.run(play())
    assert [one["metadata"].get("again") for one in door.given] == [True]


def test_a_message_is_begun_once_however_often_it_is_named(sqlite_engine: Engine) -> None:
    door, port = Door(), free_port()

    async def play() -> None:
        async with rasa_at(port, webhook=door.receive), parts(sqlite_engine, rasa_port=port) as service:
            conversation_id = service.log.start("thisted").conversation.id
            said = service.log.say(conversation_id, "message-1", "Hvad koster det?")
            for _ in range(3):
                service.answerer.wake(Unanswered(conversation_id, said.entry.number, "Hvad koster det?", "thisted"))
                await asyncio.sleep(0)
            await answered(service)

    asyncio.run(play())
    assert len(door.given) == 1


def test_the_apology_is_about_the_municipality_that_was_spoken_of_last_through_whatever_process(
    sqlite_engine: Engine,
) -> None:
    told: list[str | None] = []
    port = free_port()

    async def play() -> None:
        async with (
            rasa_at(port, webhook=Door(municipality="koege").receive),
            parts(sqlite_engine, rasa_port=port) as one,
        ):
            conversation_id = one.log.start("thisted").conversation.id
            one.log.say(conversation_id, "message-1", "Hvad koster det i Køge?")
            await one.answerer.recover()
            await answered(one)

        async def fail(_: web.Request) -> web.Response:
            return web.json_response([])

        def apologise(_: str, municipality: str | None) -> dict[str, Any]:
            told.append(municipality)
            return {"text": "beklager"}

        async with rasa_at(port, webhook=fail), parts(sqlite_engine, rasa_port=port, apologise=apologise) as other:
            other.log.say(conversation_id, "message-2", "og hvornår?")
            await other.answerer.recover()
            await answered(other)

    asyncio.run(play())
    assert told == ["koege"]
