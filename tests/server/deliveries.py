"""A deliverer as a service process has it, and what a test sees of its deliveries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.conversations.database import open_database
from bot.conversations.outbox import Backoff, Outbox
from bot.server.background import Background
from bot.server.delivering import Deliverer
from tests.running import wait_for
from tests.server.receiver import SECRET, Receiver

PATIENCE_SECONDS = 60.0
QUICK = Backoff(first_seconds=0.01, most_seconds=0.05)
# Within this time a receiver on loopback surely answers; and it is soon over where one is not to.
LONG, SHORT = 30.0, 0.3
OPTIONS: dict[str, Any] = {"timeout_seconds": LONG, "spare_seconds": 0.2, "poll_seconds": 0.02}


@asynccontextmanager
async def delivering(
    database_url: str, url: str, secret: str = SECRET, backoff: Backoff = QUICK, **options: Any
) -> AsyncIterator[tuple[Outbox, Deliverer]]:
    """Run a deliverer; at the end it stops, whatever it is doing."""
    engine = open_database(database_url)
    background = Background(in_threads=True)
    outbox = Outbox(engine, backoff=backoff)
    deliverer = Deliverer(outbox, background, url, secret, **{**OPTIONS, **options})
    deliverer.start()
    try:
        yield outbox, deliverer
    finally:
        await deliverer.close()
        background.close()
        engine.dispose()


def serve_alone(database_url: str, url: str) -> None:
    """Deliver until killed; a process of its own runs this."""

    async def forever() -> None:
        async with delivering(database_url, url, timeout_seconds=3.0):
            await asyncio.Event().wait()

    asyncio.run(forever())


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    await asyncio.to_thread(wait_for, condition, PATIENCE_SECONDS, "what the test waits for")


def played(play: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(play())


def put(outbox: Outbox, *owners: str) -> list[str]:
    """Put a request for each owner into the outbox; return their ids."""
    return [outbox.add(None, owner, {"kind": "request", "conversation": {"reference": owner}}) for owner in owners]


def arrived(receiver: Receiver) -> list[str]:
    return [json.loads(body)["id"] for body in receiver.arrived]


def empty(outbox: Outbox) -> Callable[[], bool]:
    return lambda: outbox.waiting().number == 0
