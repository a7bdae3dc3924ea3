"""Whole conversations over REST, each turn judged by the one thing that must follow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.standards.model import Content
from evaluation.asking import Line
from evaluation.cases import Conversation
from evaluation.replies import MUNICIPALITY, Reading, danger_first, foreign_values, read

_ANSWERS, _COMPARES, _ASKS, _INTENT = "answers", "compares", "asks", "intent"
_EXPECTATIONS = (_ANSWERS, _COMPARES, _ASKS, _INTENT)


@dataclass(frozen=True)
class Judged:
    """One turn: whether it went right, what was expected and what came, in words for counting."""

    right: bool
    expected: str
    came: str
    foreign: tuple[str, ...]
    answered: bool


def hold(line: Line, content: Content, conversation: Conversation, sender: str) -> list[Judged]:
    """Hold a conversation to its end, whatever goes wrong on the way."""
    judged: list[Judged] = []
    place_known = False
    for turn in conversation.turns:
        messages = line.say(turn.say, sender)
        reading = read(content, messages)
        right = as_expected(content, turn.expect, reading, place_known) and (
            turn.expect.get(_INTENT) != "danger" or danger_first(content, messages)
        )
        slugs = {slug for _, slug in turn.expect.get(_ANSWERS, ())}
        foreign = foreign_values(content, sorted(slugs), messages) if slugs else []
        came = _came(turn.expect, reading)
        answered = bool(reading.answers or reading.compares)
        judged.append(Judged(right, _expected(turn.expect), came, tuple(map(str, foreign)), answered))
        place_known = place_known or bool(slugs)
    return judged


def as_expected(content: Content, expect: dict[str, Any], reading: Reading, place_known: bool) -> bool:
    """Whether a reply is what must follow; the order of several answers does not count.

    Who wants a person before a municipality is known may be asked for it: there is no person but a municipality's.

    Raises:
        ValueError: the expectation is none that anything checks.
    """
    if len(expect) != 1 or not set(expect) <= set(_EXPECTATIONS):
        raise ValueError(f"cannot judge {sorted(expect)}")
    if _ANSWERS in expect:
        given = sorted((topic, slug) for topic, slug, _ in reading.answers)
        return given == sorted((topic, slug) for topic, slug in expect[_ANSWERS])
    if _COMPARES in expect:
        topic, *slugs = expect[_COMPARES]
        return reading.compares == ((topic, frozenset(slugs or content.municipalities)),)
    if _ASKS in expect:
        return reading.asks == expect[_ASKS]
    if expect[_INTENT] == "human" and not place_known and reading.asks == MUNICIPALITY:
        return True
    return expect[_INTENT] in reading.intents


def conversation_figures(held: Sequence[list[Judged]]) -> dict[str, Any]:
    """The figures of conversations that were held.

    turns_to_answer counts the citizen's messages until the first answer or comparison, where one must come and came.
    """
    turns = [turn for conversation in held for turn in conversation]
    answering = [one for one in held if any(turn.expected in (_ANSWERS, _COMPARES) for turn in one)]
    until = [first for one in answering if (first := _first_answer(one)) is not None]
    failures = Counter((turn.expected, turn.came) for turn in turns if not turn.right)
    return {
        "count": len(held),
        "turns": len(turns),
        "turns_right": _share(sum(turn.right for turn in turns), len(turns)),
        "wholly_right": _share(sum(all(turn.right for turn in one) for one in held), len(held)),
        "turns_to_answer": round(sum(until) / len(until), 4) if until else None,
        "never_answered": len(answering) - len(until),
        "foreign": sum(bool(turn.foreign) for turn in turns),
        "failures": [
            {"expected": expected, "came": came, "count": count}
            for (expected, came), count in sorted(failures.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _first_answer(judged: Sequence[Judged]) -> int | None:
    return next((number for number, turn in enumerate(judged, start=1) if turn.answered), None)


def _share(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None


def _expected(expect: dict[str, Any]) -> str:
    ((kind, what),) = expect.items()
    return f"{kind} {what}" if kind in (_ASKS, _INTENT) else str(kind)


def _came(expect: dict[str, Any], reading: Reading) -> str:
    """What came, in words for counting; of answers in place of answers, in what they differ."""
    if "danger" in reading.intents:
        return "intent danger"
    if reading.answers and _ANSWERS in expect:
        wanted = [(topic, slug) for topic, slug in expect[_ANSWERS]]
        given = [(topic, slug) for topic, slug, _ in reading.answers]
        if {slug for _, slug in given} - {slug for _, slug in wanted}:
            return "answers for another municipality"
        if {topic for topic, _ in given} - {topic for topic, _ in wanted}:
            return "answers with a topic nobody asked for"
        return "answers to a part of it" + (f", asks {reading.asks}" if reading.asks else "")
    if reading.compares:
        return "compares"
    if reading.asks is not None:
        return f"asks {reading.asks}"
    if reading.answers and "human" not in reading.intents:
        return "answers"
    return f"intent {min(reading.intents)}" if reading.intents else "something else"
