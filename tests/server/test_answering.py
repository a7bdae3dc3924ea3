"""The messages that wait for the robot, while it is away."""

import asyncio

import pytest
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.handover import Handovers, Person, Wish
from bot.processes import free_port
from tests.server.parts import parts, rasa_at


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
            service.answerer.wake(conversation_id)
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
