"""What is to be sent to a server and what came of it: the contract with the process that sends (sending.py)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NO_ANSWER = 0

# One message: the conversation that it belongs to, None for the one that its sender is in, and the text.
Step = tuple[str | None, str]


@dataclass(frozen=True)
class Plan:
    """Messages in an order, for a number of senders that each send the next when they have the answer.

    strands     what one sender does in one go, in this order; senders take strand after strand
    conversation_messages   a sender's own conversation ends after so many messages, and a new one begins
    seconds     nothing is sent after so long; what is on its way is waited for `answer_seconds`
    prefix      what the names of all conversations begin with
    more        further fields of each request's body
    """

    port: int
    path: str
    strands: tuple[tuple[Step, ...], ...]
    senders: int
    seconds: float
    prefix: str
    conversation_messages: int = 5
    answer_seconds: float = 60.0
    more: dict[str, Any] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the plan for `read`."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Plan:
        """Read what `write` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        strands = tuple(tuple((sender, text) for sender, text in strand) for strand in data.pop("strands"))
        return cls(strands=strands, **data)


@dataclass(frozen=True)
class Sent:
    """One message that was sent: when it was answered (seconds since the start) and how long that took.

    `status` is the HTTP status, NO_ANSWER where none came; `body` is what was answered.
    """

    conversation: str
    text: str
    status: int
    seconds: float
    at: float
    body: str


@dataclass(frozen=True)
class Outcome:
    """What came of a plan.

    `full_seconds` is how long all senders had something to do, `processor_share` how much of one core sending took.
    """

    sent: tuple[Sent, ...]
    full_seconds: float
    processor_share: float

    @property
    def per_second(self) -> float:
        """Messages a second while all senders were at work."""
        return sum(one.at <= self.full_seconds for one in self.sent) / self.full_seconds

    def write(self, path: Path) -> None:
        """Write the outcome for `read`."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Outcome:
        """Read what `write` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(Sent(**one) for one in data.pop("sent")), **data)


def singly(texts: tuple[str, ...]) -> tuple[tuple[Step, ...], ...]:
    """Return strands of one message each, in the conversations of whoever sends them."""
    return tuple(((None, text),) for text in texts)
