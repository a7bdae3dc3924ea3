"""The goals, from figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmark.goals import GOALS, bad_replies
from tests.benchmark.figures import figures, missed

Figures = dict[str, Any]


def rate(server: str, load: str, senders: str, value: float) -> Callable[[Figures], None]:
    def spoil(of: Figures) -> None:
        of["servers"][server]["loads"][load][senders]["per_second"]["median"] = value

    return spoil


def put(*path: str, value: Any) -> Callable[[Figures], None]:
    def spoil(of: Figures) -> None:
        for name in path[:-1]:
            of = of[name]
        of[path[-1]] = value

    return spoil


def test_with_good_figures_every_goal_is_reached() -> None:
    assert missed(figures()) == set()


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.name)
def test_every_goal_is_measured_by_a_whole_run(goal: Any) -> None:
    assert goal.measured(figures()) is not None


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (rate("shipped", "unseen", "8", 79), {"messages a second, unseen, 8 senders, against Rasa's default"}),
        (rate("shipped", "unseen", "32", 79), {"messages a second, unseen, 32 senders, against Rasa's default"}),
        (rate("shipped", "zipf", "8", 119), {"messages a second, zipf, 8 senders, against Rasa's default"}),
        (rate("shipped", "zipf", "32", 119), {"messages a second, zipf, 32 senders, against Rasa's default"}),
        (rate("shipped", "unseen", "1", 1), set()),
        (
            put("servers", "shipped", "loads", "unseen", "1", "ms", "p95", value=21),
            {"95th percentile, unseen, one sender, against Rasa's default"},
        ),
        (put("servers", "shipped", "start_seconds", "median", value=5.1), {"start to ready, against Rasa's default"}),
        (
            put("servers", "shipped", "memory_mb", "pss", "median", value=501),
            {"memory of all processes (PSS), against Rasa's default"},
        ),
        (
            put("growth", "shipped_rasa", "sqlite", "last_to_first", value=1.21),
            {"message 100 against message 1, SQLite, at Rasa's channel"},
        ),
        (
            put("scaling", "two", "loads", "unseen", "8", "per_second", "median", value=339),
            {"two processes against one, unseen, 8 senders"},
        ),
        (put("scaling", "order", "wrong_conversations", value=1), {"conversations at once with a wrong answer"}),
        (
            put("accuracy", "stock", "clear", "right", value=0.9801),
            {"right topic, against Rasa's default (difference of shares)"},
        ),
        (
            put("accuracy", "committed", value=0.9801),
            {"right topic, against the committed evaluation (difference of shares)"},
        ),
        (
            put("servers", "stock", "loads", "zipf", "1", "replies", "apology", value=1),
            {"replies that were no real ones"},
        ),
    ],
)
def test_a_figure_that_is_not_good_enough_misses_its_goal_and_no_other(
    spoil: Callable[[Figures], None], expected: set[str]
) -> None:
    spoilt = figures()
    spoil(spoilt)
    assert missed(spoilt) == expected


@pytest.mark.parametrize("part", ["servers", "growth", "scaling", "accuracy"])
def test_what_was_not_measured_misses_nothing(part: str) -> None:
    without = figures()
    del without[part]
    assert missed(without) == set()


def test_bad_replies_are_added_up_wherever_they_came() -> None:
    spoilt = figures()
    spoilt["servers"]["stock"]["loads"]["zipf"]["1"]["replies"]["empty"] = 2
    spoilt["growth"]["shipped"]["sqlite"]["replies"]["not_200"] = 3
    spoilt["scaling"]["two"]["loads"]["unseen"]["8"]["replies"]["apology"] = 4
    assert bad_replies(spoilt) == 9
