"""The same measure for both assistants."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmark.accuracy import figures, interpretation
from bot.understanding.interpretation import Interpretation
from evaluation import cases
from evaluation.cases import Question
from evaluation.judging import Outcome, judge

ASKED = Question(text="t", topics=("contact",), municipality=None, style="formal")


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("ask__contact", Outcome.RIGHT),
        ("ask__payment", Outcome.CONFIDENTLY_WRONG),
        ("nlu_fallback", Outcome.ASKED_BACK),
        ("out_of_scope", Outcome.TURNED_AWAY),
    ],
)
def test_an_intent_of_the_stock_assistant_is_judged_as_what_it_amounts_to(intent: str, expected: Outcome) -> None:
    assert judge(ASKED, interpretation("t", intent)) is expected


def test_who_knows_all_answers_gets_all_of_them_right() -> None:
    topics = [f"ask__{one.topics[0]}" for one in cases.questions() if len(one.topics) == 1]

    def heard(texts: Sequence[str]) -> list[Interpretation]:
        return [interpretation(text, intent) for text, intent in zip(texts, topics * 2, strict=True)]

    found = figures(heard)
    assert found["questions"] == len(topics)
    assert found["clear"]["right"] == found["typing_errors"]["right"] == 1.0


def test_what_becomes_of_all_questions_adds_up_to_all() -> None:
    found = figures(lambda texts: [interpretation(text, "ask__contact") for text in texts])
    assert sum(found["clear"].values()) == pytest.approx(1, abs=0.001)
