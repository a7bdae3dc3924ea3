"""The messages that wait for the robot, while it is away."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web

from bot.conversations.database import open_database
from bot.conversations.handover import Handovers, Person, Wish
from bot.conversations.log import Log
from bot.processes import free_port
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.hub import Hub
from bot.server.passing import CHANNEL, Rasa


@pytest.mark.parametrize(("claimed", "passed_on"), [(False, ["Hvad koster det?"]), (True, [])])
def test_a_message_that_waits_for_the_robot_is_the_persons_who_claims_it(
    tmp_path: Path, claimed: bool, passed_on: list[str]
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'log.sqlite'}")
    log, handovers, port = Log(engine), Handovers(engine), free_port()
    heard: list[str] = []

    async def receive(request: web.Request) -> web.Response:
        heard.append((await request.json())["message"])
        return web.json_response([{"text": "Ikke noget."}])

    async def play() -> None:
        rasa = Rasa(port, 5.0)
        answerer = Answerer(log, Background(in_threads=False), rasa, Hub(), lambda text, slug: {"text": "beklager"}, 10)
        conversation_id = log.start("thisted").conversation.id
        log.say(conversation_id, "message-1", "Hvad koster det?")
        answerer.wake(conversation_id)
        await asyncio.sleep(0.3)
        if claimed:
            handovers.ask(conversation_id, Wish("thisted", "Thisted"))
            handovers.claim(conversation_id, Person(1, "Lise"))
        app = web.Application()
        app.router.add_post(f"{CHANNEL}/webhook", receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        for _ in range(40):
            await asyncio.sleep(0.1)
            if not answerer.busy:
                break
        await answerer.close()
        await rasa.close()
        await runner.cleanup()

    asyncio.run(play())
    engine.dispose()
    assert heard == passed_on
