"""The best way to cut a message into parts that ask one thing each, and parts that only tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.understanding.odds import log_odds, probability_of

# Places less likely than this are no boundaries; of the others the likeliest are tried.
_LEAST_BOUNDARY, _MOST_CUTS = 0.03, 8
# The boundaries were learnt from far more messages with one question than citizens with several write.
_READINESS = 2.0
_SUREST = 1 - 1e-4
_SUREST_ODDS = math.log(_SUREST) - math.log1p(-_SUREST)


class Segment(NamedTuple):
    """A part of a text from `start` to `end`, and whether it asks something."""

    start: int
    end: int
    asks: bool


class Judged(NamedTuple):
    """How likely a part only tells, and how likely its likeliest label is, both 0..1."""

    tells: float
    clear: float


def best_segmentation(
    text: str, boundaries: Mapping[int, float], judge: Callable[[int, int], Judged]
) -> tuple[Segment, ...]:
    """Cut `text` where boundaries, asking and clearness of the parts together are likeliest; at most nine parts.

    `boundaries` maps an offset to the probability of a boundary there, `judge` judges the part between two offsets.
    """
    ready = {place: _readier(probability) for place, probability in boundaries.items()}
    likely = sorted(ready, key=lambda place: -ready[place])[:_MOST_CUTS]
    cuts = [0, *sorted(place for place in likely if ready[place] >= _LEAST_BOUNDARY), len(text)]
    # best[index]: the score of the best one up to that cut, where its last segment begins, and whether that one asks
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]
    for end in range(1, len(cuts)):
        found: list[tuple[float, int, bool]] = []
        for start in range(end):
            judged = judge(cuts[start], cuts[end])
            score = best[start][0] + sum(_log(1 - ready[place]) for place in cuts[start + 1 : end])
            score += _log(ready[cuts[start]]) if start else 0.0
            found.append((score + _log(1 - judged.tells) + _log(judged.clear), start, True))
            found.append((score + _log(judged.tells), start, False))
        best.append(max(found))
    parts: list[Segment] = []
    index = len(cuts) - 1
    while index:
        _, start, asks = best[index]
        parts.append(Segment(cuts[start], cuts[index], asks))
        index = start
    return tuple(reversed(parts))


def _readier(probability: float) -> float:
    return probability_of(log_odds(probability, _SUREST_ODDS) + _READINESS)


def _log(probability: float) -> float:
    return math.log(min(max(probability, 1 - _SUREST), _SUREST))
