"""Which parts count as questions of their own."""

import dataclasses

import pytest

from bot.understanding.evidence import Evidence, asks_by_itself
from bot.understanding.several import Question

WHOLE = {"ask/payment": 0.6, "ask/duration": 0.3, "greet": 0.1}
PART = Evidence.of(Question("hvor længe må man bo der", "", 0.9), 0.9, "ask/duration", WHOLE)


@pytest.mark.parametrize(("sign", "more"), [("sure", True), ("whole", True), ("begins", True)])
def test_each_sign_speaks_in_its_direction(sign: str, more: bool) -> None:
    stronger = dataclasses.replace(PART, **{sign: getattr(PART, sign) + 2})
    assert (asks_by_itself(stronger) > asks_by_itself(PART)) is more


def test_a_clear_part_that_the_whole_message_speaks_of_counts() -> None:
    assert asks_by_itself(PART) > 0.5


def test_half_a_sentence_that_the_message_does_not_speak_of_does_not_count() -> None:
    half = Evidence.of(Question("hvad jeg har brug for", "", 0.4), 0.4, "ask/assessment", WHOLE)
    assert asks_by_itself(half) < 0.5


def test_length_stops_telling_at_some_point() -> None:
    long, longer = (Evidence.of(Question("ord " * size, "", 0.9), 0.9, "ask/duration", WHOLE) for size in (20, 90))
    assert long.words == longer.words
