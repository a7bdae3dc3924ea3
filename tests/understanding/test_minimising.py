"""The least value is found, as by linear algebra or by SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from bot.understanding.minimising import Array, Function, least


def bowl(seed: int, size: int, spread: float) -> tuple[Function, Array]:
    """A quadratic function, whose curvatures differ by up to a factor, and the point where it is least."""
    numbers = np.random.default_rng(seed)
    turned, _ = np.linalg.qr(numbers.normal(size=(size, size)))
    matrix = (turned * np.geomspace(1, spread, size)) @ turned.T
    bottom = numbers.normal(size=size)

    def function(point: Array) -> tuple[float, Array]:
        away = point.astype(np.float64) - bottom
        return float(away @ matrix @ away) / 2, (matrix @ away).astype(np.float32)

    return function, bottom.astype(np.float32)


@given(st.integers(0, 10_000), st.integers(1, 30), st.floats(1, 100))
def test_the_bottom_of_a_bowl_is_found_from_anywhere(seed: int, size: int, spread: float) -> None:
    function, bottom = bowl(seed, size, spread)
    start = np.random.default_rng(seed + 1).normal(scale=5, size=size).astype(np.float32)
    assert least(function, start, 200) == pytest.approx(bottom, abs=2e-2)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 8))
def test_more_rounds_lead_further_down(seed: int, rounds: int) -> None:
    function, _ = bowl(seed, 20, 50)
    start = np.full(20, 3, np.float32)
    values = [function(least(function, start, some))[0] for some in (0, rounds, rounds + 1)]
    assert values[0] > values[1] >= values[2]


def test_it_comes_as_far_as_scipy() -> None:
    numbers = np.random.default_rng(3)
    points, kinds = numbers.normal(size=(200, 10)), numbers.integers(0, 2, 200) * 2 - 1

    def value(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = kinds * (points @ weights)
        loss = np.logaddexp(0, -margins).sum() + weights @ weights / 2
        return float(loss), points.T @ (-kinds / (1 + np.exp(margins))) + weights

    theirs = optimize.minimize(value, np.zeros(10), jac=True, method="L-BFGS-B").fun
    found = least(lambda at: (value(at)[0], value(at)[1].astype(np.float32)), np.zeros(10, np.float32), 60)
    assert value(found)[0] == pytest.approx(theirs, rel=1e-5)


def test_where_nothing_leads_down_the_start_is_the_answer() -> None:
    function, bottom = bowl(1, 5, 10)
    assert np.array_equal(least(lambda at: (1.0, np.zeros_like(at)), bottom, 10), bottom)
    assert function(least(function, bottom, 10))[0] <= function(bottom)[0]


def test_a_step_that_leads_too_far_is_taken_shorter() -> None:
    def steep(at: Array) -> tuple[float, Array]:
        return float(np.cosh(4 * at.astype(np.float64)).sum()), (4 * np.sinh(4 * at)).astype(np.float32)

    assert least(steep, np.array([2.0, -1.5], np.float32), 100) == pytest.approx(np.zeros(2), abs=1e-2)


def test_the_same_function_gives_the_same_point() -> None:
    function, _ = bowl(9, 30, 80)
    first, second = (least(function, np.zeros(30, np.float32), 25) for _ in range(2))
    assert np.array_equal(first, second)
