"""Numbers out of many numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from benchmark.measures import milliseconds, percentile, spread

VALUES = some.lists(some.floats(0, 1e6, allow_nan=False), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0.001, 1)], ids=lambda value: str(value)
)
def test_of_1_to_100_a_percentile_is_its_own_number(share: float, expected: float) -> None:
    assert percentile([float(value) for value in range(100, 0, -1)], share) == expected


def test_of_one_value_each_percentile_is_that_value() -> None:
    assert percentile([7.0], 0.99) == 7.0


@given(VALUES, some.sampled_from([0.5, 0.9, 0.95, 0.99, 1.0]))
def test_a_percentile_is_one_of_the_values_and_the_smallest_that_covers_the_share(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_what_has_no_percentile_is_an_error(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_seconds_become_milliseconds() -> None:
    assert milliseconds([0.001, 0.002, 0.003]) == {"p50": 2.0, "p95": 3.0, "p99": 3.0}


def test_a_spread_keeps_every_repetition() -> None:
    assert spread([3.0, 1.0, 8.0]) == {"each": [3.0, 1.0, 8.0], "median": 3.0, "least": 1.0, "most": 8.0}
