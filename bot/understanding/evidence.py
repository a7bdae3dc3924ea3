"""Whether a part that was cut out of a message counts as a question of its own, or is half of another one.

"Hvem kan få det, og hvad koster det?" asks two things; "hvad I har brug for" in "... og hvad jeg har brug for" asks
nothing. Five signs decide, weighed by a logistic regression that `evaluation.evidence_weights` fits on messages and
parts that the models had not been trained on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.understanding.interpretation import topic_of
from bot.understanding.odds import log_odds, probability_of
from bot.understanding.several import Question

# In the order of the fields of Evidence; written down from `python -m evaluation.evidence_weights` on 30 November 2026.
# Fitted anew with other texts kept back (0.76, 0.47, 0.13, 0.25, 0.07, bias 0.58) they were no better on the sets.
WEIGHTS = (0.79, 0.45, 0.11, 0.3, 0.09)
BIAS = 0.34
# Beyond these odds (about 1 : 150) a sign gets no stronger.
_MOST_ODDS = 5.0
# Longer parts say no more about it.
_MOST_WORDS = 20


@dataclass(frozen=True)
class Evidence:
    """What speaks for a part being a question: odds on a logarithmic scale, and a number of words.

    sure   of the part's likeliest topic, to the part itself
    whole  of the same topic, to the whole message
    top    of the whole message's likeliest topic
    begins that a question begins with the part
    words  at most 20
    """

    sure: float
    whole: float
    top: float
    begins: float
    words: float

    @classmethod
    def of(cls, question: Question, confidence: float, label: str, whole: Mapping[str, float]) -> Evidence:
        """The evidence for a part whose likeliest `label` has `confidence`; `whole` is the message's ranking."""
        top = max((probability for name, probability in whole.items() if topic_of(name)), default=0.0)
        words = float(min(len(question.text.split()), _MOST_WORDS))
        return cls(_odds(confidence), _odds(whole.get(label, 0.0)), _odds(top), _odds(question.begins), words)

    def values(self) -> tuple[float, ...]:
        """The five numbers, in the order of WEIGHTS."""
        return (self.sure, self.whole, self.top, self.begins, self.words)


def asks_by_itself(evidence: Evidence) -> float:
    """How likely the part is a question of its own with that topic, 0..1."""
    odds = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, evidence.values(), strict=True))
    return probability_of(odds)


def _odds(probability: float) -> float:
    return log_odds(probability, _MOST_ODDS)
