"""Pass messages on to Rasa's internal channel."""

from __future__ import annotations

import json
from typing import Any

import httpx

CHANNEL = "/webhooks/service"
CONNECT_SECONDS = 2.0


class NoAnswerError(Exception):
    """Rasa gave no answer: it is down, too slow, failed, or had nothing to say."""


class UnreachableError(NoAnswerError):
    """Rasa is not there, or went away in the middle: the same message may be sent again."""


class Rasa:
    """Rasa as the service sees it; only on loopback, so no proxy of the environment is used."""

    def __init__(self, port: int, answer_seconds: float) -> None:
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
            limits=limits,
            trust_env=False,
        )

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
        await self._client.aclose()

    async def _post(self, path: str, body: dict[str, Any], seconds: float | None = None) -> Any:
        timeout = httpx.USE_CLIENT_DEFAULT if seconds is None else httpx.Timeout(seconds)
        try:
            response = await self._client.post(CHANNEL + path, json=body, timeout=timeout)
            response.raise_for_status()
            return response.json()
        except (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (httpx.HTTPError, json.JSONDecodeError) as error:
            raise NoAnswerError(type(error).__name__) from error
