"""Pass messages on to Rasa's internal channel: of several Rasas, each conversation has one."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from typing import Any

import aiohttp

from bot.server.understanding import Understanding
from bot.understanding.understood import FIELD

CHANNEL = "/webhooks/service"
CONNECT_SECONDS = 2.0


class NoAnswerError(Exception):
    """Rasa gave no answer: it is down, too slow, failed, or had nothing to say."""


class UnreachableError(NoAnswerError):
    """Rasa is not there, or went away in the middle: the same message may be sent again."""


class Rasa:
    """Rasa as the service sees it; only on loopback, so no proxy of the environment is used.

    Of several, one sees all of a conversation, whichever service passes it on: there its messages get their turns in
    order. Where it is not `enabled`, there is none and none will come: nobody is kept waiting for it. It is told what
    `understanding` makes of a message; without that, Rasa understands it itself.
    """

    def __init__(
        self,
        ports: Sequence[int],
        answer_seconds: float,
        enabled: bool = True,
        understanding: Understanding | None = None,
    ) -> None:
        self._enabled = enabled
        self._understanding = understanding
        self._bases = tuple(f"http://127.0.0.1:{port}{CHANNEL}" for port in ports)
        self._timeout = aiohttp.ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None

    @property
    def count(self) -> int:
        """How many Rasas there are."""
        return len(self._bases)

    def index_of(self, sender: str) -> int:
        """Return which Rasa has a conversation: the same one for every service, and after every start."""
        return zlib.crc32(sender.encode("utf-8", "surrogatepass")) % len(self._bases)

    async def send(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return what the assistant says to a text: at least one message.

        Raises NoAnswerError for every way in which there can be none, UnreachableError among them.
        """
        body = {"sender": sender, "message": text, "metadata": metadata or {}, **await self._understood(text)}
        answer = await self._post(self.index_of(sender), "/webhook", body)
        if not isinstance(answer, list) or not answer:
            raise NoAnswerError("empty answer")
        return answer

    async def probe(self, text: str, seconds: float) -> dict[str, Any]:
        """Ask every Rasa for a test answer that is not kept; return `model` and `seconds` of the slowest.

        Raises NoAnswerError if some citizens would get no answer now.
        """
        body = {"sender": "probe", "message": text, **await self._understood(text)}
        asked = (self._post(index, "/probe", body, seconds) for index in range(self.count))
        answers: list[dict[str, Any]] = []
        # All of them, so that none is still being asked when the next question comes.
        for answer in await asyncio.gather(*asked, return_exceptions=True):
            if isinstance(answer, BaseException):
                raise answer
            if not isinstance(answer, dict):
                raise NoAnswerError("empty answer")
            answers.append(answer)
        return max(answers, key=lambda answer: float(answer.get("seconds") or 0))

    async def forget(self, sender: str) -> None:
        """Erase what Rasa keeps of a conversation. Raises NoAnswerError if that is not certain."""
        await self._post(self.index_of(sender), "/forget", {"sender": sender})

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _understood(self, text: str) -> dict[str, Any]:
        if self._understanding is None or not self._enabled:
            return {}
        return {FIELD: await self._understanding.of(text)}

    async def _post(self, index: int, path: str, body: dict[str, Any], seconds: float | None = None) -> Any:
        if not self._enabled:
            raise NoAnswerError("there is no Rasa")
        if self._session is None:
            # Only where a loop runs; how many are asked at a time, the callers see to.
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=aiohttp.TCPConnector(limit=0))
        timeout = self._timeout if seconds is None else aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(self._bases[index] + path, json=body, timeout=timeout) as response:
                response.raise_for_status()
                return await response.json()
        except asyncio.TimeoutError as error:
            raise NoAnswerError(type(error).__name__) from error
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise NoAnswerError(type(error).__name__) from error
