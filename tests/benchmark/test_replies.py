"""Which replies are real."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from benchmark.plan import Sent
from benchmark.replies import ANSWER, APOLOGY, ASKS_BACK, EMPTY, NOT_200, OTHER, UNREADABLE, bad, counted, kind_of
from bot.answers.answer import Place
from bot.answers.engine import Question, answer
from bot.standards.model import Content
from bot.wording import apology
from bot.wording.conversation import answered, ask_municipality, greeting
from bot.wording.reply import Reply


def body(reply: Reply) -> str:
    return json.dumps([{"text": reply.text, "buttons": reply.choices(), "custom": reply.payload}])


def sent(text: str, status: int = 200) -> Sent:
    return Sent("c", "t", status, 0.1, 0.1, text)


def an_answer(content: Content) -> Reply:
    slug, one = next(iter(content.municipalities.items()))
    question = Question(("contact",), (Place(slug, one.name),), next(iter(content.services)), datetime.date.today())
    return answered(content, answer(content, question)[0])


def test_an_answer_is_one(content: Content) -> None:
    assert kind_of(content, sent(body(an_answer(content)))) == ANSWER


def test_an_answer_in_two_messages_as_rasas_rest_channel_sends_it_is_one(content: Content) -> None:
    reply = an_answer(content)
    parts: list[dict[str, Any]] = [{"text": reply.text, "buttons": reply.choices()}, {"custom": reply.payload}]
    assert kind_of(content, sent(json.dumps(parts))) == ANSWER


def test_the_question_which_municipality_is_one_back(content: Content) -> None:
    assert kind_of(content, sent(body(ask_municipality(content)))) == ASKS_BACK


def test_a_greeting_is_something_else_that_was_said(content: Content) -> None:
    assert kind_of(content, sent(body(greeting(content)))) == OTHER


def test_an_apology_is_no_real_reply(content: Content) -> None:
    reply = apology.apologise(content, next(iter(content.services)), datetime.date.today(), None)
    # As the service sends it (bot/server/apology.py).
    message = {"text": reply.text, "custom": reply.payload or {"type": "apology"}}
    assert kind_of(content, sent(json.dumps([message]))) == APOLOGY


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("[]", 200, EMPTY),
        ('[{"recipient_id": "x"}]', 200, EMPTY),
        ('[{"text": ""}]', 200, EMPTY),
        ("", 200, UNREADABLE),
        ("<html>", 200, UNREADABLE),
        ('{"text": "hej"}', 200, UNREADABLE),
        ("[1]", 200, UNREADABLE),
        ('[{"text": "hej"}]', 500, NOT_200),
        ('[{"text": "hej"}]', 429, NOT_200),
        ("", 0, NOT_200),
    ],
)
def test_what_is_no_reply_is_told_apart(content: Content, text: str, status: int, expected: str) -> None:
    assert kind_of(content, sent(text, status)) == expected


def test_kinds_are_counted_with_zeros_for_what_did_not_come(content: Content) -> None:
    counts = counted(content, [sent("[]"), sent("", 0), sent('[{"text": "hej"}]')])
    assert counts == {
        ANSWER: 0,
        ASKS_BACK: 0,
        OTHER: 1,
        NOT_200: 1,
        UNREADABLE: 0,
        EMPTY: 1,
        APOLOGY: 0,
    }
    assert bad(counts) == 2
