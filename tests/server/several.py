"""Several services on one PostgreSQL, with stand-ins for as many Rasas; each can be killed and started again."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.conversations.entry import CITIZEN, ROBOT
from bot.conversations.schema import entries, unanswered
from bot.processes import free_port
from tests.running import status_of, wait_for
from tests.server.mortal import Mortal
from tests.server.stand_in import answered_in, remembered_in

START_SECONDS, PATIENCE_SECONDS = 60.0, 120.0
COUNT = 2
_PAUSE_SECONDS = 0.2
_AT_ONCE = 24


class Several:
    """Two services and two stand-ins; `urls` are where the services are."""

    def __init__(self, database_url: str, folder: Path) -> None:
        ports, rasa_ports = [[free_port() for _ in range(COUNT)] for _ in range(2)]
        self.urls = [f"http://127.0.0.1:{port}" for port in ports]
        self.files = [folder / f"rasa-{slot}.jsonl" for slot in range(COUNT)]
        self.services = []
        self.rasas = []
        for slot in range(COUNT):
            env = {
                "HOST": "127.0.0.1",
                "PORT": str(ports[slot]),
                "VEJVISER_VAR": str(folder / str(slot)),
                "VEJVISER_PROCESSES": str(COUNT),
                "VEJVISER_PROCESS_SLOT": str(slot),
                "VEJVISER_DATABASE": database_url,
                # Rasa's business, which none of these is.
                "VEJVISER_REDIS": "redis://127.0.0.1:6379/0",
                "VEJVISER_RASA_PORT": ",".join(map(str, rasa_ports)),
                "VEJVISER_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
                "VEJVISER_ENV": "development",
            }
            self.services.append(Mortal(["-m", "bot.server"], env, folder / f"service-{slot}"))
            rasa = ["-m", "tests.server.stand_in", str(rasa_ports[slot]), str(self.files[slot])]
            self.rasas.append(Mortal(rasa, {}, folder / f"rasa-{slot}"))

    def start(self) -> None:
        """Start all, and wait until they answer."""
        for one in [*self.services, *self.rasas]:
            one.start()
        for slot in range(COUNT):
            self.wait_for(slot)

    def wait_for(self, slot: int) -> None:
        """Wait until a service answers, and the Rasas do."""
        wait_for(lambda: status_of(f"{self.urls[slot]}/health") == 200, START_SECONDS, "the service answers")

    def close(self) -> None:
        """End all."""
        for one in [*self.services, *self.rasas]:
            one.close()

    def given(self) -> dict[str, list[int]]:
        """Return the numbers of the messages that Rasa was given, by conversation, in order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for file in self.files:
            for sender, number in answered_in(file):
                found[sender].append(number)
        return found

    def homes(self) -> Counter[str]:
        """Return at how many Rasas each conversation was."""
        return Counter(sender for file in self.files for sender in {one for one, _ in answered_in(file)})

    def remembered(self) -> set[str]:
        """Return the conversations of which a Rasa still knows something."""
        return set().union(*map(remembered_in, self.files))


@contextmanager
def several(database_url: str, folder: Path) -> Iterator[Several]:
    """Start two services and two stand-ins, and end them afterwards."""
    running = Several(database_url, folder)
    try:
        running.start()
        yield running
    finally:
        running.close()


async def converse(
    urls: list[str], conversations: int, messages: int, meanwhile: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Let conversations go on beside each other, all messages of one at once, each at any of the services.

    What is not acknowledged is sent again, to any of them, as pages do.
    """
    chance, places = random.Random(20_261_129), asyncio.Semaphore(_AT_ONCE)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as line:

        async def insist(path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
            end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
            while asyncio.get_running_loop().time() < end:
                try:
                    url, headers = chance.choice(urls), {"authorization": f"Bearer {token}"}
                    async with line.post(f"{url}/chat/{path}", json=body, headers=headers) as response:
                        if response.status < 300:
                            answer: dict[str, Any] = await response.json()
                            return answer
                        assert response.status >= 500, (response.status, await response.text())
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    pass
                await asyncio.sleep(_PAUSE_SECONDS)
            raise AssertionError("nobody acknowledges a message")

        async def one() -> None:
            async with places:
                token = (await insist("conversations", {"municipality": "thisted"}))["token"]
                said = ({"id": uuid.uuid4().hex, "text": f"besked {index}"} for index in range(messages))
                await asyncio.gather(*(insist("messages", body, token) for body in said))

        others = [] if meanwhile is None else [meanwhile()]
        await asyncio.gather(*(one() for _ in range(conversations)), *others)


def children_of(parent: int) -> dict[int, list[str]]:
    """Return the children of a process, each with its command line."""
    found = {}
    for task in Path(f"/proc/{parent}/task").iterdir():
        for pid in (task / "children").read_text(encoding="utf-8").split():
            found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    return found


def cut_all_lines(engine: Engine) -> None:
    """Let the database end all connections to it but the one that asks for that."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))


def check_all_answered_once_and_in_order(engine: Engine, running: Several, conversations: int, messages: int) -> None:
    """Wait until nothing waits any more; then each message has one answer, and Rasa was given all in their order."""

    def none_waits() -> bool:
        with engine.connect() as connection:
            return connection.execute(select(unanswered)).first() is None

    wait_for(none_waits, PATIENCE_SECONDS, "every message is answered")
    said: defaultdict[str, list[int]] = defaultdict(list)
    answered: defaultdict[str, list[int]] = defaultdict(list)
    with engine.connect() as connection:
        for row in connection.execute(select(entries).order_by(entries.c.conversation_id, entries.c.number)):
            if row.kind == CITIZEN:
                said[row.conversation_id].append(row.number)
            elif row.kind == ROBOT:
                assert row.text.startswith("Svar: "), "no apology"
                answered[row.conversation_id].append(row.answers)
    assert [len(numbers) for numbers in said.values()] == [messages] * conversations
    assert answered == said
    assert running.given() == said
    assert set(running.homes().values()) == {1}
