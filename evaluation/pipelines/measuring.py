"""The figures of one pipeline: everything that comes from asking it the held-out texts."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from bot.understanding.interpretation import TOPIC_PREFIX, topic_of
from evaluation import cases
from evaluation.noise import typing_errors

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[str], Ranking]
_FIRST = 3


def figures(rank: Rank, limit: int | None = None) -> dict[str, Any]:
    """Shares between 0 and 1, the median time, and for each question in order whether it was right ("1") or not.

    `limit` takes so many questions and messages only, spread over the sets: for a quick look.
    """
    questions = _spread([one for one in cases.questions() if len(one.topics) == 1], limit)
    messages = _spread(cases.outside(), limit)
    asked = [TOPIC_PREFIX + question.topics[0] for question in questions]
    clear, times = _timed(rank, [question.text for question in questions])
    outside, _ = _timed(rank, [message.text for message in messages])
    mistyped, _ = _timed(rank, [typing_errors(question.text) for question in questions])
    hits = [_best(ranking) == label for ranking, label in zip(clear, asked, strict=True)]
    among = [label in [name for name, _ in ranking[:_FIRST]] for ranking, label in zip(clear, asked, strict=True)]
    noisy = [_best(ranking) == label for ranking, label in zip(mistyped, asked, strict=True)]
    return {
        "questions": len(questions),
        "outside": len(messages),
        "first": _share(hits),
        "among_first_3": _share(among),
        "typing_errors": _share(noisy),
        "outside_auc": round(
            auc([likeliest_topic(one) for one in clear], [likeliest_topic(one) for one in outside]), 4
        ),
        "outside_no_topic": _share([topic_of(_best(one)) is None for one in outside]),
        "parse_ms": round(statistics.median(times) * 1000, 3),
        "hits": "".join("1" if hit else "0" for hit in hits),
    }


def likeliest_topic(ranking: Ranking) -> float:
    """The highest probability of any topic; labels that are no topic do not count."""
    return max((number for label, number in ranking if topic_of(label) is not None), default=0.0)


def auc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often something inside has a higher score than something outside; equal scores count half."""
    wins = sum((one > other) + 0.5 * (one == other) for one in inside for other in outside)
    return wins / (len(inside) * len(outside))


def sign_test(wins: int, losses: int) -> float:
    """The probability of a difference as large as this, or larger, if both were equally good (two-sided)."""
    total = wins + losses
    tail = sum(math.comb(total, count) for count in range(min(wins, losses) + 1))
    return float(min(1.0, 2 * tail / 2**total))


def _timed(rank: Rank, texts: Sequence[str]) -> tuple[list[Ranking], list[float]]:
    rankings, times = [], []
    for text in texts:
        started = time.perf_counter()
        rankings.append(rank(text))
        times.append(time.perf_counter() - started)
    return rankings, times


def _best(ranking: Ranking) -> str:
    return ranking[0][0] if ranking else ""


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0


def _spread(items: Sequence[Any], limit: int | None) -> list[Any]:
    if limit is None or limit >= len(items):
        return list(items)
    return [items[index * len(items) // limit] for index in range(limit)]
