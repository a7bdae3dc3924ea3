"""An action that fails apologises with the telephone number; it never leaves a citizen with silence."""

import logging
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Outcome, TurnAction
from actions.knowledge import Knowledge
from actions.turn import Turn
from bot.standards.model import Content

SECRET = "en hemmelig besked"


class Failing(TurnAction):
    """Fails as content or code might, with the citizen's text in the error."""

    def name(self) -> str:
        return "action_failing"

    def answer(self, known: Knowledge, turn: Turn) -> Outcome:
        raise RuntimeError(SECRET)


def tracker(**slots: Any) -> Tracker:
    message = {"intent": {"name": "ask"}, "entities": [], "text": SECRET}
    return Tracker("someone", slots, message, [], False, None, {}, "action_listen")


def run(**slots: Any) -> tuple[list[dict[str, Any]], list[Any]]:
    dispatcher = CollectingDispatcher()
    events = Failing().run(dispatcher, tracker(**slots), {})
    return dispatcher.messages, events


def test_a_failing_action_gives_the_number_of_the_citizen_s_municipality(content: Content) -> None:
    (message,), _ = run(municipality="thisted")
    contact = content.standards["thisted", "midlertidigt-botilbud"][-1].topics.contact
    assert contact is not None
    assert all(route.phone in message["text"] for route in contact.routes if route.phone)
    assert message["custom"]["type"] == "apology"


def test_a_failing_action_gives_every_number_where_the_municipality_is_unknown(content: Content) -> None:
    (message,), _ = run()
    assert all(item.name in message["text"] for item in content.municipalities.values())


def test_a_failing_action_changes_no_memory() -> None:
    assert run(municipality="thisted")[1] == []


def test_the_log_names_the_fault_and_never_the_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        run()
    assert "action_failing failed: RuntimeError" in caplog.text
    assert SECRET not in caplog.text
