"""The answers as data, for whoever asks over HTTP: the same ones that the chat gives, with no Rasa between."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from bot.answers.answer import Place
from bot.answers.circumstances import Circumstances
from bot.answers.comparison import compare
from bot.standards.coverage import coverage
from bot.standards.model import Content
from bot.wording import phrases
from bot.wording.sheet import Sheet, sheet, sheets


class UnknownError(LookupError):
    """There is no such municipality or topic here; `reason` says which of the two."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Library:
    """What can be looked up in a content; of its services the first."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.service = next(iter(content.services))

    @property
    def version(self) -> str:
        """The content's version: while it is the same, so are all answers of a day."""
        return self.content.version

    def municipalities(self) -> dict[str, Any]:
        """Return the municipalities that have a standard here."""
        rows = []
        for slug, known in self.content.municipalities.items():
            standard = self.content.standard(slug, self.service)
            title = standard.title if standard is not None else None
            rows.append({"slug": slug, "name": phrases.municipality(known.name), "title": title})
        return {"service": self.service, "version": self.version, "municipalities": rows}

    def topics(self) -> dict[str, Any]:
        """Return the questions that a standard can answer."""
        rows = [
            {"topic": key, "slug": entry.slug, "label": entry.label, "example": entry.example}
            for key, entry in self.content.topics.items()
        ]
        return {"version": self.version, "topics": rows}

    def answer(
        self, municipality: str, topic: str, date: datetime.date, circumstances: Circumstances
    ) -> dict[str, Any]:
        """Return one answer. Raises UnknownError."""
        (found,) = self.some(municipality, [topic], date, circumstances)
        return found

    def answers(self, municipality: str, date: datetime.date, circumstances: Circumstances) -> dict[str, Any]:
        """Return all answers of a municipality, in the order of the catalogue. Raises UnknownError."""
        found = self.some(municipality, tuple(self.content.topics), date, circumstances)
        return {"municipality": municipality, "version": self.version, "answers": found}

    def some(
        self, municipality: str, topics: Sequence[str], date: datetime.date, circumstances: Circumstances
    ) -> list[dict[str, Any]]:
        """Return answers to some topics, in their order. Raises UnknownError."""
        place, keys = self.place(municipality), [self.topic(topic) for topic in topics]
        found = sheets(self.content, keys, [place], self.service, date, circumstances) if keys else []
        return [self._shown(one) for one in found]

    def comparison(
        self, topic: str, municipalities: Sequence[str], date: datetime.date, circumstances: Circumstances
    ) -> dict[str, Any]:
        """Return one topic in some municipalities, or in all; the lowest first where they can be ordered.

        Raises UnknownError.
        """
        key = self.topic(topic)
        places = [self.place(slug) for slug in municipalities or self.content.municipalities]
        found = compare(self.content, key, places, self.service, date, circumstances)
        return {
            "topic": key,
            "version": self.version,
            "answers": [self._shown(sheet(self.content, one, self.service, date)) for one in found.answers],
            "lowest": [place.slug for place in found.lowest],
            "highest": [place.slug for place in found.highest],
        }

    def coverage(self) -> dict[str, Any]:
        """Return which topic is answered by which standard: stated, by general law, or not at all."""
        found = coverage(self.content)
        rows = [
            {
                "topic": topic,
                "label": self.content.topics[topic].label,
                "covered": {key[0]: found.cells[topic, key].name.lower() for key in found.standards},
            }
            for topic in found.topics
        ]
        return {"service": self.service, "version": self.version, "topics": rows}

    def place(self, slug: str) -> Place:
        """Return a municipality that has a standard here. Raises UnknownError."""
        known = self.content.municipalities.get(slug)
        if known is None:
            raise UnknownError("unknown_municipality")
        return Place(slug, known.name)

    def topic(self, name: str) -> str:
        """Return the key of a topic: of a key, a key with hyphens, or a slug. Raises UnknownError."""
        key = self.content.topic_named(name)
        if key is None:
            raise UnknownError("unknown_topic")
        return key

    @staticmethod
    def _shown(found: Sheet) -> dict[str, Any]:
        return {
            **dataclasses.asdict(found),
            "approved": found.approved.isoformat() if found.approved is not None else None,
            "marks": [mark.value for mark in found.marks],
        }
