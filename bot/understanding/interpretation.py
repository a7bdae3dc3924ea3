"""What understanding a message amounts to: plain values that dialogue, look-up and tests share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ASK = "ask"
INFORM = "inform"
NOT_UNDERSTOOD = "not_understood"
TOPIC_PREFIX = f"{ASK}/"

Circumstance = str | bool


@dataclass(frozen=True)
class PlaceMention:
    """A place in a message: `slug` of its municipality, and whether that municipality has standards here."""

    text: str
    start: int
    end: int
    slug: str
    covered: bool


@dataclass(frozen=True)
class Interpretation:
    """One message understood. Fields that the message says nothing about are empty.

    person  whose question it is: "self", "relative" or "client"
    date    a day that the message names
    event   what happened on that day: "decision_received" or "application"
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    topics: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    circumstances: Mapping[str, Circumstance] = field(default_factory=dict)
    comparison: str | None = None
    person: str | None = None
    date: datetime.date | None = None
    event: str | None = None

    def to_mapping(self) -> dict[str, Any]:
        """All but the text, as JSON can hold it; `from_mapping` makes the same of it again."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "ranking": self.ranking,
            "topics": self.topics,
            "candidates": self.candidates,
            "places": [(one.text, one.start, one.end, one.slug, one.covered) for one in self.places],
            "circumstances": dict(self.circumstances),
            "comparison": self.comparison,
            "person": self.person,
            "date": None if self.date is None else self.date.isoformat(),
            "event": self.event,
        }

    @classmethod
    def from_mapping(cls, text: str, mapping: Mapping[str, Any]) -> Interpretation:
        """Read what `to_mapping` gave for a text. Raises ValueError for a mapping of another form."""
        try:
            date = mapping["date"]
            return cls(
                text,
                str(mapping["intent"]),
                float(mapping["confidence"]),
                tuple((str(label), float(probability)) for label, probability in mapping["ranking"]),
                tuple(map(str, mapping["topics"])),
                tuple(map(str, mapping["candidates"])),
                tuple(PlaceMention(*one) for one in mapping["places"]),
                dict(mapping["circumstances"]),
                mapping["comparison"],
                mapping["person"],
                None if date is None else datetime.date.fromisoformat(date),
                mapping["event"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no interpretation of a message: {type(error).__name__}") from None


def topic_of(label: str) -> str | None:
    """The topic of a label such as "ask/contact", or None for a label that asks for no topic."""
    return label[len(TOPIC_PREFIX) :] if label.startswith(TOPIC_PREFIX) else None
