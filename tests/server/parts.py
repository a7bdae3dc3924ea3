"""The parts of the service without a server around them, and Rasa as far as they knock at its doors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.conversations.log import Clock, Log, now
from bot.conversations.retention import Retention
from bot.processes import free_port
from bot.server.answering import Answerer
from bot.server.background import Background
from bot.server.erasing import Eraser
from bot.server.hub import Hub
from bot.server.passing import CHANNEL, Rasa
from bot.server.upkeep import Upkeep

KEPT_DAYS = 21
IDLE_SECONDS = 1800.0

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
async def parts(engine: Engine, clock: Clock = now, rasa_port: int | None = None) -> AsyncIterator[Parts]:
    """Put the parts together on a database, as the service does; Rasa is away where no port is given."""
    log, background, hub = Log(engine, clock), Background(in_threads=engine.dialect.name != "sqlite"), Hub()
    rasa = Rasa(rasa_port or free_port(), 5.0)
    answerer = Answerer(log, background, rasa, hub, lambda text, slug: {"text": "beklager"}, 10)
    eraser = Eraser(log, background, rasa, answerer, hub)
    upkeep = Upkeep(log, background, hub, eraser, IDLE_SECONDS, Retention(engine, KEPT_DAYS, {}))
    try:
        yield Parts(log, background, hub, answerer, eraser, upkeep)
    finally:
        await answerer.close()
        await rasa.close()
        background.close()


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
