"""The statistical part: label probabilities, by n-grams first and with an embedding where needed."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.embedding import DIMENSIONS, Embedding, embed_all
from bot.understanding.features import Vectoriser, rows
from bot.understanding.neighbours import Neighbours
from bot.understanding.text import fold

_WEIGHTS_FILE, _VOCABULARY_FILE = "weights.npz", "vocabulary.json"
_FORMAT = 2
# Inverse strength of regularisation of both models, and the length of the embedding beside n-grams of length one.
_LEXICAL_STRENGTH, _JOINT_STRENGTH = 30.0, 100.0
_EMBEDDING_SCALE = 1.0
# Rounds of fitting: 160 to 200 until nothing moves, but the figures on unseen examples stand still from 60 on.
_ROUNDS = 80
# The weight of the neighbours in the (geometric) mean with the joint model, what a label without a vote keeps, and the
# factor that makes the mean's probabilities as sure as they are right. Chosen on examples of writers whose texts the
# models had not been trained on; docs/architecture.md has the figures.
_NEIGHBOURS_WEIGHT, _NO_VOTE, _SHARPNESS = 0.4, 1e-3, 1.2
# A term of a single example tells little and doubles the model.
_LEAST_DOCUMENTS = 2
# From this probability on the n-grams alone have decided.
_LEXICAL_CONFIDENCE = 0.85

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """A trained logistic regression: one column of `weights` for each label."""

    weights: Array
    bias: Array

    def probabilities(self, scores: Array) -> Array:
        """Softmax of `scores` plus bias."""
        logits = scores + self.bias
        exponentials = np.exp(logits - logits.max())
        return exponentials / exponentials.sum()


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

    @classmethod
    def train(
        cls, examples: Sequence[tuple[str, str]], embeddings: Sequence[Embedding], cache_dir: Path | None
    ) -> Classifier:
        """Learn from (text, label) pairs, texts in small letters; the same pairs give the same weights.

        `embeddings` share the work; without any, the n-grams alone are learnt.
        """
        texts = [text for text, _ in examples]
        folded = [fold(text) for text in texts]
        labels = tuple(sorted({label for _, label in examples}))
        targets = np.array([labels.index(label) for _, label in examples])
        vectoriser = Vectoriser.fit(folded, _LEAST_DOCUMENTS)
        # Stopping early is meant. Filters of warnings are not safe in threads, so this one stands outside them.
        warnings.filterwarnings("ignore", message="lbfgs failed to converge")
        if not embeddings:
            lexical = _fit(vectoriser, folded, targets, len(labels), _LEXICAL_STRENGTH, None)
            return cls(labels, vectoriser, lexical, None, None)
        vectors = embed_all(embeddings, texts, cache_dir)
        neighbours = Neighbours.train(vectors, targets, len(labels))
        dense = _centred(vectors, neighbours.centre)
        # The sparse products that fitting spends its time on run outside Python's lock: both models at once.
        with ThreadPoolExecutor(2) as pool:
            fit = partial(_fit, vectoriser, folded, targets, len(labels))
            lexical, joint = pool.map(fit, (_LEXICAL_STRENGTH, _JOINT_STRENGTH), (None, dense))
        return cls(labels, vectoriser, lexical, joint, neighbours)

    def rank(self, text: str, embedding: Embedding | None) -> tuple[tuple[str, float], ...]:
        """All labels with their probabilities, best first.

        `text` is in small letters. The embedding is asked only where the n-grams do not settle it; it knows
        Danish letters, so it gets them, while the n-grams see them folded.
        """
        columns, values = self.vectoriser.vector(fold(text))
        probabilities = self.lexical.probabilities(values @ self.lexical.weights[columns])
        undecided = probabilities.max() < _LEXICAL_CONFIDENCE
        if undecided and self.joint is not None and self.neighbours is not None and embedding is not None:
            vector = embedding.vector(text)
            dense = _centred(vector[None, :], self.neighbours.centre)[0]
            scores = values @ self.joint.weights[columns] + dense @ self.joint.weights[-DIMENSIONS:]
            probabilities = _mixed(self.joint.probabilities(scores), self.neighbours.probabilities(vector))
        order = np.argsort(-probabilities, kind="stable")
        return tuple((self.labels[index], float(probabilities[index])) for index in order)

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


def _mixed(joint: Array, votes: Array) -> Array:
    """The weighted geometric mean: a label needs both the words and the neighbours for it."""
    logits = (1 - _NEIGHBOURS_WEIGHT) * np.log(joint + 1e-6) + _NEIGHBOURS_WEIGHT * np.log(votes + _NO_VOTE)
    exponentials = np.exp(_SHARPNESS * (logits - logits.max()))
    return np.asarray(exponentials / exponentials.sum(), dtype=np.float32)


def _fit(
    vectoriser: Vectoriser,
    texts: Sequence[str],
    targets: NDArray[np.int64],
    labels: int,
    strength: float,
    dense: Array | None,
) -> Linear:
    # Only training needs these packages; starting an assistant does not wait for them.
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    pointers, columns, values = rows(vectoriser, texts)
    shape = (len(texts), len(vectoriser.columns))
    matrix = sparse.csr_matrix((np.array(values, dtype=np.float32), columns, pointers), shape=shape)
    if dense is not None:
        matrix = sparse.hstack([matrix, sparse.csr_matrix(dense)], format="csr")
    if labels < 2:
        return Linear(np.zeros((matrix.shape[1], labels), np.float32), np.zeros(labels, np.float32))
    model = LogisticRegression(C=strength, max_iter=_ROUNDS, tol=1e-3).fit(matrix, targets)
    weights, bias = model.coef_, model.intercept_
    if labels == 2:  # one column is enough for scikit-learn
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Linear(np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32))
