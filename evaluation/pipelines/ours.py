"""The pipelines that are made of Vejviser's own parts; all but the whole interpreter share masks and spelling."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.settings import ROOT
from bot.understanding import corrections
from bot.understanding.classifier import Classifier
from bot.understanding.courtesies import without_courtesies
from bot.understanding.embedding import (
    SENTENCE,
    Embedding,
    default_embedding,
    embed_all,
)
from bot.understanding.features import Vectoriser, rows
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.interpreter import Interpreter
from bot.understanding.neighbours import Neighbours
from bot.understanding.places import Places, load_places
from bot.understanding.spelling import Spelling
from bot.understanding.text import fold
from evaluation.pipelines import catalogue
from evaluation.pipelines.data import Pair, TrainingSet

Ranking = Sequence[tuple[str, float]]
Rank = Callable[[str], Ranking]
Array = NDArray[np.float32]

_PLACE_MASK = "kommunen"
# The settings of the classifier, here for the models that take its features apart.
_LEXICAL_STRENGTH, _DENSE_STRENGTH, _LEAST_DOCUMENTS = 30.0, 100.0, 2
_NEIGHBOURS = 15
_ARRAYS, _NAMES, _PREPARATION = "arrays.npz", "names.json", "preparation.json"


class NoEmbeddingError(RuntimeError):
    """A pipeline needs the embedding, and it is not installed or does not run here."""


class Preparation:
    """What happens to a text before any of our models sees it: masks, courtesies and, for questions, spelling."""

    def __init__(self, places: Places, spelling: Spelling) -> None:
        self._places = places
        self._gazetteer = Gazetteer(places)
        self._spelling = spelling

    @classmethod
    def learn(cls, pairs: Sequence[Pair]) -> tuple[Preparation, list[Pair]]:
        """The preparation that these training data give, and the pairs as the models learn them."""
        places = load_places(ROOT / "content")
        gazetteer = Gazetteer(places)
        prepared = [(masked(text, gazetteer), label) for text, label in pairs]
        return cls(places, Spelling.learn(text for text, _ in prepared)), prepared

    def question(self, text: str) -> str:
        """A text that somebody asks, as the models see it."""
        return self._spelling.corrected(masked(text, self._gazetteer))

    def save(self, directory: Path) -> None:
        """Write what `load` reads."""
        stored = {"places": self._places.dict(), "spelling": self._spelling.dump()}
        (directory / _PREPARATION).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Preparation:
        """Read what `save` wrote."""
        stored = json.loads((directory / _PREPARATION).read_text(encoding="utf-8"))
        return cls(Places.parse_obj(stored["places"]), Spelling.load(stored["spelling"]))


def masked(text: str, gazetteer: Gazetteer) -> str:
    """A text in small letters, without names of places, greetings and thanks."""
    return without_courtesies(corrections.masked(text, gazetteer.find(text), _PLACE_MASK))


class Model(Protocol):
    """Labels for a prepared text."""

    def rank(self, text: str) -> Ranking:
        """Labels with probabilities, best first."""

    def save(self, directory: Path) -> None:
        """Write the model into an existing folder."""


@dataclass(frozen=True)
class ClassifierModel:
    """The product's own classifier, whatever it is, with the embedding or without."""

    classifier: Classifier
    embedding: Embedding | None

    def rank(self, text: str) -> Ranking:
        """What the classifier says."""
        return self.classifier.rank(text, self.embedding)

    def save(self, directory: Path) -> None:
        """Write the classifier."""
        self.classifier.save(directory)


