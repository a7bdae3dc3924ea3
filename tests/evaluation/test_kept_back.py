"""Which training data is kept back."""

from hypothesis import given
from hypothesis import strategies as st

from evaluation.kept_back import divided


@given(st.integers(0, 200), st.integers(1, 20), st.integers(2, 10))
def test_every_line_is_either_taught_or_kept_in_its_order(count: int, together: int, one_of: int) -> None:
    taught, kept = divided(range(count), together, one_of)
    assert sorted([*taught, *kept]) == list(range(count))
    assert taught == sorted(taught)
    assert kept == sorted(kept)


def test_lines_that_stand_together_are_kept_together() -> None:
    assert divided("aabbccdd", 2, 2) == (["a", "a", "c", "c"], ["b", "b", "d", "d"])
