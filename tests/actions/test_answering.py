"""What a turn's person and day do to its replies, with the project's own content."""

import datetime
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.action_inform import ActionInform
from actions.answering import respond
from actions.knowledge import Knowledge, knowledge
from actions.turn import Turn
from bot.wording.i18n import text


def turn(entities: dict[str, Any], **slots: Any) -> Turn:
    said = [{"entity": name, "value": value} for name, value in entities.items()]
    message = {"intent": {"name": "inform"}, "entities": said, "text": ""}
    return Turn.of(Tracker("someone", slots, message, [], False, None, {}, "action_listen"))


@pytest.fixture
def known() -> Knowledge:
    return knowledge()


@pytest.mark.parametrize(
    ("person", "wording"),
    [
        (None, "ask_circumstances"),
        ("self", "ask_circumstances"),
        ("relative", "ask_circumstances_of_another"),
        ("client", "ask_circumstances_of_another"),
    ],
)
def test_a_question_back_is_worded_for_the_one_it_is_about(known: Knowledge, person: str | None, wording: str) -> None:
    replies, pending = respond(known, ["contact"], "broenderslev", turn({"person": person} if person else {}))
    assert pending is not None
    assert replies[-1].text == text(f"conversation.{wording}.age_pension")


def test_a_day_told_before_the_question_counts(known: Knowledge) -> None:
    yesterday = known.today() - datetime.timedelta(1)
    replies, _ = respond(
        known, ["complaint"], "thisted", turn({}, date=yesterday.isoformat(), event="decision_received")
    )
    assert "Hjælp til at tælle" in replies[0].text


def test_a_day_told_after_the_answer_counts_once(known: Knowledge) -> None:
    yesterday = (known.today() - datetime.timedelta(1)).isoformat()
    memory = {"municipality": "thisted", "topics": ["complaint"]}
    told = turn({"date": yesterday, "event": "decision_received"}, **memory)
    first = list(ActionInform().answer(known, told)[0])
    assert "Hjælp til at tælle" in first[0].text
    later = turn({"age": "24"}, **memory, date=yesterday, event="decision_received")
    again = list(ActionInform().answer(known, later)[0])
    assert "Hjælp til at tælle" not in again[0].text
