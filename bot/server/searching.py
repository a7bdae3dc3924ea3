"""Answers for words that somebody at the look-up page is typing (docs/lookup.md)."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from bot.answers.circumstances import Circumstances
from bot.answers.safety import safety_numbers
from bot.privacy.traces import where
from bot.server.bodies import BAD_REQUEST, RefusedError, body_object, words_of
from bot.server.library import Library
from bot.server.told import circumstances_of, told
from bot.standards.model import Content
from bot.understanding.finding import Finder, Found
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import Places
from bot.wording import conversation, desk

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

logger = logging.getLogger(__name__)

_MOST_ANSWERS = 6
_MOST_CHARACTERS = 1000


@dataclasses.dataclass(frozen=True)
class Asked:
    """What was typed, and what is chosen beside it; no text of this object shows the words."""

    words: str = dataclasses.field(repr=False)
    municipality: str
    circumstances: Circumstances


def asked_of(body: bytes) -> Asked:
    """Read the body of a search. Raises RefusedError, BadParameterError."""
    data = body_object(body)
    municipality = data.get("municipality")
    if not isinstance(municipality, str):
        raise RefusedError(BAD_REQUEST, "bad_request")
    circumstances = circumstances_of(data.get("age"), data.get("pension"))
    return Asked(words_of(data, "q", _MOST_CHARACTERS), municipality, circumstances)


class Search:
    """Finds answers while somebody types.

    The words are understood as the robot understands them as soon as the model has been read; until then, or where
    nothing has been trained, by the letters of the topics' names alone. One thread does it: nobody's chat waits for it.
    """

    def __init__(self, content: Content, places: Places, library: Library, model: Path) -> None:
        self._content = content
        self._library = library
        self._model = model
        self._topics = {key: (entry.label, entry.example) for key, entry in content.topics.items()}
        self._places = places
        self._finder = Finder(self._topics, places)
        self._thread = ThreadPoolExecutor(1, "search")
        self._understands = False

    @property
    def understands(self) -> bool:
        """Whether words are understood, and not only looked at letter by letter."""
        return self._understands

    async def open(self) -> None:
        """Read the model, if there is one."""
        if not self._model.exists():
            logger.warning("no model is trained for this content: searches go by the letters alone")
            return
        try:
            self._finder = await self._run(self._read)
        except (OSError, ValueError) as error:
            logger.error("the model cannot be read, searches go by the letters alone: %s", where(error))
            return
        self._understands = True

    async def find(self, asked: Asked, date: datetime.date) -> dict[str, Any]:
        """Return the likeliest answers. Raises UnknownError."""
        found = Found() if not asked.words else await self._run(self._finder.find, asked.words)
        slug = self._named(found) or asked.municipality
        # What the caller says now is newer than what was chosen.
        circumstances = Circumstances.from_mapping(asked.circumstances.to_mapping() | dict(found.circumstances))
        answers = self._library.some(slug, found.topics[:_MOST_ANSWERS], date, circumstances)
        return {
            "municipality": slug,
            "named": slug in found.places,
            "not_covered": self._not_covered(found),
            "circumstances": desk.circumstances(circumstances.to_mapping()),
            "told": told(circumstances),
            "danger": {"text": self._danger(slug, date)} if found.danger else None,
            "answers": answers,
        }

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _read(self) -> Finder:
        interpreter = Interpreter.load_from_archive(self._model)
        interpreter.warm()
        return Finder(self._topics, self._places, interpreter)

    def _named(self, found: Found) -> str | None:
        return next((slug for slug in found.places if slug in self._content.municipalities), None)

    def _not_covered(self, found: Found) -> list[str]:
        known = self._places.municipalities
        return [known[slug].name for slug in found.places if slug not in self._content.municipalities]

    def _danger(self, slug: str, date: datetime.date) -> str:
        return "\n".join(conversation.danger_numbers(safety_numbers(self._content, slug, date)))

    async def _run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: function(*args, **named))
