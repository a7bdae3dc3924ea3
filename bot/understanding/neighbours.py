"""The likeliest labels of a text after the training texts that mean the most similar things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import simsimd
from numpy.typing import NDArray

Array = NDArray[np.float32]

# How many neighbours vote, and how fast a vote fades with the distance (per unit of cosine similarity).
_VOTERS = 20
_FADING = 16.0
# So near to the nearest there are mostly more than vote, and few in all.
_NEAR = 0.3
_LARGEST_WHOLE = 127
# The share of the plain sphere in the covariance within labels: 384 directions are many for some thousand texts.
_SHRINKAGE = 0.5


@dataclass(frozen=True)
class Neighbours:
    """The training texts in a space where what tells texts of one label apart counts little.

    `matrix` maps a centred embedding into that space (within-label covariance made round), `vectors` are the training
    texts there, one row each, in whole numbers up to 127: times the row's own number of `scales` they have unit length.
    That takes a quarter of the memory, less than half the time, and votes differ by a hundredth in the mean.
    `labels` holds the index of each row's label; rows stand in its order, so that those of one label are read alone.
    """

    centre: Array
    matrix: Array
    vectors: NDArray[np.int8]
    scales: Array
    labels: NDArray[np.int16]
    count: int

    @classmethod
    def train(cls, vectors: Array, labels: NDArray[np.int64], count: int) -> Neighbours:
        """Learn from embeddings (one row each) and the index of each one's label, of `count` labels."""
        centre = vectors.mean(axis=0)
        means = np.tile(centre, (count, 1))
        for label in np.unique(labels):
            means[label] = vectors[labels == label].mean(axis=0)
        rest = (vectors - means[labels]).astype(np.float64)
        covariance = rest.T @ rest / max(len(rest), 1)
        sphere = max(float(np.trace(covariance)) / len(covariance), 1e-9) * np.eye(len(covariance))
        sizes, directions = np.linalg.eigh((1 - _SHRINKAGE) * covariance + _SHRINKAGE * sphere)
        matrix = (directions / np.sqrt(sizes)).astype(np.float32)
        order = np.argsort(labels, kind="stable")
        placed = _unit((vectors[order] - centre) @ matrix)
        return cls(centre, matrix, *_whole(placed), labels[order].astype(np.int16), count)

    def probabilities(self, vector: Array, among: Sequence[int]) -> Array:
        """The share of the vote for each label, for the embedding of one text; texts of labels `among` vote alone.

        Without a text of any of them no label has a share.
        """
        rows = [slice(self._starts[label], self._starts[label + 1]) for label in among]
        rows = [one for one in rows if one.stop > one.start]
        if not rows:
            return np.zeros(self.count, np.float32)
        # It is read in whole numbers up to 127, too.
        whole, scale = _whole(_unit(((vector - self.centre) @ self.matrix)[None, :]))
        similarity = np.concatenate([self._times(whole, one) for one in rows]) * scale
        labels = np.concatenate([self.labels[one] for one in rows])
        nearest = _nearest(similarity)
        votes = np.exp(_FADING * (similarity[nearest] - similarity[nearest].max()))
        shares = np.bincount(labels[nearest], weights=votes, minlength=self.count)
        return (shares / shares.sum()).astype(np.float32)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the rows of each label begin, and where those of the last one end."""
        return [int(start) for start in np.searchsorted(self.labels, np.arange(self.count + 1))]

    def _times(self, whole: NDArray[np.int8], rows: slice) -> Array:
        products = np.asarray(simsimd.cdist(whole, self.vectors[rows], metric="dot"), dtype=np.float32)[0]
        return products * self.scales[rows]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs, by name."""
        return {
            "neighbours_centre": self.centre,
            "neighbours_matrix": self.matrix,
            "neighbours_vectors": self.vectors,
            "neighbours_scales": self.scales,
            "neighbours_labels": self.labels,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]], count: int) -> Neighbours | None:
        """The neighbours that `arrays` gave, or None where `arrays` hold none."""
        if "neighbours_vectors" not in arrays:
            return None
        return cls(
            arrays["neighbours_centre"].astype(np.float32),
            arrays["neighbours_matrix"].astype(np.float32),
            arrays["neighbours_vectors"].astype(np.int8),
            arrays["neighbours_scales"].astype(np.float32),
            arrays["neighbours_labels"].astype(np.int16),
            count,
        )


def _nearest(similarity: Array) -> NDArray[np.intp]:
    """Where the _VOTERS largest numbers stand, or all of fewer; in no order."""
    # Finding them among all takes longer than finding first who comes near the nearest.
    near = np.flatnonzero(similarity >= similarity.max() - _NEAR)
    if len(near) < _VOTERS:
        near = np.arange(len(similarity))
    voters = min(_VOTERS, len(near))
    return near[np.argpartition(-similarity[near], voters - 1)[:voters]]


def _unit(vectors: Array) -> Array:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return np.asarray(vectors / lengths, dtype=np.float32)


def _whole(vectors: Array) -> tuple[NDArray[np.int8], Array]:
    """Rows in whole numbers up to 127, and for each the number that gives its size back."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _LARGEST_WHOLE
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)
