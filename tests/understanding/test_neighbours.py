from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from bot.understanding.neighbours import Neighbours, _nearest

TEXTS, SIZE, LABELS = 1300, 24, 5
DRAWN = np.random.default_rng(7)
MIDDLES = DRAWN.normal(size=(LABELS, SIZE))
KINDS = DRAWN.integers(0, LABELS, TEXTS)


def around(kinds: NDArray[np.int64]) -> NDArray[np.float32]:
    """Vectors of unit length around the middles of their kinds, which overlap."""
    vectors = MIDDLES[kinds] + DRAWN.normal(scale=1.2, size=(len(kinds), SIZE))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS = around(KINDS)
ALL = range(LABELS)


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    return Neighbours.train(VECTORS, KINDS, LABELS)


def test_new_texts_mostly_have_the_label_of_the_texts_around_them(neighbours: Neighbours) -> None:
    kinds = DRAWN.integers(0, LABELS, 200)
    found = np.array([neighbours.probabilities(one, ALL).argmax() for one in around(kinds)])
    assert (found == kinds).mean() > 0.8


@pytest.mark.parametrize("row", [0, 511, 512, 1023, 1024, TEXTS - 1])
def test_every_training_text_is_nearest_to_itself(row: int) -> None:
    alone = Neighbours.train(VECTORS, np.arange(TEXTS), TEXTS)
    assert alone.probabilities(VECTORS[row], range(TEXTS)).argmax() == row


def test_votes_are_shares(neighbours: Neighbours) -> None:
    shares = neighbours.probabilities(VECTORS[3], ALL)
    assert shares.min() >= 0
    assert shares.sum() == pytest.approx(1, abs=1e-5)


@given(arrays(np.float32, st.integers(1, 60), elements=st.floats(-1, 1, width=32)))
def test_those_who_vote_are_the_nearest_wherever_the_others_stand(similarity: NDArray[np.float32]) -> None:
    voters = similarity[_nearest(similarity)]
    assert sorted(voters) == sorted(similarity)[-20:]


def test_texts_of_other_labels_do_not_vote(neighbours: Neighbours) -> None:
    shares = neighbours.probabilities(VECTORS[3], [1, 4])
    assert shares[[0, 2, 3]].tolist() == [0, 0, 0]
    assert shares.sum() == pytest.approx(1, abs=1e-5)


def test_among_labels_without_a_text_nobody_votes() -> None:
    first_two = KINDS < 2
    some = Neighbours.train(VECTORS[first_two], KINDS[first_two], LABELS)
    assert not some.probabilities(VECTORS[3], [2, 3]).any()


def test_rows_in_whole_numbers_vote_as_rows_in_real_numbers_do(neighbours: Neighbours) -> None:
    placed = (VECTORS - neighbours.centre) @ neighbours.matrix
    placed /= np.linalg.norm(placed, axis=1, keepdims=True)
    for asked in range(0, TEXTS, 50):
        cosines = placed @ placed[asked]
        nearest = np.argsort(-cosines)[:20]
        votes = np.bincount(KINDS[nearest], np.exp(16 * (cosines[nearest] - 1)), LABELS)
        assert neighbours.probabilities(VECTORS[asked], ALL) == pytest.approx(votes / votes.sum(), abs=0.03)


def test_stored_neighbours_vote_exactly_as_before(neighbours: Neighbours, tmp_path: Path) -> None:
    np.savez(tmp_path / "neighbours.npz", **neighbours.arrays())
    with np.load(tmp_path / "neighbours.npz") as stored:
        loaded = Neighbours.from_arrays({name: stored[name] for name in stored.files}, LABELS)
    assert loaded is not None
    for one in VECTORS[::100]:
        assert (loaded.probabilities(one, ALL) == neighbours.probabilities(one, ALL)).all()


def test_a_model_without_an_embedding_has_no_neighbours() -> None:
    assert Neighbours.from_arrays({}, LABELS) is None
