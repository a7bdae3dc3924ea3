"""Whether a part of a message asks something or only tells: "jeg har adhd" beside "hvem gør rent"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.features import Features, Vectoriser, rows
from bot.understanding.regression import Linear, fit, sparse_matrix
from bot.understanding.text import fold

_STRENGTH, _ROUNDS = 10.0, 60
# A question mark says that something is asked, whatever the words look like.
_WITH_MARK = 0.1
# "..., når vi søger botilbud?" says when, and asks nothing by itself, whatever mark the sentence has. It may hold
# clauses of its own: "når de skal finde ud af, om hun har brug for det", "for at se, hvad hun kan".
_FINDING_OUT = r"(?:ud af|vurder\w*|afgoer\w*|undersoeg\w*|vide|ved|se|hoere|sikre|sikker)"
_SUBORDINATE = rf"(?:{_FINDING_OUT},?\s+(?:om|hvad|hvor\w*|hvilke\w*|hvem)\b|,\s*(?:at|som|der|fordi|til|indtil)\b)"
_MAIN = r"(?:,\s*\w|\b(?:hvad|hva|hvem|hvor\w*|hvilke\w*)\b)"
# "Hvor lang tid går der, fra man søger, til man får svar?"
_SPAN = r"(?:fra|til|indtil|inden|foer) (?:man|jeg|du|han|hun|vi|i|de|den|det|(?:min|mit|vores) \w+)"
_HANGS = re.compile(rf"^\W*(?:for at|naar|hvis|fordi|mens|imens|{_SPAN})\b(?:{_SUBORDINATE}|(?!{_MAIN}).)*$", re.DOTALL)
_WHERE_IT_HANGS = 0.95


@dataclass(frozen=True)
class Telling:
    """A regression over the n-grams of a part; its second column stands for telling."""

    model: Linear

    @classmethod
    def train(cls, asking: Sequence[str], telling: Sequence[str], vectoriser: Vectoriser) -> Telling:
        """Learn from parts that ask and parts that only tell; both must be given."""
        matrix = sparse_matrix(rows(vectoriser, [fold(text) for text in (*asking, *telling)]), len(vectoriser.columns))
        targets = np.array([0] * len(asking) + [1] * len(telling))
        return cls(fit(matrix, targets, 2, _STRENGTH, _ROUNDS))

    def probability(self, part: str, features: Features) -> float:
        """How likely `part` only tells, 0..1; `features` are its own, without the words that join it to others."""
        if _HANGS.match(fold(part)):
            return _WHERE_IT_HANGS
        tells = float(self.model.scored(features)[1])
        return tells * _WITH_MARK if part.rstrip().endswith("?") else tells
