"""Answers for words that somebody at the look-up page is typing (docs/lookup.md)."""

from __future__ import annotations

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


class Search:
    """Finds answers while somebody types.

    The words are understood as the robot understands them as soon as the model has been read; until then, or where
    nothing has been trained, by the letters of the topics' names alone.
    """

    def __init__(self, content: Content, places: Places, library: Library, understanding: Understanding) -> None:
        self._content = content
        self._library = library
        self._understanding = understanding
        self._topics = {key: (entry.label, entry.example) for key, entry in content.topics.items()}
        self._places = places
        self._by_letters = Finder(self._topics, places)
        self._by_meaning: Finder | None = None

    @property
    def understands(self) -> bool:
        """Whether words are understood, and not only looked at letter by letter."""
        return self._understanding.interpreter is not None

    async def find(self, asked: Asked, date: datetime.date) -> dict[str, Any]:
        """Return the likeliest answers. Raises UnknownError."""
        found = Found() if not asked.words else await self._understanding.run(self._finder.find, asked.words)
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

    @property
    def _finder(self) -> Finder:
        interpreter = self._understanding.interpreter
        if self._by_meaning is None and interpreter is not None:
            self._by_meaning = Finder(self._topics, self._places, interpreter)
        return self._by_meaning or self._by_letters

    def _named(self, found: Found) -> str | None:
        return next((slug for slug in found.places if slug in self._content.municipalities), None)

    def _not_covered(self, found: Found) -> list[str]:
        known = self._places.municipalities
        return [known[slug].name for slug in found.places if slug not in self._content.municipalities]

    def _danger(self, slug: str, date: datetime.date) -> str:
        return "\n".join(conversation.danger_numbers(safety_numbers(self._content, slug, date)))
