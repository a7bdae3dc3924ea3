"""The statistical part: label probabilities, by n-grams first and with an embedding where needed."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.danger import Danger
from bot.understanding.decision import DANGER
from bot.understanding.embedding import SENTENCE, Embedding, embed_all
from bot.understanding.features import Features, Vectoriser, rows
from bot.understanding.neighbours import Neighbours
from bot.understanding.network import Network
from bot.understanding.regression import Linear, fit, softmax, sparse_matrix, stacked
from bot.understanding.remembering import Remembered
from bot.understanding.text import fold

_WEIGHTS_FILE, _VOCABULARY_FILE = "weights.npz", "vocabulary.json"
_FORMAT = 9
# Inverse strength of regularisation, and rounds of fitting.
_LEXICAL_STRENGTH, _ROUNDS = 30.0, 100
# How much each says in the (geometric) mean of the n-grams, the network and the neighbours, and what a label keeps that
# the last two give nothing. Chosen on examples of writers whose texts the models had not been trained on;
# docs/architecture.md has the figures.
_LEXICAL_SAYS, _NETWORK_SAYS, _NEIGHBOURS_SAY, _NO_WEIGHT, _NO_VOTE = 0.6, 0.4, 0.4, 1e-4, 1e-2
# A label needs this share of what the likeliest one has, by words and network together, for its neighbours to be asked.
_POSSIBLE = 0.01
# A term of a single example tells little and doubles the model.
_LEAST_DOCUMENTS = 2
# From this probability on the n-grams alone have decided: on texts of other writers the embedding puts right 10 of the
# 600 between .80 and .90 and none wrong; from .70 on, one held-out question in 240 less was right.
_LEXICAL_CONFIDENCE = 0.80

# A message is taken apart in several ways, and the same part is asked for again and again.
_REMEMBERED_PARTS = 100

Array = NDArray[np.float32]


Ranking = tuple[tuple[str, float], ...]


class NGrams(NamedTuple):
    """What the n-grams of a text say alone: which they are, how probable each label is, and how probable danger."""

    features: Features
    probabilities: Array
    danger: float


class Heard(NamedTuple):
    """All labels with their probabilities, best first; and how probable danger is, which is judged for itself."""

    ranking: Ranking
    danger: float


@dataclass(frozen=True)
class Classifier:
    """Models over the same labels: `lexical` knows n-grams, `network` and `neighbours` the embedding.

    The last two are None without an embedding, `danger` where no example is one.
    """

    labels: tuple[str, ...]
    vectoriser: Vectoriser
    lexical: Linear
    network: Network | None
    neighbours: Neighbours | None
    danger: Danger | None
    _seen: Remembered[str, NGrams] = field(
        default_factory=lambda: Remembered(_REMEMBERED_PARTS), init=False, repr=False, compare=False
    )

    @classmethod
    def train(
        cls,
        examples: Sequence[tuple[str, str]],
        embedding: Embedding | None,
        cache_dir: Path | None,
        calm: Sequence[str] = (),
    ) -> Classifier:
        """Learn from (text, label) pairs, texts in small letters; the same pairs give the same weights.

        `calm` are texts without a label of their own of which no danger is known. Without an embedding, the n-grams
        alone are learnt.
        """
        texts = [text for text, _ in examples]
        folded = [fold(text) for text in texts]
        labels = tuple(sorted({label for _, label in examples}))
        targets = np.array([labels.index(label) for _, label in examples])
        vectoriser = Vectoriser.fit(folded, _LEAST_DOCUMENTS)
        matrix = sparse_matrix(rows(vectoriser, folded), len(vectoriser.columns))
        of_calm = sparse_matrix(rows(vectoriser, [fold(text) for text in calm]), len(vectoriser.columns))
        dangerous = np.array([*(label == DANGER for _, label in examples), *(False for _ in calm)])
        # What fits has a thread of its own, outside Python's lock, so that no core is left with nothing to do.
        with ThreadPoolExecutor(2) as pool:
            fitted = pool.submit(fit, matrix, targets, len(labels), _LEXICAL_STRENGTH, _ROUNDS)
            vectors = None if embedding is None else embed_all(embedding, texts, cache_dir)
            chosen = None if embedding is None or vectors is None else partial(_chosen, vectors, calm, embedding)
            every = stacked([matrix, of_calm])
            danger = pool.submit(Danger.train, every, dangerous, chosen) if dangerous.any() else None
            network, neighbours = None, None
            if vectors is not None:
                network = Network.train(vectors, targets, len(labels))
                neighbours = Neighbours.train(vectors[:, :SENTENCE], targets, len(labels))
            # As the stored model is, so that a model gives the same figures before and after loading.
            lexical = fitted.result().halved()
            return cls(labels, vectoriser, lexical, network, neighbours, None if danger is None else danger.result())

    def rank(self, text: str, embedding: Embedding | None) -> Ranking:
        """The ranking that `hear` gives."""
        return self.hear(text, embedding).ranking

    def hear(self, text: str, embedding: Embedding | None, settled: float = _LEXICAL_CONFIDENCE) -> Heard:
        """What all models say of a text in small letters.

        The embedding is asked only where no label is as probable as `settled` to the n-grams alone; it knows Danish
        letters, so it gets them, while the n-grams see them folded.
        """
        _, probabilities, danger = self.n_grams(text)
        vector = None
        undecided = probabilities.max() < settled
        if undecided and self.network is not None and self.neighbours is not None and embedding is not None:
            vector = embedding.read(text).vector
            probabilities = _mixed(probabilities, self.network.probabilities(vector), vector, self.neighbours)
        if self.danger is not None:
            danger = self.danger.probability(danger, vector, float(probabilities[self.labels.index(DANGER)]))
        order = np.argsort(-probabilities, kind="stable").tolist()
        ranking = ((self.labels[index], float(probabilities[index])) for index in order)
        return Heard(tuple(ranking), danger)

    def n_grams(self, text: str) -> NGrams:
        """What the n-grams of a text say alone; `text` is in small letters."""
        return self._seen.get(text, lambda: self._of_n_grams(text))

    def _of_n_grams(self, text: str) -> NGrams:
        features = self.vectoriser.vector(fold(text))
        danger = 0.0 if self.danger is None else self.danger.seen(features)
        return NGrams(features, self.lexical.scored(features), danger)

    def save(self, directory: Path) -> None:
        """Write the model as numbers and JSON; nothing that is executed on loading."""
        arrays: dict[str, NDArray[np.generic]] = {
            "idf": self.vectoriser.idf,
            "lexical_weights": self.lexical.weights,
            "lexical_bias": self.lexical.bias,
        }
        if self.network is not None and self.neighbours is not None:
            arrays |= {**self.network.arrays(), **self.neighbours.arrays()}
        if self.danger is not None:
            arrays |= self.danger.arrays()
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
        return cls(
            tuple(vocabulary["labels"]),
            Vectoriser(columns, arrays["idf"]),
            Linear(arrays["lexical_weights"], arrays["lexical_bias"]),
            Network.from_arrays(arrays),
            Neighbours.from_arrays(arrays, len(vocabulary["labels"])),
            Danger.from_arrays(arrays),
        )


def _chosen(vectors: Array, others: Sequence[str], embedding: Embedding, numbers: NDArray[np.int64]) -> Array:
    """The embeddings of the texts with these rising numbers: first come those that `vectors` has, then the `others`."""
    count = len(vectors)
    known, new = numbers[numbers < count], [others[number - count] for number in numbers[numbers >= count]]
    return np.concatenate([vectors[known], embed_all(embedding, new, None)])


def _mixed(lexical: Array, network: Array, vector: Array, neighbours: Neighbours) -> Array:
    """The weighted geometric mean: a label needs words, network and neighbours for it."""
    logits = _LEXICAL_SAYS * np.log(lexical + 1e-6) + _NETWORK_SAYS * np.log(network + _NO_WEIGHT)
    # Neighbours of a label that has nothing else for it would not help it, and reading all takes four times as long.
    possible = np.flatnonzero(logits >= logits.max() + math.log(_POSSIBLE))
    votes = neighbours.probabilities(vector[:SENTENCE], possible.tolist())
    return softmax(logits + _NEIGHBOURS_SAY * np.log(votes + _NO_VOTE))
