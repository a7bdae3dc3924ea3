"""The hundredth message beside the first."""

from __future__ import annotations

import pytest

from benchmark.growth import MESSAGES, figures
from benchmark.plan import Outcome, Sent
from bot.standards.model import Content

BODY = '[{"text": "hej"}]'


def outcome(milliseconds: list[float]) -> Outcome:
    sent = tuple(Sent("c", "t", 200, one / 1000, 0.0, BODY) for one in milliseconds)
    return Outcome(sent, 1.0, 0.0)


def test_the_curve_is_the_median_over_the_conversations(content: Content) -> None:
    slow, usual, fast = ([float(base + number) for number in range(MESSAGES)] for base in (900, 10, 5))
    found = figures(outcome([*slow, *usual, *fast]), content)
    assert found["conversations"] == 3
    assert found["curve_ms"] == pytest.approx(usual)


def test_the_ends_are_compared_by_one_message_and_by_ten(content: Content) -> None:
    times = [10.0] * 10 + [15.0] * 80 + [20.0] * 10
    found = figures(outcome(times), content)
    assert (found["last_to_first"], found["late_to_early"]) == (2.0, 2.0)


def test_one_lucky_message_does_not_decide_about_ten(content: Content) -> None:
    times = [40.0] + [10.0] * 98 + [1.0]
    found = figures(outcome(times), content)
    assert (found["last_to_first"], found["late_to_early"]) == (0.025, 1.0)


def test_a_conversation_that_was_cut_off_counts_as_far_as_it_went(content: Content) -> None:
    found = figures(outcome([10.0] * MESSAGES + [20.0] * 5), content)
    assert found["conversations"] == 1
    assert found["curve_ms"][:6] == [15.0] * 5 + [10.0]


def test_where_none_came_to_its_end_there_is_no_ratio(content: Content) -> None:
    found = figures(outcome([10.0] * 7), content)
    assert found["conversations"] == 0
    assert "last_to_first" not in found
