"""Many conversations at once: what is said, and how it is judged."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from benchmark.order import INTERLEAVED, MESSAGES, Expected, judged, plain_topics, script
from benchmark.plan import Outcome, Sent
from bot.standards.model import Content

TOPIC, FIRST, SECOND = "contact", "a", "b"
EXPECTED: Expected = {"c0": [(TOPIC, FIRST), (TOPIC, SECOND)]}


def said(topic: str, municipality: str) -> Sent:
    body = json.dumps([{"text": "x", "custom": {"type": "answer", "topic": topic, "municipality": municipality}}])
    return Sent("c0", "t", 200, 0.1, 0.1, body)


def test_every_conversation_says_its_messages_in_order(content: Content) -> None:
    strands, expected = script(content, plain_topics(content), 50)
    by_name = defaultdict(list)
    for strand in strands:
        for name, text in strand:
            by_name[name].append(text)
    assert set(by_name) == set(expected)
    for name, texts in by_name.items():
        named = [content.municipalities[slug].name for _, slug in expected[str(name)]]
        assert len(texts) == MESSAGES
        assert all(place in text for place, text in zip(named, texts, strict=True))


def test_conversations_of_one_sender_are_interleaved(content: Content) -> None:
    strands, _ = script(content, plain_topics(content), 2 * INTERLEAVED)
    for strand in strands:
        assert len({name for name, _ in strand[:INTERLEAVED]}) == INTERLEAVED


def test_no_topic_of_the_check_is_asked_back_for_circumstances(content: Content) -> None:
    topics = plain_topics(content)
    assert topics
    assert "contact" not in topics  # who is rung up hangs on the age in some municipalities


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ([said(TOPIC, FIRST), said(TOPIC, SECOND)], 0),
        ([said(TOPIC, SECOND), said(TOPIC, FIRST)], 1),
        ([said(TOPIC, FIRST)], 1),
        ([said(TOPIC, FIRST), said(TOPIC, SECOND), said(TOPIC, SECOND)], 1),
        ([said(TOPIC, FIRST), said("payment", SECOND)], 1),
        ([said(TOPIC, FIRST), Sent("c0", "t", 0, 0.1, 0.1, "")], 1),
        ([said(TOPIC, FIRST), Sent("c0", "t", 200, 0.1, 0.1, '[{"text": "x"}]')], 1),
        ([], 1),
    ],
    ids=["right", "out of order", "one missing", "one twice", "other topic", "no answer", "no topic", "nothing"],
)
def test_a_conversation_is_right_only_with_every_answer_in_its_place(sent: list[Sent], wrong: int) -> None:
    assert judged(Outcome(tuple(sent), 1.0, 0.0), EXPECTED)["wrong_conversations"] == wrong
