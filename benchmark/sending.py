"""`python -m benchmark.sending PLAN OUTCOME`: sends what a plan says, over connections that are kept open.

A process of its own with nothing but the standard library, so that sending takes little from the servers it measures.
Answers are kept as they come and read by somebody else, later.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from benchmark.plan import NO_ANSWER, Outcome, Plan, Sent, Step

_HOST = "127.0.0.1"
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Line(asyncio.Protocol):
    """One connection: a request at a time, a whole answer for each."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._buffer = bytearray()

    @property
    def is_open(self) -> bool:
        """Whether something can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        # Another loop than the standard one has transports of its own, of no common class.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let whoever waits know that nothing comes any more."""
        self._transport = None
        self._settle((NO_ANSWER, b""))

    def data_received(self, data: bytes) -> None:
        """Collect, until the answer is whole."""
        self._buffer += data
        whole = read_answer(self._buffer)
        if whole is not None:
            self._settle(whole)

    def send(self, request: bytes) -> asyncio.Future[tuple[int, bytes]]:
        """Send a request; the future gives status and body."""
        assert self._transport is not None
        self._buffer.clear()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def _settle(self, result: tuple[int, bytes]) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(result)


def read_answer(data: bytes | bytearray) -> tuple[int, bytes] | None:
    """Return status and body of an answer that names its length; None while it is not whole.

    Raises ValueError for one that does not name it: none of the measured servers gives such.
    """
    head, found, body = bytes(data).partition(_END_OF_HEAD)
    if not found:
        return None
    first, *fields = head.lower().split(b"\r\n")
    lengths = [int(one[len(_LENGTH) :]) for one in fields if one.startswith(_LENGTH)]
    if not lengths:
        raise ValueError("an answer without content-length")
    return (int(first.split()[1]), body) if len(body) >= lengths[0] else None


class Senders:
    """All senders of one plan and what they have sent."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._strands: Iterator[tuple[Step, ...]] = iter(plan.strands)
        self._began = 0.0
        self._full_seconds = 0.0
        self.sent: list[Sent] = []

    async def run(self) -> Outcome:
        """Send everything, or as much as the time allows."""
        plan = self._plan
        lines = [await self._connected() for _ in range(plan.senders)]
        used, self._began = time.process_time(), time.perf_counter()
        tasks = [asyncio.create_task(self._sender(number, line)) for number, line in enumerate(lines)]
        done, late = await asyncio.wait(tasks, timeout=plan.seconds + plan.answer_seconds)
        spent = self._now()
        share = (time.process_time() - used) / spent
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for task in done:
            task.result()
        return Outcome(tuple(self.sent), self._full_seconds or spent, round(share, 4))

    async def _sender(self, number: int, line: Line) -> None:
        own = messages = 0
        while self._now() < self._plan.seconds and (strand := next(self._strands, None)) is not None:
            for conversation, text in strand:
                if conversation is None:
                    if messages and messages % self._plan.conversation_messages == 0:
                        own += 1
                    messages += 1
                    conversation = f"{number}-{own}"
                if not line.is_open:
                    line = await self._connected()
                await self._say(line, f"{self._plan.prefix}-{conversation}", text)
        # From here on there is one sender less, so it is not the load any more that was meant.
        self._full_seconds = self._full_seconds or self._now()
        line.close()

    async def _say(self, line: Line, conversation: str, text: str) -> None:
        request = request_of(self._plan, conversation, text)
        started = time.perf_counter()
        status, body = NO_ANSWER, b""
        try:
            status, body = await line.send(request)
        finally:
            spent = time.perf_counter() - started
            self.sent.append(
                Sent(conversation, text, status, round(spent, 6), round(self._now(), 6), body.decode(errors="replace"))
            )

    async def _connected(self) -> Line:
        _, line = await asyncio.get_running_loop().create_connection(Line, _HOST, self._plan.port)
        return line

    def _now(self) -> float:
        return time.perf_counter() - self._began


def request_of(plan: Plan, conversation: str, text: str) -> bytes:
    """Return a whole request."""
    body = json.dumps({"sender": conversation, "message": text, **plan.more}, ensure_ascii=False).encode()
    head = f"POST {plan.path} HTTP/1.1\r\nHost: {_HOST}:{plan.port}\r\nContent-Type: application/json\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def main(arguments: list[str]) -> None:
    """Read the plan, send, write the outcome."""
    plan, outcome = map(Path, arguments)
    senders = Senders(Plan.read(plan))
    gc.disable()  # a pause of the one who measures would count as a slow answer
    asyncio.run(senders.run()).write(outcome)


if __name__ == "__main__":
    main(sys.argv[1:])
