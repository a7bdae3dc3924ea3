"""People at the desk for tests: accounts in the service's database, pages that speak docs/desk.md over real HTTP."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.conversations.handover import Handovers, Wish
from bot.conversations.schema import conversations
from bot.conversations.staff import AGENT, Accounts, Staff
from tests.chatting import Citizen, Event, events_of
from tests.staffing import PASSWORD

PATIENCE_SECONDS = 20.0


def account(
    engine: Engine,
    shown_name: str,
    role: str = AGENT,
    municipalities: tuple[str, ...] = ("thisted",),
    units: tuple[str, ...] = (),
) -> Staff:
    """Make an account with a login name of its own and the password of all tests."""
    name = f"{shown_name.lower()}-{uuid.uuid4().hex[:8]}"
    return Accounts(engine).add(name, shown_name, role, municipalities, units, PASSWORD)


def id_of(engine: Engine, reference: str) -> str:
    """Return the inner name of a conversation."""
    query = select(conversations.c.id).where(conversations.c.reference == reference)
    with engine.connect() as connection:
        return str(connection.execute(query).scalar_one())


def ask_for_person(engine: Engine, reference: str, municipality: str = "thisted", why: str = "asked") -> str:
    """Put a conversation into the queue, as the robot does; return its inner name."""
    conversation_id = id_of(engine, reference)
    Handovers(engine).ask(conversation_id, Wish(municipality, municipality.capitalize(), None, why))
    return conversation_id


def standing(citizen: Citizen) -> dict[str, Any]:
    """Return the event `handover`, as a new stream of the citizen's begins with it."""
    with citizen.stream(after=0) as events:
        return next(data for name, _, data in events if name == "handover")


class Agent:
    """A person with the desk's page open."""

    def __init__(self, url: str, person: Staff) -> None:
        self.url = url
        self.person = person
        self.client = httpx.Client(base_url=url, timeout=30, trust_env=False, verify=False)
        response = self.client.post("/desk/api/login", json={"name": person.name, "password": PASSWORD})
        assert response.status_code == 200, response.text
        self.client.headers["x-csrf-token"] = response.json()["csrf"]

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Ask for something."""
        return self.client.get(f"/desk/api/{path}", params=query)

    def post(self, path: str, **body: Any) -> httpx.Response:
        """Do something."""
        return self.client.post(f"/desk/api/{path}", json=body)

    def on(self, reference: str, act: str, **body: Any) -> httpx.Response:
        """Do something with a conversation."""
        return self.post(f"conversations/{reference}/{act}", **body)

    def reply(self, reference: str, text: str, reply_id: str | None = None) -> httpx.Response:
        """Say something to the citizen."""
        return self.on(reference, "reply", id=reply_id or uuid.uuid4().hex, text=text)

    def whole(self, reference: str) -> dict[str, Any]:
        """Read a conversation."""
        body: dict[str, Any] = self.get(f"conversations/{reference}").json()
        return body

    @contextmanager
    def stream(self, path: str = "stream", after: int = 0) -> Iterator[Iterator[Event]]:
        """Open one of the desk's streams."""
        headers = {"last-event-id": str(after)}
        with self.client.stream("GET", f"/desk/api/{path}", headers=headers, timeout=30) as response:
            assert response.status_code == 200
            yield events_of(response.iter_lines())

    def board(self) -> dict[str, Any]:
        """Return the board as it is now; being there ends with it."""
        with self.stream() as events:
            return next(data for name, _, data in events if name == "board")

    @contextmanager
    def at_the_desk(self) -> Iterator[AtTheDesk]:
        """Have the desk's page open."""
        there = AtTheDesk(self)
        try:
            yield there
        finally:
            there.close()


class AtTheDesk:
    """An open page: keeps the newest board."""

    def __init__(self, agent: Agent) -> None:
        self.board: dict[str, Any] = {}
        self._first = threading.Event()
        self._over = False
        self._client = httpx.Client(
            base_url=agent.url, cookies=agent.client.cookies, timeout=30, trust_env=False, verify=False
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._first.wait(PATIENCE_SECONDS), "the board came"

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until something holds of the board."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds(self.board):
            assert time.monotonic() < end, f"{what}: {self.board}"
            time.sleep(0.05)
        return self.board

    def close(self) -> None:
        """Close the page."""
        self._over = True
        if self._line is not None:
            # Wakes the thread that reads, which closing alone does not.
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE_SECONDS)
        self._client.close()

    def _listen(self) -> None:
        while not self._over:
            try:
                with self._client.stream("GET", "/desk/api/stream", timeout=30) as response:
                    self._line = response.extensions["network_stream"].get_extra_info("socket")
                    for name, _, data in events_of(response.iter_lines()):
                        if name == "board":
                            self.board = data
                            self._first.set()
                        if self._over:
                            return
            except (httpx.HTTPError, RuntimeError):
                time.sleep(0.1)


def references(cards: list[dict[str, Any]]) -> list[str]:
    """Return which conversations some cards are about."""
    return [card["reference"] for card in cards]
