import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError

from bot.rasa.in_process import InProcessActions

ACTIONS = """
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

class Says(Action):
    def name(self):
        return "action_in_process_says"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=tracker.sender_id)
        return [SlotSet("said", True)]

class Declines(Action):
    def name(self):
        return "action_in_process_declines"
    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name())
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> InProcessActions:
    folder: Path = tmp_path_factory.mktemp("package")
    (folder / "actions_of_a_test.py").write_text(ACTIONS, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return InProcessActions("actions_of_a_test")
    finally:
        sys.path.remove(str(folder))


def run(endpoint: InProcessActions, action: str) -> Any:
    tracker = {"sender_id": "a", "slots": {}, "latest_message": {}, "events": [], "paused": False}
    tracker |= {"followup_action": None, "active_loop": {}, "latest_action_name": None}
    call = {"next_action": action, "tracker": tracker, "domain": {}}
    return asyncio.run(endpoint.request(json=call, method="post", timeout=1, compress=False))


def test_an_action_returns_what_it_said_and_the_events_it_made(endpoint: InProcessActions) -> None:
    result = run(endpoint, "action_in_process_says")
    assert [response["text"] for response in result["responses"]] == ["a"]
    assert [event["name"] for event in result["events"]] == ["said"]


@pytest.mark.parametrize(("action", "status"), [("action_in_process_declines", 400), ("action_unknown", 404)])
def test_failures_have_the_status_codes_of_an_action_server(
    endpoint: InProcessActions, action: str, status: int
) -> None:
    with pytest.raises(ClientResponseError) as error:
        run(endpoint, action)
    assert error.value.status == status
    assert action in error.value.text