@dataclass(frozen=True)
class LinearModel:
    """Logistic regression over some families of n-grams (`vectoriser`), the embedding (`centre`), or both."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    vectoriser: Vectoriser | None
    centre: Array | None
    embedding: Embedding | None

    def rank(self, text: str) -> Ranking:
        """Probabilities by softmax."""
        scores = self.bias
        if self.vectoriser is not None:
            columns, values = self.vectoriser.vector(fold(text))
            scores = scores + values @ self.weights[columns]
        if self.centre is not None:
            scores = scores + _dense(self.embedding, text, self.centre) @ self.weights[-SENTENCE:]
        exponentials = np.exp(scores - scores.max())
        return _ranking(self.labels, exponentials / exponentials.sum())

    def save(self, directory: Path) -> None:
        """Write numbers and JSON."""
        arrays = {"weights": self.weights, "bias": self.bias}
        arrays |= {} if self.vectoriser is None else {"idf": self.vectoriser.idf}
        arrays |= {} if self.centre is None else {"centre": self.centre}
        terms = None if self.vectoriser is None else list(self.vectoriser.columns)
        _write(directory, {"labels": self.labels, "terms": terms}, arrays)


@dataclass(frozen=True)
class NeighboursModel:
    """The nearest training texts vote, each with its cosine."""

    labels: tuple[str, ...]
    targets: NDArray[np.int64]
    vectors: Array
    centre: Array
    embedding: Embedding

    def rank(self, text: str) -> Ranking:
        """The share of votes of each label."""
        similar = self.vectors @ _dense(self.embedding, text, self.centre)
        count = min(_NEIGHBOURS, len(similar))
        nearest = np.argpartition(-similar, count - 1)[:count]
        votes = np.zeros(len(self.labels), np.float32)
        np.add.at(votes, self.targets[nearest], np.maximum(similar[nearest], 1e-6))
        return _ranking(self.labels, votes / votes.sum())

    def save(self, directory: Path) -> None:
        """Write numbers and JSON."""
        arrays: dict[str, NDArray[Any]] = {"targets": self.targets, "vectors": self.vectors, "centre": self.centre}
        _write(directory, {"labels": self.labels}, arrays)


@dataclass(frozen=True)
class PlacedNeighboursModel:
    """The product's own neighbours, alone."""

    labels: tuple[str, ...]
    neighbours: Neighbours
    embedding: Embedding

    def rank(self, text: str) -> Ranking:
        """The share of votes of each label."""
        vector = self.embedding.read(text).vector[:SENTENCE]
        return _ranking(self.labels, self.neighbours.probabilities(vector, range(len(self.labels))))

    def save(self, directory: Path) -> None:
        """Write numbers and JSON."""
        _write(directory, {"labels": self.labels}, self.neighbours.arrays())


def train(name: str, training: TrainingSet, cache_dir: Path, directory: Path) -> None:
    """Train a pipeline and write it into the empty `directory`.

    `cache_dir` holds the embeddings of the prepared texts, for the pipelines that share them. Raises
    NoEmbeddingError.
    """
    if name == catalogue.INTERPRETER:
        places = load_places(ROOT / "content")
        Interpreter.train(training.examples, places, None, training.phrases, training.several).save(directory)
        return
    preparation, pairs = Preparation.learn(training.pairs)
    preparation.save(directory)
    _model(name, pairs, cache_dir).save(directory)


def load(name: str, directory: Path) -> Rank:
    """The trained pipeline; it takes texts as they were written."""
    if name == catalogue.INTERPRETER:
        interpreter = Interpreter.load(directory)
        return lambda text: interpreter.parse(text).ranking
    preparation, model = Preparation.load(directory), _load_model(name, directory)
    return lambda text: model.rank(preparation.question(text))


def embed_training_texts(training: TrainingSet, cache_dir: Path) -> int:
    """Fill the cache that `train` reads; return the number of texts. Raises NoEmbeddingError."""
    _, pairs = Preparation.learn(training.pairs)
    return len(embed_all(_embedding(), [text for text, _ in pairs], cache_dir))


def _model(name: str, pairs: Sequence[Pair], cache_dir: Path) -> Model:
    if name == catalogue.NGRAMS:
        return ClassifierModel(Classifier.train(pairs, None, None), None)
    if name == catalogue.SHIPPED:
        embedding = default_embedding()
        return ClassifierModel(Classifier.train(pairs, embedding, None), embedding)
    texts = [text for text, _ in pairs]
    labels = tuple(sorted({label for _, label in pairs}))
    targets = np.array([labels.index(label) for _, label in pairs])
    if name in (catalogue.WORDS, catalogue.CHARACTERS):
        vectoriser = _family(_vectoriser(texts), "w:" if name == catalogue.WORDS else "c:")
        weights, bias = _fit(texts, targets, len(labels), vectoriser, None)
        return LinearModel(labels, weights, bias, vectoriser, None, None)
    embedding = _embedding()
    vectors = embed_all(embedding, texts, cache_dir)[:, :SENTENCE]
    if name == catalogue.PLACED:
        return PlacedNeighboursModel(labels, Neighbours.train(vectors, targets, len(labels)), embedding)
    centre = vectors.mean(axis=0)
    if name == catalogue.NEIGHBOURS:
        return NeighboursModel(labels, targets, _around(centre, vectors), centre, embedding)
    both = _vectoriser(texts) if name == catalogue.JOINT else None
    weights, bias = _fit(texts, targets, len(labels), both, _around(centre, vectors))
    return LinearModel(labels, weights, bias, both, centre, embedding)


