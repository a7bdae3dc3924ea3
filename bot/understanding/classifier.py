"""The statistical part: label probabilities, by n-grams first and with an embedding where needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.embedding import DIMENSIONS, Embedding, embed_all
from bot.understanding.features import Features, Vectoriser, rows
from bot.understanding.neighbours import Neighbours
from bot.understanding.regression import Linear, fit, softmax, sparse_matrix
from bot.understanding.remembering import Remembered
from bot.understanding.text import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_WEIGHTS_FILE, _VOCABULARY_FILE = "weights.npz", "vocabulary.json"
_FORMAT = 4
# Inverse strength of regularisation of both models, and the length of the embedding beside n-grams of length one.
_LEXICAL_STRENGTH, _JOINT_STRENGTH = 30.0, 100.0
_EMBEDDING_SCALE = 1.0
# Rounds of fitting: it takes some 200 until nothing moves. From the mean of the models of the halves, which are learnt
# first, examples of other writers come out as rightly with 70 as with 110.
_ROUNDS, _ROUNDS_OF_HALVES, _ROUNDS_FROM_HALVES = 100, 40, 70
# An example of whose label the n-grams of other examples are surer than this is no neighbour worth searching.
_KNOWN_ALREADY = 0.9
# How much each says in the (geometric) mean of the joint model, the n-grams alone and the neighbours, and what a label
# without a vote keeps. Chosen on examples of writers whose texts the models had not been trained on;
# docs/architecture.md has the figures.
_JOINT_SAYS, _LEXICAL_SAYS, _NEIGHBOURS_SAY, _NO_VOTE = 0.6, 0.1, 0.4, 1e-2
# A term of a single example tells little and doubles the model.
_LEAST_DOCUMENTS = 2
# From this probability on the n-grams alone have decided: on examples of other writers the embedding puts right 2 of
# the 400 between .80 and .85, and 12 of the 680 between .70 and .80.
_LEXICAL_CONFIDENCE = 0.80

# A message is taken apart in several ways, and the same part is asked for again and again.
_REMEMBERED_PARTS = 100

Array = NDArray[np.float32]


class NGrams(NamedTuple):
    """What the n-grams of a text say: which they are, and how probable each label is to them alone."""

    features: Features
    probabilities: Array


@dataclass(frozen=True)
class Classifier:
    """Models over the same labels: `lexical` knows n-grams, `joint` n-grams and the embedding, `neighbours` the latter.

    The last two are None without an embedding.
    """

    labels: tuple[str, ...]
    vectoriser: Vectoriser
    lexical: Linear
    joint: Linear | None
    neighbours: Neighbours | None
    _seen: Remembered[str, NGrams] = field(
        default_factory=lambda: Remembered(_REMEMBERED_PARTS), init=False, repr=False, compare=False
    )

    @classmethod
    def train(
        cls, examples: Sequence[tuple[str, str]], embedding: Embedding | None, cache_dir: Path | None
    ) -> Classifier:
        """Learn from (text, label) pairs, texts in small letters; the same pairs give the same weights.

        Without an embedding, the n-grams alone are learnt.
        """
        texts = [text for text, _ in examples]
        folded = [fold(text) for text in texts]
        labels = tuple(sorted({label for _, label in examples}))
        targets = np.array([labels.index(label) for _, label in examples])
        vectoriser = Vectoriser.fit(folded, _LEAST_DOCUMENTS)
        matrix = sparse_matrix(rows(vectoriser, folded), len(vectoriser.columns))
        if embedding is None:
            lexical = fit(matrix, None, targets, len(labels), _LEXICAL_STRENGTH, _ROUNDS)
            return cls(labels, vectoriser, lexical.halved(), None, None)
        probable, near = _learnt_by_halves(matrix, targets, len(labels))
        votes = np.flatnonzero(probable < _KNOWN_ALREADY)
        if not len(votes):
            votes = np.arange(len(texts))
        vectors = embed_all(embedding, texts, cache_dir)
        neighbours = Neighbours.train(vectors[votes], targets[votes], len(labels))
        dense = _centred(vectors, neighbours.centre)
        # The sparse products that fitting spends its time on run outside Python's lock: both models at once.
        with ThreadPoolExecutor(2) as pool:
            n_grams = pool.submit(fit, matrix, None, targets, len(labels), _LEXICAL_STRENGTH, _ROUNDS_FROM_HALVES, near)
            joint = pool.submit(fit, matrix, dense, targets, len(labels), _JOINT_STRENGTH, _ROUNDS_FROM_HALVES, near)
            # As the stored model is, so that a model gives the same figures before and after loading.
            return cls(labels, vectoriser, n_grams.result().halved(), joint.result().halved(), neighbours)

    def rank(
        self, text: str, embedding: Embedding | None, settled: float = _LEXICAL_CONFIDENCE
    ) -> tuple[tuple[str, float], ...]:
        """All labels with their probabilities, best first.

        `text` is in small letters. The embedding is asked only where no label is as probable as `settled` to the
        n-grams alone; it knows Danish letters, so it gets them, while the n-grams see them folded.
        """
        (columns, values), probabilities = self.n_grams(text)
        undecided = probabilities.max() < settled
        if undecided and self.joint is not None and self.neighbours is not None and embedding is not None:
            vector = embedding.vector(text)
            dense = _centred(vector[None, :], self.neighbours.centre)[0]
            scores = values @ self.joint.rows(columns) + dense @ self.joint.rows(slice(-DIMENSIONS, None))
            votes = self.neighbours.probabilities(vector)
            probabilities = _mixed(self.joint.probabilities(scores), probabilities, votes)
        order = np.argsort(-probabilities, kind="stable").tolist()
        return tuple(
            (self.labels[index], probability)
            for index, probability in zip(order, probabilities[order].tolist(), strict=True)
        )

    def n_grams(self, text: str) -> NGrams:
        """What the n-grams of a text say alone; `text` is in small letters."""
        return self._seen.get(text, lambda: self._of_n_grams(text))

    def _of_n_grams(self, text: str) -> NGrams:
        features = self.vectoriser.vector(fold(text))
        return NGrams(features, self.lexical.scored(features))

    def save(self, directory: Path) -> None:
        """Write the model as numbers and JSON; nothing that is executed on loading."""
        arrays: dict[str, NDArray[np.generic]] = {
            "idf": self.vectoriser.idf,
            "lexical_weights": self.lexical.weights,
            "lexical_bias": self.lexical.bias,
        }
        if self.joint is not None and self.neighbours is not None:
            arrays |= {"joint_weights": self.joint.weights, "joint_bias": self.joint.bias}
            arrays |= self.neighbours.arrays()
        np.savez(directory / _WEIGHTS_FILE, **arrays)
        vocabulary = {"format": _FORMAT, "labels": self.labels, "terms": list(self.vectoriser.columns)}
        (directory / _VOCABULARY_FILE).write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Classifier:
        """Read what `save` wrote. Raises ValueError for a model of another format."""
        vocabulary = json.loads((directory / _VOCABULARY_FILE).read_text(encoding="utf-8"))
        if vocabulary["format"] != _FORMAT:
            raise ValueError(f"{directory}: model format {vocabulary['format']}, expected {_FORMAT}: train again")
        with np.load(directory / _WEIGHTS_FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        columns = {term: column for column, term in enumerate(vocabulary["terms"])}
        joint = Linear(arrays["joint_weights"], arrays["joint_bias"]) if "joint_weights" in arrays else None
        return cls(
            tuple(vocabulary["labels"]),
            Vectoriser(columns, arrays["idf"]),
            Linear(arrays["lexical_weights"], arrays["lexical_bias"]),
            joint,
            Neighbours.from_arrays(arrays, len(vocabulary["labels"])),
        )


def _centred(vectors: Array, centre: Array) -> Array:
    """Vectors around the centre of the training texts: raw ones all point the same way."""
    moved = vectors - centre
    lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
    return (moved / lengths * _EMBEDDING_SCALE).astype(np.float32)


def _mixed(joint: Array, lexical: Array, votes: Array) -> Array:
    """The weighted geometric mean: a label needs both the words and the neighbours for it."""
    logits = _JOINT_SAYS * np.log(joint + 1e-6) + _LEXICAL_SAYS * np.log(lexical + 1e-6)
    return softmax(logits + _NEIGHBOURS_SAY * np.log(votes + _NO_VOTE))


def _learnt_by_halves(matrix: csr_matrix, targets: NDArray[np.int64], labels: int) -> tuple[Array, Linear]:
    """How probable each example's label is to n-grams that were learnt from the other half of the examples.

    With it the mean of the two halves' models, which is near the one of all examples.
    """
    even = np.arange(len(targets)) % 2 == 0
    found = np.zeros(len(targets), np.float32)

    def learn(half: NDArray[np.bool_]) -> Linear:
        learnt = fit(matrix[~half], None, targets[~half], labels, _LEXICAL_STRENGTH, _ROUNDS_OF_HALVES)
        judged = learnt.probabilities(matrix[half] @ learnt.weights)
        found[half] = judged[np.arange(len(judged)), targets[half]]
        return learnt

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(learn, (even, ~even))
    return found, Linear((one.weights + other.weights) / 2, (one.bias + other.bias) / 2)
