"""The best way to cut a message into parts that ask one thing each, and parts that only tell."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

    `boundaries` maps an offset to the probability of a boundary there, `judge` judges the part between two offsets. It
    takes most of the time, so it is asked for the parts alone that might be in the result.
    """
    ready = {place: _readier(probability) for place, probability in boundaries.items()}
    likely = sorted(ready, key=lambda place: -ready[place])[:_MOST_CUTS]
    cuts = [0, *sorted(place for place in likely if ready[place] >= _LEAST_BOUNDARY), len(text)]
    # The shortest way from the first cut to the last one. A way costs the negative logarithm of its likelihood, so that
    # it only gets dearer: what is too dear already, without its last part's judgement, is never judged.
    reached: dict[int, Segment | None] = {}
    ahead = [_Way(0.0, 0, None)]
    while len(text) not in reached:
        way = heapq.heappop(ahead)
        if way.end in reached:
            continue
        if way.last is not None and way.judged is None:
            heapq.heappush(ahead, way.with_last_judged(judge(*way.last)))
            continue
        reached[way.end] = way.judged
        index = cuts.index(way.end)
        for further, end in enumerate(cuts[index + 1 :], index + 1):
            inside = sum(_log(1 - ready[place]) for place in cuts[index + 1 : further])
            boundary = _log(ready[end]) if end < len(text) else 0.0
            heapq.heappush(ahead, _Way(way.cost - inside - boundary, end, (way.end, end)))
    parts: list[Segment] = []
    while (part := reached[parts[-1].start if parts else len(text)]) is not None:
        parts.append(part)
    return tuple(reversed(parts))


@dataclass(frozen=True, order=True)
class _Way:
    """A way of cutting the text up to `end`: its cost so far, its last part, and that part as it is judged."""

    cost: float
    end: int
    last: tuple[int, int] | None
    judged: Segment | None = None

    def with_last_judged(self, judged: Judged) -> _Way:
        assert self.last is not None
        asks, tells = -_log(1 - judged.tells) - _log(judged.clear), -_log(judged.tells)
        return _Way(self.cost + min(asks, tells), self.end, self.last, Segment(*self.last, asks <= tells))


def _readier(probability: float) -> float:
    return probability_of(log_odds(probability, _SUREST_ODDS) + _READINESS)


def _log(probability: float) -> float:
    return math.log(min(max(probability, 1 - _SUREST), _SUREST))
