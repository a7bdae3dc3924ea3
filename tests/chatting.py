"""A citizen's page for tests: speaks docs/channel.md over real HTTP."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE_SECONDS = 90.0

Event = tuple[str, int | None, dict[str, Any]]


def events_of(lines: Iterator[str]) -> Iterator[Event]:
    """Read server-sent events: name, id and data."""
    fields: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            yield "open", None, {}
        elif line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            if "event" in fields:
                number = int(fields["id"]) if "id" in fields else None
                yield fields["event"], number, json.loads(fields["data"])
            fields = {}


@dataclass
class Citizen:
    """One conversation."""

    url: str
    municipality: str | None = "thisted"
    heard: list[dict[str, Any]] = field(default_factory=list)
    others: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False, verify=False)
        response = self.client.post("/chat/conversations", json={"municipality": self.municipality})
        self.begun = response.json()
        self.headers = {"authorization": f"Bearer {self.begun['token']}"}

    def post(self, path: str, **body: Any) -> httpx.Response:
        """Ask for something."""
        return self.client.post(f"/chat/{path}", json=body, headers=self.headers)

    def say(self, text: str, message_id: str | None = None) -> httpx.Response:
        """Post a text."""
        return self.post("messages", id=message_id or uuid.uuid4().hex, text=text)

    def press(self, button: str) -> httpx.Response:
        """Press a button."""
        return self.post("messages", id=uuid.uuid4().hex, button=button)

    def erase(self) -> httpx.Response:
        """Erase the conversation."""
        return self.client.delete("/chat/conversation", headers=self.headers)

    def listen(self, until: int, seconds: float = PATIENCE_SECONDS) -> list[dict[str, Any]]:
        """Read the stream, again after each cut, until an entry's number is reached; return all entries heard."""
        end = time.monotonic() + seconds
        while self.last < until:
            assert time.monotonic() < end, f"entry {until} did not come within {seconds:.0f} s, only {self.last}"
            try:
                with self.stream() as events:
                    for name, number, data in events:
                        self.take(name, number, data)
                        if self.last >= until or time.monotonic() > end:
                            break
            except httpx.TransportError:
                time.sleep(0.2)
        return self.heard

    @property
    def last(self) -> int:
        """The number of the newest entry heard."""
        return self.heard[-1]["number"] if self.heard else 0

    def take(self, name: str, number: int | None, data: dict[str, Any]) -> None:
        """Keep an event."""
        if name == "open":
            return
        if name == "entry":
            assert number == data["number"]
            self.heard.append(data)
        else:
            self.others.append((name, number, data))

    @contextmanager
    def stream(self, after: int | None = None) -> Iterator[Iterator[Event]]:
        """Open the stream behind an entry, by default behind the newest one heard."""
        headers = {**self.headers, "last-event-id": str(self.last if after is None else after)}
        with self.client.stream("GET", "/chat/stream", headers=headers, timeout=20) as response:
            if response.status_code != 200:
                raise httpx.TransportError(f"status {response.status_code}")
            yield events_of(response.iter_lines())
