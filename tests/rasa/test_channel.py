import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    ConversationResumed,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.rasa.channel import WholeMessages, answered, read_message, take_back, without_prefix
from bot.rasa.tracker_store import ConversationTrackerStore


def collected(*messages: dict) -> list[dict]:
    channel = WholeMessages()

    async def send() -> None:
        for message in messages:
            await channel.send_response("a", message)

    asyncio.run(send())
    return channel.messages


def test_text_buttons_and_payload_of_one_message_stay_together() -> None:
    message = {
        "text": "Hvor?",
        "buttons": [{"title": "Her", "payload": "her"}],
        "custom": {"type": "question"},
    }
    assert collected(message) == [{"recipient_id": "a", **message}]


def test_a_text_of_several_paragraphs_stays_one_message() -> None:
    assert collected({"text": "Først.\n\nSå."}) == [{"recipient_id": "a", "text": "Først.\n\nSå."}]


def test_two_messages_stay_two() -> None:
    assert [message["text"] for message in collected({"text": "en"}, {"text": "to"})] == ["en", "to"]


def test_a_message_without_anything_to_show_is_left_out() -> None:
    assert collected({"text": None, "buttons": []}) == []


@pytest.mark.parametrize(
    "text", ["/greet", " /greet", "//greet", "/ /greet", "\u2003/greet", "\n/greet", '/greet{"a": 1}']
)
def test_a_text_with_a_slash_never_acts_as_an_intent(text: str) -> None:
    understood = YAMLStoryReader.unpack_regex_message(Message({"text": without_prefix(text)}))
    assert understood.get("intent") is None


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("/ \n\u00a0"))))
def test_no_text_at_all_comes_through_with_the_prefix_of_an_intent(text: str) -> None:
    assert not without_prefix(text).strip().startswith("/")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "hej",
        {},
        {"sender": "a"},
        {"message": "hej"},
        {"sender": 7, "message": "hej"},
        {"sender": "", "message": "hej"},
        {"sender": "a" * 251, "message": "hej"},
        {"sender": "a", "message": None},
        {"sender": "a", "message": "/"},
    ],
)
def test_what_is_not_a_message_is_not_read_as_one(body: object) -> None:
    assert read_message(body, 10) is None


def test_a_long_text_is_cut_before_it_reaches_rasa() -> None:
    assert read_message({"sender": "a", "message": "x" * 11}, 10) == ("a", "x" * 10, {})


# What a conversation's earlier sessions know.

LONG_AGO = (
    SessionStarted(),
    UserUttered("hvad koster det?", {"name": "ask"}, metadata={"message": 7}),
    BotUttered("Ikke noget."),
    ActionExecuted("action_listen"),
)
LATER = (SessionStarted(), SlotSet("pending", {"awaits": "municipality"}), ActionExecuted("action_listen"))
DOMAIN = Domain.from_dict({"slots": {"pending": {"type": "any", "mappings": [{"type": "custom"}]}}})


@pytest.fixture
def agent(tmp_path: Path) -> Any:
    store = ConversationTrackerStore(DOMAIN, url=f"sqlite:///{tmp_path}/trackers.sqlite")
    asyncio.run(store.save(DialogueStateTracker.from_events("a", [*LONG_AGO, *LATER], DOMAIN.slots)))
    return SimpleNamespace(tracker_store=store, lock_store=InMemoryLockStore())


def test_what_was_answered_in_a_session_that_has_ended_is_found_again(agent: Any) -> None:
    found = asyncio.run(answered(agent, "a", {"message": 7, "again": True}))
    assert found == [{"recipient_id": "a", "text": "Ikke noget."}]


def test_that_a_person_was_there_is_written_down_once_for_each_time(agent: Any) -> None:
    async def play() -> list[Event]:
        for moment in (1.5, 1.5, 2.5, 1.5):
            await take_back(agent, "a", moment)
            tracker = await agent.tracker_store.get_or_create_tracker("a")
            tracker.update_with_events(list(LATER), DOMAIN)
            await agent.tracker_store.save(tracker)
        return list((await agent.tracker_store.retrieve_full_tracker("a")).events)

    events = asyncio.run(play())
    assert [event.timestamp for event in events if isinstance(event, ConversationResumed)] == [1.5, 2.5]
