from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.understanding.danger import Danger
from bot.understanding.features import Features
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
    return Danger.train(matrix(), DANGEROUS, VECTORS)


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


def test_of_very_many_calm_texts_the_hardest_are_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.understanding.danger._HARDEST", 40)
    monkeypatch.setattr("bot.understanding.danger._OTHERS", 20)
    fewer = Danger.train(matrix(), DANGEROUS, VECTORS)
    assert misjudged(judged(fewer)) < misjudged(np.array([fewer.seen(features(row)) for row in WORDS]))
