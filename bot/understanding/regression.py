"""Softmax regression over sparse features: one column of weights for each label."""

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

    def scored(self, features: Features) -> Array:
        """The probabilities of the labels of one text."""
        weights = np.asarray(self.weights[features.columns], dtype=np.float32)
        return softmax(features.values @ weights + self.bias)


def softmax(logits: Array) -> Array:
    """Probabilities that add up to one over the last axis."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), dtype=np.float32)


def sparse_matrix(rows: tuple[Sequence[int], Sequence[int], Sequence[float]], columns: int) -> csr_matrix:
    """The matrix of `features.rows`: pointers, columns and values."""
    from scipy import sparse  # only training needs it; starting an assistant does not wait for it

    pointers, indexes, values = rows
    return sparse.csr_matrix((np.array(values, np.float32), indexes, pointers), shape=(len(pointers) - 1, columns))


def stacked(matrices: Sequence[csr_matrix]) -> csr_matrix:
    """One matrix with the rows of all, in their order."""
    from scipy import sparse

    return sparse.vstack(matrices, format="csr", dtype=np.float32)


def fit(features: csr_matrix, targets: NDArray[np.int64], labels: int, strength: float, rounds: int) -> Linear:
    """Fit by L-BFGS, at most `rounds` rounds; the same input gives the same weights.

    `features` has a row for each example, `targets` the index of its label, below `labels`; `strength` is the inverse
    strength of regularisation. scikit-learn fits the same model in double precision, which takes four times as long.
    """
    count, width = features.shape
    transposed = features.T.tocsr()
    wanted = np.zeros((count, labels), np.float32)
    wanted[np.arange(count), targets] = 1.0

    def loss_and_slope(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(width + 1, labels)
        logits = features @ weights[:-1] + weights[-1]
        highest = logits.max(axis=1, keepdims=True)
        exponentials = np.exp(logits - highest)
        total = exponentials.sum(axis=1, keepdims=True)
        misfit = float((np.log(total) + highest).sum(dtype=np.float64) - (logits * wanted).sum(dtype=np.float64))
        size = float(np.square(flat[:-labels]).sum(dtype=np.float64))
        error = (exponentials / total - wanted) / np.float32(count)
        slope = np.empty_like(weights)
        slope[:-1] = transposed @ error + weights[:-1] / np.float32(strength * count)
        slope[-1] = error.sum(axis=0)
        return misfit / count + size / (2 * strength * count), slope.ravel()

    weights = least(loss_and_slope, np.zeros((width + 1) * labels, np.float32), rounds).reshape(width + 1, labels)
    return Linear(np.ascontiguousarray(weights[:-1]), weights[-1].copy())
