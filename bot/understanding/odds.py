"""Probabilities as odds on a logarithmic scale, where evidence adds up, and back."""

from __future__ import annotations

import math


def log_odds(probability: float, most: float) -> float:
    """The logarithm of `probability` : 1 - `probability`, between -`most` and `most`.

    Nobody is surer than `most`: how far a probability is from 0 or 1 beyond that is no evidence.
    """
    if probability <= 0.0 or probability >= 1.0:
        return -most if probability <= 0.0 else most
    return min(max(math.log(probability) - math.log1p(-probability), -most), most)


def probability_of(odds: float) -> float:
    """The probability that belongs to odds on a logarithmic scale."""
    if odds < 0:
        return math.exp(odds) / (1 + math.exp(odds))
    return 1 / (1 + math.exp(-odds))
