import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.server.intake import Message, Refusal, clean, read

LIMIT = 100


def body(message: object, sender: object = "a") -> bytes:
    return json.dumps({"sender": sender, "message": message}).encode()


def test_a_message_is_read_as_it_was_written() -> None:
    assert read(body("Hvor længe venter jeg?"), LIMIT) == Message("a", "Hvor længe venter jeg?")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"message=hej", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b"[" * 60_000, "not_json"),
        (b"[]", "not_object"),
        (b'["hej"]', "not_object"),
        (b"null", "not_object"),
        (b'"hej"', "not_object"),
        (b"3", "not_object"),
        (b"{}", "sender"),
        (b'{"message": "hej"}', "sender"),
        (body("hej", sender=None), "sender"),
        (body("hej", sender=7), "sender"),
        (body("hej", sender=["a"]), "sender"),
        (body("hej", sender=""), "sender"),
        (body("hej", sender="   "), "sender"),
        (body("hej", sender="a" * 201), "sender"),
        (body("hej", sender="a\x00"), "sender"),
        (b'{"sender": "\\ud800", "message": "hej"}', "sender"),
        (b'{"sender": "a"}', "message"),
        (body(None), "message"),
        (body(7), "message"),
        (body(True), "message"),
        (body(["hej"]), "message"),
        (body({"text": "hej"}), "message"),
    ],
)
def test_what_a_program_got_wrong_is_a_bad_request(raw: bytes, reason: str) -> None:
    refusal = read(raw, LIMIT)
    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.reason) == (400, reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\t",
        "\u00a0\u2003",
        "😀",
        "👍🏽👩‍👩‍👧",
        "?!",
        "/",
        " / / ",
        "\x00\x07",
        "\u200b\u200d",
        "\ud800",
    ],
)
def test_a_text_without_a_word_is_asked_for_a_question(text: str) -> None:
    assert read(body(text), LIMIT) == Refusal(200, "empty", "a")


def test_a_text_over_the_limit_hears_its_length_and_the_limit() -> None:
    assert read(body("x" * 101), LIMIT) == Refusal(200, "too_long", "a", {"length": 101, "limit": 100})


def test_a_text_of_exactly_the_limit_is_read() -> None:
    assert read(body("x" * 100), LIMIT) == Message("a", "x" * 100)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("/restart", "restart"),
        ("  /restart", "restart"),
        ("\u2003/\u00a0//restart", "restart"),
        ("\u200b/restart", "restart"),
        ("/\x00/restart", "restart"),
        ('/ask{"municipality": "x"}', 'ask{"municipality": "x"}'),
        ("og/eller", "og/eller"),
        ("<b>hvor</b> <script>", "<b>hvor</b> <script>"),
        ("hvor\x07 læn\u00adge", "hvor længe"),
        ("a\u030a", "å"),
        ("to  blanke\t\ttegn", "to blanke tegn"),
        ("to\r\n\r\nlinjer", "to\nlinjer"),
        (" rand ", "rand"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("/ \u00a0\u200b\n\x00"))))
@example("/\u200b/")
def test_a_cleaned_text_never_begins_with_a_slash_or_white_space(text: str) -> None:
    assert not clean(text)[:1].isspace()
    assert not clean(text).startswith("/")


@given(st.text())
def test_a_cleaned_text_holds_nothing_invisible(text: str) -> None:
    kinds = {unicodedata.category(char) for char in clean(text) if char != "\n"}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co"})


@given(st.text())
@example("0\r\x1b\r0")
@example("e\u200b\u0301")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.binary())
def test_no_body_at_all_makes_reading_fail(raw: bytes) -> None:
    assert isinstance(read(raw, LIMIT), Refusal | Message)
