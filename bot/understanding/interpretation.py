"""What understanding a message amounts to: plain values that dialogue, look-up and tests share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

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

    candidates  topics that may have been meant, where none was clear; those asked for beside danger
    person      whose question it is: "self", "relative" or "client"
    date        a day that the message names
    event       what happened on that day: "decision_received" or "application"
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


def topic_of(label: str) -> str | None:
    """The topic of a label such as "ask/contact", or None for a label that asks for no topic."""
    return label[len(TOPIC_PREFIX) :] if label.startswith(TOPIC_PREFIX) else None
