from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.understanding.danger import Danger
from bot.understanding.features import Features
from bot.understanding.network import Network
from bot.understanding.regression import sparse_matrix

TEXTS, WIDTH, TERMS = 400, 8, 6
_CHANCE = np.random.default_rng(11)
# The last of six terms and the sign of the first number of the embedding each tell something of danger.
DANGEROUS = _CHANCE.random(TEXTS) < 0.2
WORDS = _CHANCE.random((TEXTS, TERMS)) < 0.3
WORDS[:, -1] = np.where(_CHANCE.random(TEXTS) < 0.85, DANGEROUS, ~DANGEROUS)
VECTORS = _CHANCE.normal(size=(TEXTS, WIDTH)).astype(np.float32)
VECTORS[:, 0] = np.abs(VECTORS[:, 0]) * np.where(_CHANCE.random(TEXTS) < 0.85, DANGEROUS, ~DANGEROUS).astype(int)


def features(row: np.ndarray) -> Features:
    columns = np.flatnonzero(row)
    return Features(columns, np.ones(len(columns), np.float32))


def matrix() -> csr_matrix:
    pointers, columns = [0], []
    for row in WORDS:
        columns += np.flatnonzero(row).tolist()
        pointers.append(len(columns))
    return sparse_matrix((pointers, columns, [1.0] * len(columns)), TERMS)


@pytest.fixture(scope="module")
def danger() -> Danger:
    return Danger.train(matrix(), DANGEROUS, VECTORS.__getitem__)


def judged(danger: Danger, among_labels: float = 0.5) -> np.ndarray:
    seen = [danger.seen(features(row)) for row in WORDS]
    return np.array([danger.probability(one, vector, among_labels) for one, vector in zip(seen, VECTORS, strict=True)])


def misjudged(probabilities: np.ndarray) -> int:
    """How many calm texts look at least as dangerous as nine tenths of the dangers do."""
    return int((probabilities[~DANGEROUS] >= np.quantile(probabilities[DANGEROUS], 0.1)).sum())


def test_words_and_embedding_together_tell_danger_better_than_words_alone(danger: Danger) -> None:
    alone = np.array([danger.seen(features(row)) for row in WORDS])
    assert misjudged(judged(danger)) < misjudged(alone)


def test_what_all_labels_say_counts(danger: Danger) -> None:
    assert (judged(danger, 0.9) > judged(danger, 0.1)).all()


def test_what_no_model_knows_is_no_certainty(danger: Danger) -> None:
    unknown = Features(np.empty(0, np.int64), np.empty(0, np.float32))
    assert 0.0 < danger.seen(unknown) < 0.5


def test_without_an_embedding_the_words_are_learnt_alone() -> None:
    alone = Danger.train(matrix(), DANGEROUS, None)
    assert alone.network is None
    assert alone.seen(features(WORDS[DANGEROUS][0])) > 0.0


def test_stored_models_say_exactly_the_same(danger: Danger, tmp_path: Path) -> None:
    np.savez(tmp_path / "danger.npz", **danger.arrays())
    with np.load(tmp_path / "danger.npz", allow_pickle=False) as stored:
        loaded = Danger.from_arrays({name: stored[name] for name in stored.files})
    assert loaded is not None
    assert np.array_equal(judged(loaded), judged(danger))


def test_without_stored_models_there_are_none() -> None:
    assert Danger.from_arrays({}) is None


def test_without_an_embedding_a_slight_suspicion_is_no_danger_and_a_strong_one_is(danger: Danger) -> None:
    alone = Danger(danger.lexical, None)
    assert alone.probability(0.05, None, 0.05) < 0.05
    assert alone.probability(0.8, None, 0.8) > 0.8


def test_of_many_calm_texts_those_that_look_like_danger_are_all_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.understanding.danger._HARDEST", 40)
    monkeypatch.setattr("bot.understanding.danger._OTHERS", 43)
    # A hundred dangers and forty calm texts share a word; the other calm texts have another one.
    kinds = np.repeat([0, 1, 2], [100, 40, 860])
    word = sparse_matrix((list(range(len(kinds) + 1)), (kinds == 2).astype(int).tolist(), [1.0] * len(kinds)), 2)
    vectors = np.arange(len(kinds), dtype=np.float32)[:, None]
    given: list[np.ndarray] = []
    learn = Network.train

    def listening(vectors: np.ndarray, *rest: Any) -> Network:
        given.append(vectors[:, 0].astype(int))
        return learn(vectors, *rest)

    monkeypatch.setattr(Network, "train", listening)
    Danger.train(word, kinds == 0, vectors.__getitem__)
    assert np.bincount(kinds[given[0]]).tolist() == [100, 40, 43]
