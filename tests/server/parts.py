"""The parts of the service without a server around them, and Rasa as far as they knock at its doors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.log import Clock, Log, now
from bot.conversations.retention import Retention
from bot.conversations.services import Services
from bot.conversations.waiting import ALONE
from bot.processes import free_port
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.dialogue import Apologise
from bot.server.erasing import Eraser
from bot.server.hub import Hub
from bot.server.passing import CHANNEL, Rasa
from bot.server.upkeep import Upkeep

KEPT_DAYS = 21
IDLE_SECONDS = 1800.0
PATIENCE_SECONDS, PAUSE_SECONDS = 20.0, 0.05

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Parts:
    log: Log
    background: Background
    hub: Hub
    answerer: Answerer
    eraser: Eraser
    upkeep: Upkeep


@asynccontextmanager
async def parts(
    engine: Engine,
    clock: Clock = now,
    rasa_port: int | None = None,
    apologise: Apologise = lambda text, slug: {"text": "beklager"},
) -> AsyncIterator[Parts]:
    """Put the parts together on a database, as the service does; Rasa is away where no port is given."""
    log, background, hub = Log(engine, clock), Background(in_threads=engine.dialect.name != "sqlite"), Hub()
    rasa = Rasa([rasa_port or free_port()], 5.0)
    services = Services(engine, ALONE)
    answerer = Answerer(log, services, background, rasa, hub, apologise)
    eraser = Eraser(log, background, rasa, answerer, hub)
    upkeep = Upkeep(log, background, hub, eraser, IDLE_SECONDS, Retention(engine, KEPT_DAYS, {}))
    try:
        yield Parts(log, background, hub, answerer, eraser, upkeep)
    finally:
        await answerer.close()
        await rasa.close()
        background.close()


async def answered(service: Parts) -> None:
    """Wait until nothing waits for an answer any more."""
    for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
        if not (service.log.waiting() or service.answerer.busy):
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError("something has no answer")


@asynccontextmanager
async def rasa_at(port: int, **doors: Door) -> AsyncIterator[None]:
    """Open Rasa's channel at a port, each of its doors by name."""
    app = web.Application()
    for name, door in doors.items():
        app.router.add_post(f"{CHANNEL}/{name}", door)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()
