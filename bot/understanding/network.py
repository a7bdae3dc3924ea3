"""A network with one hidden layer over the embedding of a text: what the layers of the embedding say together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.regression import softmax

Array = NDArray[np.float32]

# Chosen on texts of writers whom the network had not learnt from (docs/architecture.md).
_HIDDEN = 384
_EPOCHS, _BATCH, _LEAST_STEPS = 15, 1024, 300
# Shares of the numbers that are left out at random while learning, so that none is relied on alone.
_LEFT_OUT, _LEFT_OUT_INSIDE = 0.3, 0.4
# A label is never quite certain, so probabilities stay honest.
_DOUBT = 0.05
# Each number of a text has this size in the mean; the numbers of one text that many texts share say little.
_SIZE = 0.19
_RATE, _DECAY, _SEED = 4e-3, 0.01, 20261130
# Adam, with the constants of Kingma and Ba.
_MEAN_FADES, _SQUARE_FADES, _TINY = 0.9, 0.999, 1e-8

_NAMES = ("inner", "inner_bias", "outer", "outer_bias")


@dataclass(frozen=True)
class Network:
    """Maps an embedding to probabilities of labels. `inner` has a row for each number of an embedding, `outer` a column
    for each label; both hold what half precision can tell, so that a stored network is the same.
    """

    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    @classmethod
    def train(
        cls,
        vectors: Array,
        targets: NDArray[np.int64],
        labels: int,
        hidden: int = _HIDDEN,
        sample_weights: Array | None = None,
    ) -> Network:
        """Learn from embeddings (one row each) and the index of each one's label, of `labels` labels.

        `hidden` is how many numbers stand between the two; `sample_weights` say how much each row counts, 1 in the
        mean.

        The same input gives the same network, on one kind of processor.
        """
        chance = np.random.default_rng(_SEED)
        centre = vectors.mean(axis=0)
        scale = np.float32(_SIZE) / np.maximum(vectors.std(axis=0), np.float32(1e-6))
        width = vectors.shape[1]
        weights = [
            chance.normal(0, math.sqrt(2 / width), (width, hidden)).astype(np.float32),
            np.zeros(hidden, np.float32),
            chance.normal(0, math.sqrt(1 / hidden), (hidden, labels)).astype(np.float32),
            np.zeros(labels, np.float32),
        ]
        wanted = np.full((len(targets), labels), _DOUBT / labels, np.float32)
        wanted[np.arange(len(targets)), targets] += 1 - _DOUBT
        counts = np.ones(len(targets), np.float32) if sample_weights is None else sample_weights
        batches = list(_batches(len(targets), chance))
        means, squares = ([np.zeros_like(one) for one in weights] for _ in range(2))
        for step, batch in enumerate(batches, 1):
            rate = _RATE / 2 * (1 + math.cos(math.pi * step / len(batches)))
            slopes = _slopes(weights, (vectors[batch] - centre) * scale, wanted[batch], counts[batch], chance)
            for one, mean, square, slope in zip(weights, means, squares, slopes, strict=True):
                mean += (1 - _MEAN_FADES) * (slope - mean)
                square += (1 - _SQUARE_FADES) * (slope * slope - square)
                fallen = mean / (1 - _MEAN_FADES**step)
                fallen /= np.sqrt(square / (1 - _SQUARE_FADES**step)) + _TINY
                if one.ndim > 1:
                    fallen += _DECAY * one
                one -= np.float32(rate) * fallen
        inner, outer = _as_stored(weights[0] * scale[:, None]), _as_stored(weights[2])
        return cls(inner, (weights[1] - centre @ inner).astype(np.float32), outer, weights[3])

    def probabilities(self, vector: Array) -> Array:
        """The probabilities of the labels, for the embedding of one text."""
        hidden = np.maximum(vector @ self.inner + self.inner_bias, 0)
        return softmax(hidden @ self.outer + self.outer_bias)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs, by name."""
        return {
            f"network_{name}": getattr(self, name) if name.endswith("bias") else getattr(self, name).astype(np.float16)
            for name in _NAMES
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Network | None:
        """The network that `arrays` gave, or None where `arrays` hold none."""
        if f"network_{_NAMES[0]}" not in arrays:
            return None
        return cls(*(arrays[f"network_{name}"].astype(np.float32) for name in _NAMES))


def _batches(count: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Which examples are learnt from together, step by step."""
    size = min(_BATCH, count)
    epochs = max(_EPOCHS, math.ceil(_LEAST_STEPS / (count // size)))
    for _ in range(epochs):
        order = chance.permutation(count)
        yield from (order[start : start + size] for start in range(0, count - size + 1, size))


def _slopes(
    weights: list[Array], given: Array, wanted: Array, counts: Array, chance: np.random.Generator
) -> list[Array]:
    """How the misfit of some examples changes with each weight."""
    inner, inner_bias, outer, outer_bias = weights
    given = given * _kept(given.shape, _LEFT_OUT, chance)
    before = given @ inner + inner_bias
    passed = _kept(before.shape, _LEFT_OUT_INSIDE, chance) * (before > 0)
    hidden = before * passed
    error = (softmax(hidden @ outer + outer_bias) - wanted) * (counts[:, None] / np.float32(len(given)))
    inside = (error @ outer.T) * passed
    return [given.T @ inside, inside.sum(axis=0), hidden.T @ error, error.sum(axis=0)]


def _kept(shape: tuple[int, ...], left_out: float, chance: np.random.Generator) -> Array:
    """Noughts for what is left out, and what makes up for them for the others."""
    return (chance.random(shape, dtype=np.float32) >= left_out) * np.float32(1 / (1 - left_out))


def _as_stored(weights: Array) -> Array:
    return weights.astype(np.float16).astype(np.float32)