def _load_model(name: str, directory: Path) -> Model:
    if name in (catalogue.NGRAMS, catalogue.SHIPPED):
        embedding = default_embedding() if name == catalogue.SHIPPED else None
        return ClassifierModel(Classifier.load(directory), embedding)
    names = json.loads((directory / _NAMES).read_text(encoding="utf-8"))
    labels = tuple(names["labels"])
    with np.load(directory / _ARRAYS, allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    if name == catalogue.NEIGHBOURS:
        return NeighboursModel(labels, arrays["targets"], arrays["vectors"], arrays["centre"], _embedding())
    if name == catalogue.PLACED:
        placed = Neighbours.from_arrays(arrays, len(labels))
        if placed is None:
            raise ValueError(f"{directory}: no neighbours in this model")
        return PlacedNeighboursModel(labels, placed, _embedding())
    vectoriser = None
    if names["terms"] is not None:
        vectoriser = Vectoriser({term: column for column, term in enumerate(names["terms"])}, arrays["idf"])
    centre = arrays.get("centre")
    embedding = None if centre is None else _embedding()
    return LinearModel(labels, arrays["weights"], arrays["bias"], vectoriser, centre, embedding)


def _embedding() -> Embedding:
    embedding = default_embedding()
    if embedding is None:
        raise NoEmbeddingError("the package of the embedding cannot be used on this machine")
    return embedding


def _vectoriser(texts: Sequence[str]) -> Vectoriser:
    return Vectoriser.fit([fold(text) for text in texts], _LEAST_DOCUMENTS)


def _family(vectoriser: Vectoriser, prefix: str) -> Vectoriser:
    """The vectoriser with the terms of one family alone."""
    kept = [term for term in vectoriser.columns if term.startswith(prefix)]
    idf = vectoriser.idf[[vectoriser.columns[term] for term in kept]]
    return Vectoriser({term: column for column, term in enumerate(kept)}, idf)


def _around(centre: Array, vectors: Array) -> Array:
    """Vectors of unit length around the centre of the training texts."""
    moved = vectors - centre
    return (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)).astype(np.float32)


def _dense(embedding: Embedding | None, text: str, centre: Array) -> Array:
    if embedding is None:
        raise NoEmbeddingError("a model with a centre needs the embedding")
    return _around(centre, embedding.read(text).vector[None, :SENTENCE])[0]


def _fit(
    texts: Sequence[str],
    targets: NDArray[np.int64],
    labels: int,
    vectoriser: Vectoriser | None,
    unit_vectors: Array | None,
) -> tuple[Array, Array]:
    """Weights (a row a feature, a column a label) and bias of a logistic regression."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    parts = []
    if vectoriser is not None:
        pointers, columns, values = rows(vectoriser, [fold(text) for text in texts])
        parts.append(sparse.csr_matrix((values, columns, pointers), shape=(len(texts), len(vectoriser.columns))))
    if unit_vectors is not None:
        parts.append(sparse.csr_matrix(unit_vectors))
    strength = _LEXICAL_STRENGTH if unit_vectors is None else _DENSE_STRENGTH
    matrix = sparse.hstack(parts, format="csr")
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(matrix, targets)
    weights, bias = model.coef_, model.intercept_
    if labels == 2:  # one column is enough for scikit-learn
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return np.array(weights.T, dtype=np.float32, order="C"), bias.astype(np.float32)


def _ranking(labels: Sequence[str], probabilities: Array) -> Ranking:
    order = np.argsort(-probabilities, kind="stable")
    return [(labels[index], float(probabilities[index])) for index in order]


def _write(directory: Path, names: Mapping[str, object], arrays: Mapping[str, NDArray[Any]]) -> None:
    np.savez(directory / _ARRAYS, **arrays)
    (directory / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
