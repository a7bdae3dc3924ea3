"""Whether answers of many conversations at once all come, each to the right question and in order.

Each conversation asks one topic in several municipalities, the later times with the name alone: only who knows what was
said before, and in which order, can answer.
"""

from __future__ import annotations

import datetime
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from benchmark.plan import Outcome, Plan, Sent, Step
from benchmark.server import REST, Server
from bot.answers.answer import Place
from bot.answers.engine import Question, answer
from bot.standards.model import Content

CONVERSATIONS = 2000
MESSAGES = 4
# So many conversations go on at a time at each sender, a message of each in turns.
INTERLEAVED = 20
SENDERS = 32
_SECONDS = 600.0
_SEED = 7
_FOLLOW_UP = "og i {name}?"
_NO_PORT = 0

Strands = tuple[tuple[Step, ...], ...]
Expected = dict[str, list[tuple[str, str]]]


def check(server: Server, content: Content, topics: Sequence[str], conversations: int) -> dict[str, Any]:
    """Have the conversations, and return how many answers came and how many were right, with the first mistakes."""
    strands, expected = script(content, topics, conversations)
    plan = Plan(_NO_PORT, REST, strands, SENDERS, _SECONDS, "order")
    return judged(server.send(plan), {f"order-{name}": what for name, what in expected.items()})


def script(
    content: Content, topics: Sequence[str], conversations: int
) -> tuple[tuple[tuple[Step, ...], ...], Expected]:
    """Return what is said, and of each conversation the topic and municipality that each answer must be about."""
    chance = random.Random(_SEED)
    slugs = sorted(content.municipalities)
    expected: Expected = {}
    said: dict[str, list[str]] = {}
    for number in range(conversations):
        topic, order = chance.choice(list(topics)), chance.sample(slugs, min(MESSAGES, len(slugs)))
        names = [content.municipalities[slug].name for slug in order]
        first = f"{content.topics[topic].example} {names[0]}"
        expected[f"c{number}"] = [(topic, slug) for slug in order]
        said[f"c{number}"] = [first, *(_FOLLOW_UP.format(name=name) for name in names[1:])]
    return tuple(_interleaved(said)), expected


def _interleaved(said: dict[str, list[str]]) -> Iterator[tuple[Step, ...]]:
    names = list(said)
    for begin in range(0, len(names), INTERLEAVED):
        group = names[begin : begin + INTERLEAVED]
        longest = max(len(said[name]) for name in group)
        yield tuple((name, said[name][turn]) for turn in range(longest) for name in group if turn < len(said[name]))


def judged(outcome: Outcome, expected: Expected) -> dict[str, Any]:
    """Hold what was answered against what was expected."""
    answered: dict[str, list[tuple[str, str] | None]] = defaultdict(list)
    for one in outcome.sent:
        answered[one.conversation].append(_answered(one))
    wanted = sum(map(len, expected.values()))
    wrong = [name for name, what in expected.items() if answered[name] != what]
    return {
        "conversations": len(expected),
        "messages": wanted,
        "sent": len(outcome.sent),
        "wrong_conversations": len(wrong),
        "examples": [{"expected": expected[name], "answered": answered[name]} for name in wrong[:5]],
        "per_second": round(outcome.per_second, 1),
    }


def _answered(sent: Sent) -> tuple[str, str] | None:
    try:
        payloads = [one.get("custom") or {} for one in json.loads(sent.body)]
        return next((one["topic"], one["municipality"]) for one in payloads if one.get("type") == "answer")
    except (ValueError, KeyError, AttributeError, TypeError, StopIteration):
        return None


def plain_topics(content: Content) -> list[str]:
    """Return the topics that every municipality answers without asking for circumstances."""
    service, today = next(iter(content.services)), datetime.date.today()
    places = [Place(slug, one.name) for slug, one in content.municipalities.items()]

    def asks(topic: str, place: Place) -> bool:
        return bool(answer(content, Question((topic,), (place,), service, today))[0].needs)

    return [topic for topic in content.topics if not any(asks(topic, place) for place in places)]
