import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.rasa.channel import WholeMessages, read_message, without_prefix


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
