"""Softmax regression over sparse and dense features: one column of weights for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Features
from bot.understanding.minimising import least

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """A trained regression. `weights` has one row for each feature and one column for each label."""

    weights: NDArray[np.floating]
    bias: Array

    def halved(self) -> Linear:
        """The same with its weights in half precision: half the memory, and no probability moves by a thousandth."""
        return Linear(self.weights.astype(np.float16), self.bias)

    def rows(self, columns: NDArray[np.int64] | slice) -> Array:
        """The weights of some features, in single precision."""
        return np.asarray(self.weights[columns], dtype=np.float32)

    def scored(self, features: Features) -> Array:
        """The probabilities of the labels of one text."""
        return self.probabilities(features.values @ self.rows(features.columns))

    def probabilities(self, scores: Array) -> Array:
        """Softmax of `scores` plus bias; one row of scores, or one row for each text."""
        return softmax(scores + self.bias)


def softmax(logits: Array) -> Array:
    """Probabilities that add up to one over the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), dtype=np.float32)


def sparse_matrix(rows: tuple[Sequence[int], Sequence[int], Sequence[float]], columns: int) -> csr_matrix:
    """The matrix of `features.rows`: pointers, columns and values."""
    from scipy import sparse  # only training needs it; starting an assistant does not wait for it

    pointers, indexes, values = rows
    return sparse.csr_matrix((np.array(values, np.float32), indexes, pointers), shape=(len(pointers) - 1, columns))


def fit(
    sparse_part: csr_matrix,
    dense_part: Array | None,
    targets: NDArray[np.int64],
    labels: int,
    strength: float,
    rounds: int,
    start: Linear | None = None,
) -> Linear:
    """Fit by L-BFGS, at most `rounds` rounds; the same input gives the same weights.

    `targets` holds the index of each row's label, below `labels`; `strength` is the inverse strength of regularisation.
    The rows of the weights are those of the sparse part, then those of the dense part. `start` holds weights of the
    sparse part and a bias that are near the result; fewer rounds are needed from there. scikit-learn fits the same
    model, but wants one matrix and works in double precision, which takes four times as long.
    """
    count, width = sparse_part.shape
    deep = 0 if dense_part is None else dense_part.shape[1]
    transposed = sparse_part.T.tocsr()
    wanted = np.zeros((count, labels), np.float32)
    wanted[np.arange(count), targets] = 1.0

    def loss_and_slope(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(width + deep + 1, labels)
        logits = sparse_part @ weights[:width] + weights[-1]
        if dense_part is not None:
            logits += dense_part @ weights[width:-1]
        highest = logits.max(axis=1, keepdims=True)
        exponentials = np.exp(logits - highest)
        total = exponentials.sum(axis=1, keepdims=True)
        misfit = float((np.log(total) + highest).sum(dtype=np.float64) - (logits * wanted).sum(dtype=np.float64))
        size = float(np.square(flat[:-labels]).sum(dtype=np.float64))
        error = (exponentials / total - wanted) / np.float32(count)
        slope = np.empty_like(weights)
        slope[:width] = transposed @ error
        if dense_part is not None:
            slope[width:-1] = dense_part.T @ error
        slope[-1] = error.sum(axis=0)
        slope[:-1] += weights[:-1] / np.float32(strength * count)
        return misfit / count + size / (2 * strength * count), slope.ravel()

    first = np.zeros((width + deep + 1, labels), np.float32)
    if start is not None:
        first[:width], first[-1] = start.weights, start.bias
    weights = least(loss_and_slope, first.ravel(), rounds).reshape(width + deep + 1, labels)
    return Linear(np.ascontiguousarray(weights[:-1]), weights[-1].copy())
