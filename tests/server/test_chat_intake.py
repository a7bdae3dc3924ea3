import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.server.bodies import RefusedError
from bot.server.chat_intake import (
    MOST_COMMENT_CHARS,
    Pressed,
    Typed,
    Verdict,
    message_of,
    municipality_of,
    number_of,
    verdict_of,
)

ID = "0b1c2d3e-0001"
READERS = [municipality_of, lambda body: message_of(body, 100), verdict_of]


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_a_typed_message_is_read() -> None:
    assert message_of(body(id=ID, text=" Hvad koster det? "), 100) == Typed(ID, "Hvad koster det?")


def test_a_press_of_a_button_is_read() -> None:
    assert message_of(body(id=ID, button="12.0"), 100) == Pressed(ID, "12.0")


def test_a_leading_slash_and_hidden_characters_are_taken_off() -> None:
    assert message_of(body(id=ID, text="/\u200b/greet\u202e"), 100) == Typed(ID, "greet")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": ID, "text": ""}, "empty"),
        ({"id": ID, "text": " ?!\u200b"}, "empty"),
        ({"id": ID, "text": "x" * 101}, "too_long"),
        ({"id": ID}, "bad_request"),
        ({"id": ID, "text": None}, "bad_request"),
        ({"id": ID, "text": ["a"]}, "bad_request"),
        ({"id": ID, "text": "a", "button": "1.0"}, "bad_request"),
        ({"id": ID, "button": "1" * 17}, "bad_request"),
        ({"id": "kort", "text": "hej"}, "bad_request"),
        ({"id": "x" * 65, "text": "hej"}, "bad_request"),
        ({"id": "a b c d e f", "text": "hej"}, "bad_request"),
        ({"id": 12345678, "text": "hej"}, "bad_request"),
        ({"text": "hej"}, "bad_request"),
    ],
)
def test_an_unusable_message_is_refused_with_its_reason(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(RefusedError) as raised:
        message_of(body(**fields), 100)
    assert raised.value.reason == reason


def test_a_verdict_is_read() -> None:
    assert verdict_of(body(number=4, useful=False, comment=" for langt ")) == Verdict(4, False, "for langt")


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 4},
        {"useful": True},
        {"number": "4", "useful": True},
        {"number": True, "useful": True},
        {"number": 4, "useful": 1},
        {"number": 4, "useful": True, "comment": 7},
        {"number": 4, "useful": True, "comment": "x" * (MOST_COMMENT_CHARS + 1)},
    ],
)
def test_an_unusable_verdict_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        verdict_of(body(**fields))


@pytest.mark.parametrize(("sent", "slug"), [(b"", None), (b"{}", None), (b'{"municipality": "koege"}', "koege")])
def test_a_conversation_begins_for_a_municipality_or_for_none(sent: bytes, slug: str | None) -> None:
    assert municipality_of(sent) == slug


@given(st.binary(max_size=200))
def test_any_body_at_all_is_read_or_refused(sent: bytes) -> None:
    for read in READERS:
        with contextlib.suppress(RefusedError):
            read(sent)


@pytest.mark.parametrize(
    ("header", "number"),
    [(None, 0), ("", 0), ("12", 12), (" 12 ", 12), ("-1", 0), ("x", 0), ("²", 0), ("9" * 40, 0)],
)
def test_the_number_seen_last_is_read(header: str | None, number: int) -> None:
    assert number_of(header) == number
