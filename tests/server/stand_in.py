"""`python -m tests.server.stand_in PORT FILE`: in Rasa's place, for tests that need several that can be killed.

It remembers in a file, as Rasa does in its tracker store: a line for each message that it has answered, in order, and
one for each conversation that it has forgotten. Of a conversation it takes one message at a time, as they come.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

from bot.server.passing import CHANNEL

# A message with this word takes so long.
SLOW, SLOW_SECONDS = "langsomt", 3.0
_LONGEST_SECONDS = 0.01


class StandIn:
    """Answers each message with its own text."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8")
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._answered = {(sender, number) for sender, number in answered_in(file)}

    async def webhook(self, request: web.Request) -> web.Response:
        body = await request.json()
        sender, text, metadata = body["sender"], body["message"], body["metadata"]
        async with self._turns[sender]:
            known = (sender, metadata.get("message")) in self._answered
            if not (metadata.get("again") and known):
                await asyncio.sleep(SLOW_SECONDS if SLOW in text else random.uniform(0, _LONGEST_SECONDS))
                self._answered.add((sender, metadata.get("message")))
                self._note(sender, metadata.get("message"))
        return web.json_response([{"text": f"Svar: {text}"}])

    async def forget(self, request: web.Request) -> web.Response:
        sender = (await request.json())["sender"]
        async with self._turns[sender]:
            self._note(sender, None)
        return web.json_response({})

    async def probe(self, _: web.Request) -> web.Response:
        return web.json_response({"model": "stand-in", "seconds": 0.001})

    def _note(self, sender: str, number: int | None) -> None:
        self._file.write(json.dumps([sender, number]) + "\n")
        self._file.flush()


def lines_of(file: Path) -> list[tuple[str, int | None]]:
    """Return what a stand-in has noted: conversation and number of a message, None for one that it has forgotten."""
    if not file.exists():
        return []
    return [tuple(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def answered_in(file: Path) -> Iterator[tuple[str, int]]:
    """Return the messages that were answered, in order."""
    return ((sender, number) for sender, number in lines_of(file) if number is not None)


def remembered_in(file: Path) -> set[str]:
    """Return the conversations of which a stand-in still knows something."""
    known: set[str] = set()
    for sender, number in lines_of(file):
        (known.discard if number is None else known.add)(sender)
    return known


def main() -> None:
    """Serve until ended."""
    port, file = int(sys.argv[1]), Path(sys.argv[2])
    stand_in = StandIn(file)
    app = web.Application()
    for name in ("webhook", "forget", "probe"):
        app.router.add_post(f"{CHANNEL}/{name}", getattr(stand_in, name))
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main()
