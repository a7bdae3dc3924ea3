"""What kind of reply came back: the figures of a load count only if the replies are real."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from benchmark.plan import Sent
from bot.standards.model import Content
from evaluation.replies import read

ANSWER, ASKS_BACK, OTHER = "answer", "asks_back", "other"
# What must not be among the replies.
NOT_200, UNREADABLE, EMPTY, APOLOGY = BAD = ("not_200", "unreadable", "empty", "apology")
_OK = 200


def kind_of(content: Content, sent: Sent) -> str:
    """Return what a reply is: an answer or comparison, a question back, something else that was said, or one of BAD."""
    if sent.status != _OK:
        return NOT_200
    try:
        messages = json.loads(sent.body)
    except ValueError:
        return UNREADABLE
    if not isinstance(messages, list) or not all(isinstance(one, dict) for one in messages):
        return UNREADABLE
    if not any(one.get("text") or one.get("custom") for one in messages):
        return EMPTY
    if any((one.get("custom") or {}).get("type") == "apology" for one in messages):
        return APOLOGY
    reading = read(content, messages)
    if reading.answers or reading.compares:
        return ANSWER
    return ASKS_BACK if reading.asks is not None else OTHER


def counted(content: Content, sent: Iterable[Sent]) -> dict[str, int]:
    """Return how often each kind came, those of BAD with 0 where none did."""
    found = Counter(kind_of(content, one) for one in sent)
    return {name: found[name] for name in (ANSWER, ASKS_BACK, OTHER, *BAD)}


def bad(counts: dict[str, int]) -> int:
    """Return how many replies were no real ones."""
    return sum(counts[name] for name in BAD)
