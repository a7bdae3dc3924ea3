"""Finds the least value of a smooth convex function of very many variables: L-BFGS, as Nocedal and Wright tell it.

SciPy has it with bounds, in double precision, and holds Python while it computes: for the two million weights of a
regression that took twice as long as the function itself, and two fits beside each other took as long as one behind
the other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
# A value with the slope there.
Function = Callable[[Array], tuple[float, Array]]

# Pairs of steps and changes of slope, from which the curvature is guessed.
_REMEMBERED = 10
# A step is taken when the value falls by this share of what the slope promised; a shorter one is tried otherwise.
_LEAST_FALL = 1e-4
_SHORTEST_TRIED = 0.1
_MOST_TRIALS = 20
# A pair with less curvature than this share of its change of slope tells nothing but rounding.
_LEAST_CURVATURE = 1e-7


def least(function: Function, start: Array, rounds: int) -> Array:
    """The point that at most `rounds` steps from `start` lead to; fewer where no step leads further down.

    The same function, start and rounds give the same point.
    """
    point, (value, slope) = start, function(start)
    pairs: deque[tuple[Array, Array, float]] = deque(maxlen=_REMEMBERED)
    for _ in range(rounds):
        direction = _downwards(slope, pairs)
        promised = _dot(slope, direction)
        if promised >= 0:
            break
        # The first direction is the bare slope, whose length says nothing of how far to go.
        length = 1.0 if pairs else min(1.0, 1.0 / float(np.abs(slope).sum()))
        for _ in range(_MOST_TRIALS):
            ahead = point + np.float32(length) * direction
            found, slope_there = function(ahead)
            if found <= value + _LEAST_FALL * length * promised:
                break
            length = _shorter(length, found - value, promised)
        else:
            break
        step, change = ahead - point, slope_there - slope
        curvature = _dot(step, change)
        if curvature > _LEAST_CURVATURE * _dot(change, change):
            pairs.append((step, change, 1 / curvature))
        point, value, slope = ahead, found, slope_there
    return point


def _downwards(slope: Array, pairs: deque[tuple[Array, Array, float]]) -> Array:
    """Where the function is guessed to be least, seen from the point with this slope: the recursion in two loops."""
    direction = -slope
    shares = []
    for step, change, inverse in reversed(pairs):
        share = np.float32(inverse * _dot(step, direction))
        direction -= share * change
        shares.append(share)
    if pairs:
        step, change, inverse = pairs[-1]
        direction *= np.float32(1 / (inverse * _dot(change, change)))
    for (step, change, inverse), share in zip(pairs, reversed(shares), strict=True):
        direction += (share - np.float32(inverse * _dot(change, direction))) * step
    return direction


def _shorter(length: float, rise: float, promised: float) -> float:
    """A shorter length: where the parabola through what was seen is least, within bounds."""
    best = -promised * length**2 / (2 * (rise - promised * length))
    return min(max(best, _SHORTEST_TRIED * length), length / 2)


def _dot(one: Array, other: Array) -> float:
    return float(one @ other)
