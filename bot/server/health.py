"""Whether messages are really answered, found out by asking."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bot.server.passing import NoAnswerError, Rasa
from bot.settings import Settings
from bot.wording.i18n import text as danish

OK, UNAVAILABLE = 200, 503


class Health:
    """Asks Rasa a test question, at most once in some seconds however often it is asked itself.

    A service that is to run without Rasa is well when it can say so.
    """

    def __init__(self, settings: Settings, rasa: Rasa, content: str) -> None:
        self._settings = settings
        self._rasa = rasa
        self._content = content
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._latest: tuple[int, dict[str, Any]] = (UNAVAILABLE, {})

    async def check(self) -> tuple[int, dict[str, Any]]:
        """Return the HTTP status and the report: status, model, content, rasa."""
        if not self._settings.rasa_enabled:
            return OK, self._report("ok", None, "off")
        async with self._lock:
            # Only a good answer is kept: a Rasa that comes back is seen at once.
            fresh = time.monotonic() - self._asked_at < self._settings.probe_cache_seconds
            if not (fresh and self._latest[0] == OK):
                self._latest = await self._ask()
                self._asked_at = time.monotonic()
            return self._latest

    async def _ask(self) -> tuple[int, dict[str, Any]]:
        try:
            answer = await self._rasa.probe(danish("service.probe"), self._settings.probe_seconds)
        except NoAnswerError:
            return UNAVAILABLE, self._report("unavailable", None, "down")
        model = str(answer.get("model") or "").removesuffix(".tar.gz")
        return OK, self._report("ok", model or None, "up")

    def _report(self, status: str, model: str | None, rasa: str) -> dict[str, Any]:
        return {"status": status, "model": model, "content": self._content, "rasa": rasa}
