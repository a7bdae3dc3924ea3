"""Pass messages on to Rasa's internal channel."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

CHANNEL = "/webhooks/service"
CONNECT_SECONDS = 2.0


class NoAnswerError(Exception):
    """Rasa gave no answer: it is down, too slow, failed, or had nothing to say."""


class UnreachableError(NoAnswerError):
    """Rasa is not there, or went away in the middle: the same message may be sent again."""


class Rasa:
    """Rasa as the service sees it; only on loopback, so no proxy of the environment is used.

    Where it is not `enabled`, there is none and none will come: nobody is kept waiting for it.
    """

    def __init__(self, port: int, answer_seconds: float, enabled: bool = True) -> None:
        self._enabled = enabled
        self._base = f"http://127.0.0.1:{port}{CHANNEL}"
        self._timeout = aiohttp.ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, sender: str, text: str, metadata: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return what the assistant says to a text: at least one message.

        Raises NoAnswerError for every way in which there can be none, UnreachableError among them.
        """
        answer = await self._post("/webhook", {"sender": sender, "message": text, "metadata": metadata or {}})
        if not isinstance(answer, list) or not answer:
            raise NoAnswerError("empty answer")
        return answer

    async def probe(self, text: str, seconds: float) -> dict[str, Any]:
        """Ask for a test answer that is not kept; return `model` and `seconds`.

        Raises NoAnswerError if citizens would get no answer now.
        """
        answer = await self._post("/probe", {"sender": "probe", "message": text}, seconds)
        if not isinstance(answer, dict):
            raise NoAnswerError("empty answer")
        return answer

    async def forget(self, sender: str) -> None:
        """Erase what Rasa keeps of a conversation. Raises NoAnswerError if that is not certain."""
        await self._post("/forget", {"sender": sender})

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, path: str, body: dict[str, Any], seconds: float | None = None) -> Any:
        if not self._enabled:
            raise NoAnswerError("there is no Rasa")
        if self._session is None:
            # Only where a loop runs; how many are asked at a time, the callers see to.
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=aiohttp.TCPConnector(limit=0))
        timeout = self._timeout if seconds is None else aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(self._base + path, json=body, timeout=timeout) as response:
                response.raise_for_status()
                return await response.json()
        except asyncio.TimeoutError as error:
            raise NoAnswerError(type(error).__name__) from error
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise NoAnswerError(type(error).__name__) from error
