"""Holding conversations and judging their turns."""

import datetime
from typing import Any

import pytest

from bot.standards.model import Content
from bot.wording import conversation
from evaluation import cases
from evaluation.asking import Line
from evaluation.cases import Conversation, Turn
from evaluation.conversing import as_expected, conversation_figures, hold
from evaluation.replies import read
from tests.evaluation.speaking import Scripted, answered, sent


def held(*expects: dict[str, Any]) -> Conversation:
    return Conversation(name="one", turns=tuple(Turn(say="hej", expect=expect) for expect in expects))


def test_every_expectation_of_the_set_can_be_judged(content: Content) -> None:
    nothing = read(content, [])
    for one in cases.conversations():
        assert [as_expected(content, turn.expect, nothing, place_known=True) for turn in one.turns].count(True) == 0


def test_an_expectation_that_nothing_checks_is_an_error(content: Content) -> None:
    with pytest.raises(ValueError, match="cannot judge"):
        as_expected(content, {"sings": "loud"}, read(content, []), place_known=True)


def test_a_conversation_is_judged_turn_by_turn(content: Content, today: datetime.date) -> None:
    one = held({"asks": "municipality"}, {"answers": [["contact", "thisted"]]}, {"intent": "thank"})
    replies = [
        sent(conversation.ask_municipality(content)),
        sent(*answered(content, ["contact"], "thisted", today)),
        sent(conversation.not_understood(content, (), again=False)),
    ]
    judged = hold(Line(Scripted(replies), 60), content, one, "somebody")
    assert [turn.right for turn in judged] == [True, True, False]
    figures = conversation_figures([judged, judged[:2]])
    assert (figures["turns"], figures["turns_right"], figures["wholly_right"]) == (5, 0.8, 0.5)
    assert (figures["turns_to_answer"], figures["never_answered"], figures["foreign"]) == (2, 0, 0)
    assert figures["failures"] == [{"expected": "intent thank", "came": "intent not_understood", "count": 1}]


def test_an_answer_for_another_municipality_is_wrong_and_its_values_are_foreign(
    content: Content, today: datetime.date
) -> None:
    replies = [sent(*answered(content, ["contact"], "koege", today))]
    (turn,) = hold(Line(Scripted(replies), 60), content, held({"answers": [["contact", "thisted"]]}), "somebody")
    assert (turn.right, turn.came) == (False, "answers for another municipality")
    assert turn.foreign


def test_a_person_may_be_asked_for_a_municipality_first(content: Content) -> None:
    reading = read(content, sent(conversation.ask_municipality(content)))
    assert as_expected(content, {"intent": "human"}, reading, place_known=False)
    assert not as_expected(content, {"intent": "human"}, reading, place_known=True)
