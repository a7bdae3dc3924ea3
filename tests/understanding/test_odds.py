import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.odds import log_odds, probability_of

MOST = 6.0


@given(st.floats(0.01, 0.99))
def test_odds_lead_back_to_their_probability(probability: float) -> None:
    assert probability_of(log_odds(probability, MOST)) == pytest.approx(probability)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_probable_is_never_less_odds(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert -MOST <= log_odds(low, MOST) <= log_odds(high, MOST) <= MOST


@given(st.floats(-1e6, 1e6))
def test_every_odds_is_a_probability(odds: float) -> None:
    assert 0 <= probability_of(odds) <= 1
