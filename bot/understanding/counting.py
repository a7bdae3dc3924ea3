"""Whether a part that was cut out of a message counts as a question of its own, or is half of another one.

"Hvem kan få det, og hvad koster det?" asks two things; "hvad I har brug for" in "... og hvad jeg har brug for" asks
nothing. Five signs decide, weighed by a logistic regression that `evaluation.counting` fits on messages and parts
that the models had not been trained on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.understanding.interpretation import topic_of
from bot.understanding.several import Question

# In the order of the fields of Evidence; written down from `python -m evaluation.counting`.
WEIGHTS = (0.60, 0.37, 0.18, -0.22, 0.05)
BIAS = -0.65
# Below and above these odds a topic is not heard in the whole message, and a part is beyond doubt.
_UNHEARD, _BEYOND_DOUBT = -4.5, 1.0
# Longer parts say no more about it.
_MOST_WORDS = 20


@dataclass(frozen=True)
class Evidence:
    """What speaks for a part being a question: odds on a logarithmic scale, and a number of words.

    sure   of the part's likeliest topic, to the part itself
    whole  of the same topic, to the whole message
    top    of the whole message's likeliest topic
    tells  that the part only tells
    words  at most 20
    """

    sure: float
    whole: float
    top: float
    tells: float
    words: float

    @classmethod
    def of(cls, question: Question, confidence: float, label: str, whole: Mapping[str, float]) -> Evidence:
        """The evidence for a part whose likeliest `label` has `confidence`; `whole` is the message's ranking."""
        top = max((probability for name, probability in whole.items() if topic_of(name)), default=0.0)
        words = float(min(len(question.text.split()), _MOST_WORDS))
        return cls(_odds(confidence), _odds(whole.get(label, 0.0)), _odds(top), _odds(question.tells), words)

    def values(self) -> tuple[float, ...]:
        """The five numbers, in the order of WEIGHTS."""
        return (self.sure, self.whole, self.top, self.tells, self.words)


def counts(evidence: Evidence) -> float:
    """How likely the part is a question of its own with that topic, 0..1."""
    if evidence.whole < _UNHEARD and evidence.sure < _BEYOND_DOUBT:
        return 0.0  # the whole message says nothing of it
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, evidence.values(), strict=True))
    return 1 / (1 + math.exp(-odds))


def _odds(probability: float) -> float:
    return math.log((probability + 1e-4) / (1 - probability + 1e-4))
