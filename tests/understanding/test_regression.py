"""The regression learns what it is shown, as scikit-learn would."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.understanding.features import Features
from bot.understanding.regression import Linear, fit, softmax

STRENGTH = 3.0


@pytest.fixture(scope="module")
def examples() -> tuple[sparse.csr_matrix, np.ndarray]:
    numbers = np.random.RandomState(7)
    targets = numbers.randint(0, 3, 90)
    words = sparse.csr_matrix((numbers.rand(90, 12) < 0.2 + 0.2 * (targets[:, None] == np.arange(12) % 3)), dtype="f4")
    return words, targets


def probabilities(learnt: Linear, words: sparse.csr_matrix) -> np.ndarray:
    """What is learnt says of each row."""
    rows = (words[row] for row in range(words.shape[0]))
    return np.stack([learnt.scored(Features(row.indices.astype(np.int64), row.data)) for row in rows])


def test_it_finds_the_same_probabilities_as_scikit_learn(examples: tuple[sparse.csr_matrix, np.ndarray]) -> None:
    words, targets = examples
    theirs = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-6).fit(words, targets).predict_proba(words)
    ours = fit(words, targets, 3, STRENGTH, rounds=500)
    assert np.abs(probabilities(ours, words) - theirs).max() < 0.01


def test_the_same_examples_give_the_same_weights(examples: tuple[sparse.csr_matrix, np.ndarray]) -> None:
    words, targets = examples
    first, second = (fit(words, targets, 3, STRENGTH, rounds=20) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)


def test_a_label_without_an_example_is_unlikely_and_nothing_breaks(
    examples: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, targets = examples
    learnt = fit(words, targets, 4, STRENGTH, rounds=100)
    assert probabilities(learnt, words)[:, 3].max() < 0.05


def test_softmax_stands_large_numbers() -> None:
    assert softmax(np.array([1000.0, 1000.0, -1000.0], dtype=np.float32)).tolist() == [0.5, 0.5, 0.0]


def test_half_precision_moves_no_probability_by_a_thousandth(
    examples: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, targets = examples
    learnt = fit(words, targets, 3, STRENGTH, rounds=100)
    moved = np.abs(probabilities(learnt.halved(), words) - probabilities(learnt, words)).max()
    assert 0 < moved < 0.001
