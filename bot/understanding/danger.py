"""Whether a text tells of danger: a question of its own beside which label it has, with models of its own.

Among some fifty labels danger is one, and what tells it from a calm story of the same words counts little there. Models
that learn nothing else, and what is hard to tell above all, take a third fewer calm texts for danger at the same number
of dangers seen (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Features
from bot.understanding.network import Network
from bot.understanding.odds import log_odds, probability_of
from bot.understanding.regression import Linear, fit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array = NDArray[np.float32]

_STRENGTH, _ROUNDS, _HIDDEN = 30.0, 100, 128
# The network learns from the calm texts that the n-grams take for danger soonest, and from some of the others.
_HARDEST, _OTHERS = 5_000, 3_000
# How much each says, as odds on a logarithmic scale: the n-grams, the network, and danger's share among all labels.
_N_GRAMS_SAY, _NETWORK_SAYS, _LABELS_SAY = 0.5, 1.0, 0.5
# Beyond these odds (1 : 160,000) nobody is surer.
_MOST_ODDS = 12.0
_PREFIX = "danger_"


@dataclass(frozen=True)
class Danger:
    """`lexical` knows n-grams, `network` the embedding (None without one); danger is the second label of both."""

    lexical: Linear
    network: Network | None

    @classmethod
    def train(
        cls, matrix: csr_matrix, dangerous: NDArray[np.bool_], vectors: Callable[[NDArray[np.int64]], Array] | None
    ) -> Danger:
        """Learn from texts of which some are `dangerous`: a row of `matrix` each (n-grams).

        `vectors` gives the embeddings of the texts with some numbers, one row each; without it the n-grams are alone.
        """
        targets = dangerous.astype(np.int64)
        lexical = fit(matrix, targets, 2, _STRENGTH, _ROUNDS)
        if vectors is None:
            return cls(lexical.halved(), None)
        columns = matrix @ lexical.weights + lexical.bias
        chosen = _worth_learning(columns[:, 1] - columns[:, 0], dangerous)
        return cls(lexical.halved(), Network.train(vectors(chosen), targets[chosen], 2, _HIDDEN))

    def seen(self, features: Features) -> float:
        """How likely danger is to the n-grams alone, 0..1."""
        return float(self.lexical.scored(features)[1])

    def probability(self, seen: float, vector: Array | None, among_labels: float) -> float:
        """How likely danger is, 0..1.

        `seen` is what the n-grams say, `vector` the embedding, `among_labels` how likely danger is beside other labels.
        Without an embedding the n-grams speak in the network's place, so that the same threshold holds.
        """
        n_grams = log_odds(seen, _MOST_ODDS)
        heard = n_grams
        if self.network is not None and vector is not None:
            heard = log_odds(float(self.network.probabilities(vector)[1]), _MOST_ODDS)
        labels = log_odds(among_labels, _MOST_ODDS)
        return probability_of(_N_GRAMS_SAY * n_grams + _NETWORK_SAYS * heard + _LABELS_SAY * labels)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs, by name."""
        of_network = {} if self.network is None else self.network.arrays()
        own: dict[str, NDArray[np.generic]] = {"weights": self.lexical.weights, "bias": self.lexical.bias}
        return {f"{_PREFIX}{name}": array for name, array in (own | of_network).items()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Danger | None:
        """The models that `arrays` gave, or None where `arrays` hold none."""
        own = {name.removeprefix(_PREFIX): array for name, array in arrays.items() if name.startswith(_PREFIX)}
        if "weights" not in own:
            return None
        lexical = Linear(own["weights"].astype(np.float16), own["bias"].astype(np.float32))
        return cls(lexical, Network.from_arrays(own))


def _worth_learning(scores: Array, dangerous: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which texts the network learns from, in their order: all dangers, the hardest calm ones and some of the rest."""
    calm = np.flatnonzero(~dangerous)
    calm = calm[np.argsort(-scores[calm], kind="stable")]
    rest = calm[_HARDEST:]
    some = rest[:: max(1, -(-len(rest) // _OTHERS))]
    return np.sort(np.concatenate([np.flatnonzero(dangerous), calm[:_HARDEST], some]))
