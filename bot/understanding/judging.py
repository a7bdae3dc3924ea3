"""What a message without places and greetings asks: by the statistics, once the rules have left it open."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from bot.understanding.classifier import Classifier, Heard, Ranking
from bot.understanding.decision import (
    DANGER,
    MOST_CANDIDATES,
    NO_TOPICS,
    OUT_OF_SCOPE,
    Thresholds,
    Verdict,
    candidates,
    decide,
    without,
)
from bot.understanding.embedding import Embedding, RecentReadings
from bot.understanding.evidence import Evidence, asks_by_itself
from bot.understanding.interpretation import ASK, INFORM, topic_of
from bot.understanding.remembering import Remembered
from bot.understanding.several import Part, Question, Several, questions_among
from bot.understanding.tagging import Array
from bot.understanding.text import fold, sentences

# A question shorter than this share of its message has a story around it.
_QUESTION_SHARE = 0.8
_QUESTION_MARK = "?"
# Questions repeat, and of one message the same part is judged as a question, as a sentence and, where it is all, as
# the whole: an embedding takes most of the time.
_REMEMBERED_TEXTS = 1_000


class Judgement(NamedTuple):
    """A label, or several topics; `ranking` is of all labels.

    `candidates` are topics that may have been meant, beside danger those that may be asked for, too.
    """

    label: str
    confidence: float
    ranking: Ranking
    topics: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class _Asked(NamedTuple):
    """A question beside others, with its likeliest label."""

    question: Question
    label: str
    confidence: float

    def evidence(self, whole: Ranking) -> Evidence:
        """The evidence for it to count; `whole` is the ranking of the whole message."""
        return Evidence.of(self.question, self.confidence, self.label, dict(whole))


class Judge:
    """Judges by a classifier, and by what finds several questions in a message."""

    def __init__(
        self,
        classifier: Classifier,
        several: Several | None,
        thresholds: Thresholds,
        open_embedding: Callable[[], Embedding | None],
    ) -> None:
        """Without `several` a message has one question; `open_embedding` is called once, when it is needed."""
        self._classifier = classifier
        self._several = several
        self._thresholds = thresholds
        self._open_embedding = open_embedding
        self._heard: Remembered[str, Heard] = Remembered(_REMEMBERED_TEXTS)
        self._topic_columns = [index for index, label in enumerate(classifier.labels) if topic_of(label)]

    @cached_property
    def _embedding(self) -> Embedding | None:
        # Who only remembers what others understand does without: it takes a second and half of the memory.
        opened = self._open_embedding()
        return None if opened is None else RecentReadings(opened)

    def judge(self, masked: str) -> Judgement:
        """Judge a message in which places are masked and words corrected."""
        parts = self._cut(masked)
        asked = questions_among(parts)
        danger = self._danger(masked, parts)
        if danger is not None:
            # What is asked beside it, however clearly, must not drown a cry for help.
            return self._dangerous(danger, asked, masked)
        topics = self._topics(asked, masked)
        if len(topics) > 1:
            # By what its parts ask for; the whole of it, the longest of texts, need not be embedded for that.
            return Judgement(ASK, min(topics.values()), self._classifier.rank(masked, None), tuple(topics))
        ranking = self._rank(masked)
        verdict = self._decided(masked, ranking)
        if verdict.label != OUT_OF_SCOPE:
            ranking, verdict = self._judge_question(masked, asked, ranking, verdict)
        topic = topic_of(verdict.label)
        if topic:
            return Judgement(ASK, verdict.confidence, ranking, (topic,))
        return Judgement(verdict.label, verdict.confidence, ranking, (), verdict.candidates)

    def parts(self, masked: str) -> tuple[tuple[str, Evidence], ...]:
        """The parts of a message that may be questions of their own, each with its likeliest label and its evidence.

        Empty for a message that is not cut.
        """
        asked = questions_among(self._cut(masked))
        if len(asked) < 2:
            return ()
        whole = self._rank(masked)
        heard = (_Asked(question, *self._among_others(question)) for question in asked)
        return tuple((part.label, part.evidence(whole)) for part in heard)

    def tag_evidence(self, masked: str) -> Array:
        """What is weighed for the tags of a message's segments: a row for each.

        Raises ValueError where nothing finds several questions.
        """
        if self._several is None:
            raise ValueError("no marked messages were learnt from")
        return self._several.evidence(masked, self._topics_heard)

    def warm(self) -> None:
        """Open the embedding, and have it read what the first message would have to wait for."""
        if self._embedding is not None:
            _ = self._embedding.read("").vector

    def _rank(self, text: str) -> Ranking:
        return self._hear(text).ranking

    def _hear(self, text: str) -> Heard:
        return self._heard.get(text, lambda: self._heard_anew(text))

    def _heard_anew(self, text: str) -> Heard:
        if self._danger_seen(text):
            # Neither danger nor that there is none is left to the n-grams, however sure they are.
            return self._classifier.hear(text, self._embedding, settled=math.inf)
        return self._classifier.hear(text, self._embedding)

    def _danger_seen(self, text: str) -> bool:
        """Whether the n-grams see the least danger: where they see none at all, the others do not make it certain."""
        return self._classifier.n_grams(text).danger >= self._thresholds.danger_seen

    def _cut(self, masked: str) -> tuple[Part, ...]:
        """The parts of a message, those that ask and those that tell."""
        if self._several is None:
            return ()
        return self._several.parts(masked, self._topics_heard, lambda: self._embedding)

    def _topics_heard(self, text: str) -> Array:
        """How probable each topic is to the n-grams of a text alone."""
        return self._classifier.n_grams(text).probabilities[self._topic_columns]

    def _judge_question(
        self, masked: str, asked: Sequence[Question], ranking: Ranking, verdict: Verdict
    ) -> tuple[Ranking, Verdict]:
        """The verdict of a message with a question in it; `ranking` and `verdict` are those of the whole message.

        A question is never mere information. Where the whole message names no topic clearly, and a story surrounds the
        question, the question weighs as much as the story.
        """
        if not asked or topic_of(verdict.label):
            return ranking, verdict
        if len(asked) == 1 and len(asked[0].text) < _QUESTION_SHARE * len(masked):
            ranking = _blended(ranking, self._rank(asked[0].text))
        if _QUESTION_MARK in masked:
            ranking = without(ranking, INFORM)
        return ranking, self._decided(masked, ranking)

    def _dangerous(self, confidence: float, asked: Sequence[Question], masked: str) -> Judgement:
        """Danger, with what is asked beside it: not lost, should there be none or when it is over."""
        ranking = self._rank(masked)
        topics = tuple(self._topics(asked, masked)) or candidates(ranking, self._thresholds.beside_danger)
        return Judgement(DANGER, confidence, ranking, (), topics[:MOST_CANDIDATES])

    def _danger(self, masked: str, parts: Sequence[Part]) -> float | None:
        """How probable danger is, where it is probable enough; None for all other messages."""
        whole = self._danger_of(masked, self._thresholds.danger_seen)
        # A cry for help among other things must not drown in them; but alone, what is long over sounds like one, too.
        # So it takes certainty, which nothing comes to that the n-grams see next to no danger in: it is not read.
        stretches = dict.fromkeys([*(part.text for part in parts), *sentences(masked)])
        least = self._thresholds.danger_seen_in_part
        cry = max((self._danger_of(stretch, least) for stretch in stretches), default=0.0)
        if whole >= self._thresholds.danger or cry >= self._thresholds.danger_of_part:
            return max(whole, cry)
        return None

    def _danger_of(self, text: str, least_seen: float) -> float:
        """How probable danger is in a text; 0 where the n-grams see less than `least_seen`."""
        return self._hear(text).danger if self._classifier.n_grams(text).danger >= least_seen else 0.0

    def _decided(self, masked: str, ranking: Ranking) -> Verdict:
        return decide(ranking, self._classifier.vectoriser.known_share(fold(masked)), self._thresholds)

    def _topics(self, asked: Sequence[Question], masked: str) -> dict[str, float]:
        """The topics of a message that asks several things, with confidences; empty for any other."""
        if len(asked) < 2:
            return {}
        heard = [_Asked(question, *self._among_others(question)) for question in asked]
        found, clear = self._counted(heard, self._classifier.rank(masked, None))
        if not clear or len(found) < 2:
            # The whole message is the longest of all texts: it is embedded where its n-grams leave a part in doubt.
            found, _ = self._counted(heard, self._rank(masked))
        return found

    def _counted(self, parts: Sequence[_Asked], whole: Ranking) -> tuple[dict[str, float], bool]:
        """The topics of the parts that count as questions, and whether none was in doubt; `whole` is the message's."""
        found: dict[str, float] = {}
        clear = True
        for part in parts:
            topic = topic_of(part.label)
            if topic is None:
                continue
            asks = asks_by_itself(part.evidence(whole))
            clear = clear and not self._thresholds.part_unclear < asks < self._thresholds.part_clear
            if asks >= self._thresholds.part:
                found.setdefault(topic, part.confidence)
        return found, clear

    def _among_others(self, question: Question) -> tuple[str, float]:
        """The likeliest label of a question beside other ones.

        What is told right before it weighs as much as the question alone, which is the shorter text, so that one alone
        is embedded. Who asks other questions of us is seldom out of scope with this one, and never greets in it.
        """
        ranking = self._rank(question.text)
        if question.told:
            ranking = _blended(ranking, self._classifier.rank(f"{question.told} {question.text}", None))
        possible = {
            label: probability * (self._thresholds.outside_beside if label == OUT_OF_SCOPE else 1.0)
            for label, probability in ranking
            if label not in NO_TOPICS
        }
        best = max(possible, key=lambda label: possible[label])
        return best, possible[best] / max(sum(possible.values()), 1e-6)


def _blended(one: Ranking, other: Ranking) -> Ranking:
    """The mean of two rankings over the same labels, best first."""
    second = dict(other)
    mean = [(label, (probability + second.get(label, 0.0)) / 2) for label, probability in one]
    return tuple(sorted(mean, key=lambda pair: (-pair[1], pair[0])))
