"""From probabilities to a verdict: answer, ask "mente du", or say that the message was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.interpretation import NOT_UNDERSTOOD, topic_of

DANGER, OUT_OF_SCOPE = "danger", "out_of_scope"
# Labels that no part of a question has. Danger is decided before anything is cut.
NO_TOPICS = frozenset(
    "danger inform not_understood greet goodbye thank affirm deny dont_know help bot_challenge human not_helpful "
    "insult".split()
)
MOST_CANDIDATES = 3


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, 0..1, that a verdict needs. Measured on held-out questions, see docs/architecture.md.

    Those of danger were chosen on training examples that the models had not learnt from: sending somebody to help once
    too often is better than once too seldom.
    """

    answer: float = 0.50
    margin: float = 0.20
    answer_with_margin: float = 0.30
    danger: float = 0.01
    danger_of_part: float = 0.999
    danger_seen: float = 0.01
    danger_seen_in_part: float = 0.10
    beside_danger: float = 0.10
    outside: float = 0.04
    times_outside: float = 8.0
    candidate: float = 0.04
    part: float = 0.60
    part_unclear: float = 0.30
    part_clear: float = 0.80
    outside_beside: float = 0.3
    least_known_words: float = 0.25
    least_known_outside: float = 0.5


@dataclass(frozen=True)
class Verdict:
    """The label that was decided on, or NOT_UNDERSTOOD with the topics that may have been meant."""

    label: str
    confidence: float
    candidates: tuple[str, ...] = ()


def decide(ranking: Sequence[tuple[str, float]], known_words: float, thresholds: Thresholds) -> Verdict:
    """Judge a ranking of labels, of which danger was found not to be one.

    `known_words` is the share of words that training has seen.
    """
    ranking = without(ranking, DANGER)
    vague = ranking[0][0] == NOT_UNDERSTOOD
    if vague:
        ranking = without(ranking, NOT_UNDERSTOOD)
    (best, confidence), second = ranking[0], ranking[1][1] if len(ranking) > 1 else 0.0
    clear = confidence >= thresholds.answer or (
        confidence >= thresholds.answer_with_margin and confidence - second >= thresholds.margin
    )
    # What may well be a question for another service is asked back.
    outside = dict(ranking).get(OUT_OF_SCOPE, 0.0)
    if topic_of(best) and outside >= thresholds.outside and confidence < thresholds.times_outside * outside:
        clear = False
    # Words that nobody knows are no question for another service either.
    least = thresholds.least_known_outside if best == OUT_OF_SCOPE else thresholds.least_known_words
    if clear and not vague and known_words >= least:
        return Verdict(best, confidence)
    return Verdict(NOT_UNDERSTOOD, confidence, candidates(ranking, thresholds.candidate))


def without(ranking: Sequence[tuple[str, float]], label: str) -> tuple[tuple[str, float], ...]:
    """A ranking in which `label` is out of the question; its share goes to the others."""
    rest = [(name, probability) for name, probability in ranking if name != label]
    total = sum(probability for _, probability in rest)
    return tuple((name, probability / total) for name, probability in rest) if total else tuple(ranking)


def candidates(ranking: Sequence[tuple[str, float]], least: float) -> tuple[str, ...]:
    """The likeliest topics, at most three, each with a probability of `least` or more."""
    topics = [(topic_of(label), probability) for label, probability in ranking]
    likely = [topic for topic, probability in topics if topic is not None and probability >= least]
    return tuple(likely[:MOST_CANDIDATES])
