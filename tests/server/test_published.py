import datetime
import json

import pytest

from bot.conversations.entry import CITIZEN, FEEDBACK, PERSON, ROBOT, Entry
from bot.server.published import button_of, pressed, published, robot_entry

AT = datetime.datetime(2026, 11, 29, 6, 30, tzinfo=datetime.timezone.utc)
MESSAGE = {
    "recipient_id": "a",
    "text": "Hvad passer på dig?",
    "custom": {"type": "question"},
    "buttons": [{"title": "Ja", "payload": "ja tak, det gælder mig"}, {"title": "Nej"}],
}


def stored(message: dict) -> Entry:
    new = robot_entry(message)
    return Entry(14, new.kind, AT, new.text, json.loads(json.dumps(new.data)), None, 13)


def test_a_robots_message_shows_its_buttons_without_their_meaning() -> None:
    shown = published(stored(MESSAGE))
    assert shown["buttons"] == [{"id": "14.0", "title": "Ja"}, {"id": "14.1", "title": "Nej"}]
    assert "ja tak" not in json.dumps(shown, ensure_ascii=False)
    assert (shown["answers"], shown["custom"]) == (13, {"type": "question"})


def test_what_a_button_means_is_found_by_its_id() -> None:
    place = button_of("14.0")
    assert place is not None
    meaning = pressed(stored(MESSAGE), place[1])
    assert meaning is not None
    assert (meaning.title, meaning.payload, meaning.does) == ("Ja", "ja tak, det gælder mig", None)


def test_a_button_without_a_meaning_of_its_own_means_its_title() -> None:
    meaning = pressed(stored(MESSAGE), 1)
    assert meaning is not None
    assert (meaning.title, meaning.payload) == ("Nej", "Nej")


WANTED = {"municipality": "thisted", "unit": None, "why": "asked", "way": "queue"}
OFFER = {
    "text": "En medarbejder er klar.",
    "custom": {"type": "contact", "person": WANTED, "understood": {"intent": "human"}},
    "buttons": [{"title": "Tal", "payload": "Tal", "does": "queue"}, {"title": "x", "payload": "x", "does": "delete"}],
}


def test_a_button_of_an_offer_says_what_it_does_and_for_whose_person() -> None:
    meaning = pressed(stored(OFFER), 0)
    assert meaning is not None
    assert (meaning.does, meaning.person) == ("queue", WANTED)
    assert [button.get("does") for button in published(stored(OFFER))["buttons"]] == ["queue", None]


def test_what_the_robot_took_a_message_for_is_not_published() -> None:
    assert "understood" not in published(stored(OFFER))["custom"]


@pytest.mark.parametrize("text", ["", "14", "14.", ".0", "a.b", "-1.0", "1.0.0", "²..0", "9999999999.0", "1.100"])
def test_what_is_no_buttons_id_names_none(text: str) -> None:
    assert button_of(text) is None


@pytest.mark.parametrize("index", [2, 99])
def test_a_button_that_is_not_there_means_nothing(index: int) -> None:
    assert pressed(stored(MESSAGE), index) is None


def test_nobody_but_the_robot_has_buttons() -> None:
    data = {"buttons": [{"title": "Ja", "payload": "/restart"}]}
    assert pressed(Entry(1, CITIZEN, AT, "hej", data, "message-1"), 0) is None
    assert pressed(None, 0) is None


@pytest.mark.parametrize("message", [{}, {"text": None}, {"text": "a", "buttons": None}, {"custom": "x", "text": "a"},
                                     {"buttons": ["x", {"payload": "a"}]}])  # fmt: skip
def test_whatever_rasa_says_becomes_an_entry(message: dict) -> None:
    assert robot_entry(message).kind == ROBOT


def test_a_citizens_entry_keeps_what_was_passed_on_to_itself() -> None:
    shown = published(Entry(1, CITIZEN, AT, "Ja", {"passed": "ja tak"}, "message-1"))
    assert (shown["client_id"], "passed" in json.dumps(shown)) == ("message-1", False)


def test_a_comment_on_an_answer_does_not_come_back() -> None:
    shown = published(Entry(5, FEEDBACK, AT, "dumt svar", {"about": 4, "useful": False}))
    assert (shown["about"], shown["useful"]) == (4, False)


def test_a_person_is_shown_with_name_and_unit() -> None:
    sender = {"name": "Inge", "unit": "Visitationen"}
    assert published(Entry(6, PERSON, AT, "Hej", {"sender": sender}))["sender"] == sender
