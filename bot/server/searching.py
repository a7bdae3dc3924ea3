"""Answers for words that somebody at the look-up page is typing (docs/lookup.md)."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from typing import Any

from bot.answers.circumstances import Circumstances
from bot.answers.safety import safety_numbers
from bot.server.bodies import BAD_REQUEST, RefusedError, body_object, words_of
from bot.server.library import Library
from bot.server.told import circumstances_of, told
from bot.server.understanding import Understanding
from bot.standards.model import Content
from bot.understanding.finding import Finder, Found
from bot.understanding.places import Places
from bot.wording import conversation, desk

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


def names_of_topics(content: Content) -> dict[str, tuple[str, str]]:
    """Return the name and an example question of each topic, by its key."""
    return {key: (entry.label, entry.example) for key, entry in content.topics.items()}


class Search:
    """Finds answers while somebody types.

    The words are understood as the robot understands them as soon as the model has been read; until then, or where
    nothing has been trained, by the letters of the topics' names alone.
    """

    def __init__(self, content: Content, places: Places, library: Library, understanding: Understanding) -> None:
        self._content = content
        self._library = library
        self._understanding = understanding
        self._places = places
        self._by_letters = Finder(names_of_topics(content), places)

    @property
    def understands(self) -> bool:
        """Whether words are understood, and not only looked at letter by letter."""
        return self._understanding.is_open

    async def find(self, asked: Asked, date: datetime.date) -> dict[str, Any]:
        """Return the likeliest answers. Raises UnknownError."""
        found = await self._found(asked.words) if asked.words else Found()
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

    async def _found(self, words: str) -> Found:
        found = await self._understanding.found(words)
        return found if found is not None else await asyncio.to_thread(self._by_letters.find, words)

    def _named(self, found: Found) -> str | None:
        return next((slug for slug in found.places if slug in self._content.municipalities), None)

    def _not_covered(self, found: Found) -> list[str]:
        known = self._places.municipalities
        return [known[slug].name for slug in found.places if slug not in self._content.municipalities]

    def _danger(self, slug: str, date: datetime.date) -> str:
        return "\n".join(conversation.danger_numbers(safety_numbers(self._content, slug, date)))
