from pathlib import Path

import numpy as np
import pytest

from bot.understanding.network import Network

LABELS, TEXTS, WIDTH = 3, 240, 12
# Two numbers tell the labels together that none of them tells alone: whether their signs are alike.
_CHANCE = np.random.default_rng(5)
VECTORS = _CHANCE.normal(size=(TEXTS, WIDTH)).astype(np.float32) * np.arange(1, WIDTH + 1, dtype=np.float32)
KINDS = np.where(VECTORS[:, 2] > 8.0, 2, (VECTORS[:, 0] * VECTORS[:, 1] > 0).astype(int))


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.train(VECTORS, KINDS, LABELS)


def heard(network: Network) -> np.ndarray:
    return np.stack([network.probabilities(vector) for vector in VECTORS])


def test_it_learns_what_numbers_say_only_together(network: Network) -> None:
    assert (heard(network).argmax(axis=1) == KINDS).mean() > 0.9


def test_probabilities_add_up_to_one(network: Network) -> None:
    assert np.allclose(heard(network).sum(axis=1), 1, atol=1e-5)


def test_it_is_never_quite_certain(network: Network) -> None:
    assert heard(network).max() < 0.999


def test_the_same_examples_give_the_same_network(network: Network) -> None:
    again = Network.train(VECTORS, KINDS, LABELS)
    assert np.array_equal(heard(again), heard(network))


def test_sizes_of_numbers_make_no_difference(network: Network) -> None:
    sizes = np.logspace(-2, 2, WIDTH, dtype=np.float32)
    other = Network.train(VECTORS * sizes + 3, KINDS, LABELS)
    found = np.stack([other.probabilities(vector) for vector in VECTORS * sizes + 3])
    assert np.allclose(found, heard(network), atol=0.05)


def test_a_stored_network_says_exactly_the_same(network: Network, tmp_path: Path) -> None:
    np.savez(tmp_path / "network.npz", **network.arrays())
    with np.load(tmp_path / "network.npz", allow_pickle=False) as stored:
        loaded = Network.from_arrays({name: stored[name] for name in stored.files})
    assert loaded is not None
    assert np.array_equal(heard(loaded), heard(network))


def test_without_a_stored_one_there_is_none() -> None:
    assert Network.from_arrays({}) is None


def test_a_handful_of_examples_is_enough_to_learn_from() -> None:
    few = Network.train(VECTORS[:4], np.array([0, 1, 1, 0]), LABELS)
    assert [int(few.probabilities(vector).argmax()) for vector in VECTORS[:4]] == [0, 1, 1, 0]
