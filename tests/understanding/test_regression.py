"""The regression learns what it is shown, as scikit-learn would."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.understanding.regression import fit, softmax

STRENGTH = 3.0


@pytest.fixture(scope="module")
def examples() -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    numbers = np.random.RandomState(7)
    targets = numbers.randint(0, 3, 90)
    words = sparse.csr_matrix((numbers.rand(90, 12) < 0.2 + 0.2 * (targets[:, None] == np.arange(12) % 3)), dtype="f4")
    return words, (numbers.randn(90, 4) + targets[:, None]).astype(np.float32), targets


@pytest.mark.parametrize("with_dense", [False, True])
def test_it_finds_the_same_probabilities_as_scikit_learn(
    examples: tuple[sparse.csr_matrix, np.ndarray, np.ndarray], with_dense: bool
) -> None:
    words, dense, targets = examples
    matrix = sparse.hstack([words, dense]).tocsr() if with_dense else words
    theirs = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-6).fit(matrix, targets).predict_proba(matrix)
    ours = fit(words, dense if with_dense else None, targets, 3, STRENGTH, rounds=500)
    assert np.abs(ours.probabilities(matrix @ ours.weights) - theirs).max() < 0.01


def test_the_same_examples_give_the_same_weights(
    examples: tuple[sparse.csr_matrix, np.ndarray, np.ndarray],
) -> None:
    words, dense, targets = examples
    first, second = (fit(words, dense, targets, 3, STRENGTH, rounds=20) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)


def test_a_label_without_an_example_is_unlikely_and_nothing_breaks(
    examples: tuple[sparse.csr_matrix, np.ndarray, np.ndarray],
) -> None:
    words, _, targets = examples
    learnt = fit(words, None, targets, 4, STRENGTH, rounds=100)
    assert learnt.probabilities(words @ learnt.weights)[:, 3].max() < 0.05


def test_softmax_stands_large_numbers() -> None:
    assert softmax(np.array([1000.0, 1000.0, -1000.0], dtype=np.float32)).tolist() == [0.5, 0.5, 0.0]


def test_half_precision_moves_no_probability_by_a_thousandth(
    examples: tuple[sparse.csr_matrix, np.ndarray, np.ndarray],
) -> None:
    words, dense, targets = examples
    learnt = fit(words, dense, targets, 3, STRENGTH, rounds=100)
    matrix = sparse.hstack([words, dense]).toarray()
    whole = learnt.probabilities(matrix @ learnt.rows(slice(None)))
    half = learnt.halved().probabilities(matrix @ learnt.halved().rows(slice(None)))
    assert 0 < np.abs(half - whole).max() < 0.001
