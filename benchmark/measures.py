"""Numbers out of many numbers."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least such a share of all values does not exceed (nearest rank).

    Raises ValueError where there is no value, or the share is not above 0 and at most 1.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile needs values and a share above 0 and at most 1")
    ordered = sorted(values)
    # In whole thousandths: .95 * 100 is a little more than 95 in floating point.
    rank = -(-round(share * 1000) * len(ordered) // 1000)
    return ordered[rank - 1]


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median, the 95th and the 99th percentile of some times in milliseconds."""
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(seconds, share) * 1000, 2) for name, share in shares.items()}


def spread(values: Sequence[float]) -> dict[str, object]:
    """Return all values of repetitions and their median, the least and the most."""
    return {
        "each": [round(value, 3) for value in values],
        "median": round(statistics.median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }
