"""The questions of a message: where each stands, learnt from messages in which they are marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.boundaries import places, without_joining_words
from bot.understanding.embedding import Embedding
from bot.understanding.interpretation import topic_of
from bot.understanding.marked import Marked
from bot.understanding.regression import softmax
from bot.understanding.segment_signs import SegmentSigns
from bot.understanding.segment_topics import Hears, SegmentTopics
from bot.understanding.segments_in_context import SegmentsInContext
from bot.understanding.tagging import Array, Span, Tag, likeliest_tags, segments, tags_of
from bot.understanding.weighing_tags import evidence, weighed

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# A question that stands alone, of this many words: what is cut from it would be a mistake.
_WORDS_OF_QUESTION = range(3, 17)
# Of so many examples at most those are taken that stand alone and could be cut.
_ALONE = 4000
# How much a marked message counts beside one of these.
_WEIGHT_OF_MARKED = 3
# Where one tag of each segment is more probable than this to the signs alone, or to the signs and the topics together,
# no embedding is asked. To cut a message takes more: half of a question answered as another one is the worse mistake.
_SIGNS_SETTLE, _TOPICS_SETTLE, _TOPICS_CUT = 0.9, 0.75, 0.9
# How much the signs say in the (geometric) mean with the topics, and in that with the embedding.
_SIGNS_BESIDE_TOPICS, _SIGNS_IN_CONTEXT, _TINY = 0.5, 0.4, 1e-4


class Part(NamedTuple):
    """A part of a message, without the words that join it to others.

    asks    whether it asks something
    begins  how likely a question begins with it, 0..1
    """

    text: str
    asks: bool
    begins: float


class Question(NamedTuple):
    """A part of a message that asks something.

    told    what is told right before it, "" for nothing
    begins  how likely a question of its own begins with it, 0..1
    """

    text: str
    told: str
    begins: float


@dataclass(frozen=True)
class Several:
    """Finds the questions of a message: `signs` by what can be seen, `context` (None without one) by an embedding."""

    signs: SegmentSigns
    context: SegmentsInContext | None

    @classmethod
    def train(
        cls, messages: Sequence[Marked], examples: Sequence[tuple[str, str]], embedding: Embedding | None
    ) -> Several | None:
        """Learn from marked messages and from (text, label) pairs; None where there is too little of either."""
        texts = _evenly([text for text, label in examples if topic_of(label) and stands_alone(text)], _ALONE)
        alone = [(text, _one_question(text)) for text in texts if places(text)]
        marked = [(message.text, tags_of(message)) for message in messages]
        if not alone or not marked:
            return None
        signs = SegmentSigns.train([*marked * _WEIGHT_OF_MARKED, *alone])
        if embedding is None:
            return cls(signs, None)
        weights = [_WEIGHT_OF_MARKED] * len(marked) + [1] * len(alone)
        return cls(signs, SegmentsInContext.train([*marked, *alone], weights, embedding))

    def parts(self, text: str, hears: Hears, embedding: Callable[[], Embedding | None]) -> tuple[Part, ...]:
        """The parts of `text`, in order.

        `hears` gives the topics of a text as the n-grams hear them. `embedding` is called where that and the signs
        leave doubt: without one they decide.
        """
        spans = segments(text)
        if len(spans) == 1:
            return (Part(without_joining_words(text), True, 1.0),)
        probabilities = self._probabilities(text, spans, hears, embedding)
        tags = likeliest_tags(probabilities)
        firsts = [index for index, tag in enumerate(tags) if _begins_a_part(tags, index)]
        parts: list[Part] = []
        for first, behind in zip(firsts, [*firsts[1:], len(tags)], strict=True):
            part = without_joining_words(text[spans[first][0] : spans[behind - 1][1]])
            parts.append(Part(part, tags[first] is Tag.BEGINS, float(probabilities[first, Tag.BEGINS])))
        return tuple(parts)

    def evidence(self, text: str, hears: Hears) -> Array:
        """What the signs and topics of a text's segments give to be weighed: what the weights are fitted on."""
        return evidence(self.signs.probabilities(text), SegmentTopics.of(text, segments(text), hears))

    def _probabilities(
        self, text: str, spans: Sequence[Span], hears: Hears, embedding: Callable[[], Embedding | None]
    ) -> Array:
        by_signs = self.signs.probabilities(text)
        if _settled(by_signs, _SIGNS_SETTLE, _SIGNS_SETTLE):
            return by_signs
        topics = SegmentTopics.of(text, spans, hears)
        if not topics.compete:
            return by_signs
        quick = _mean(by_signs, weighed(by_signs, topics), _SIGNS_BESIDE_TOPICS)
        if self.context is None or _settled(quick, _TOPICS_SETTLE, _TOPICS_CUT):
            return quick
        opened = embedding()
        if opened is None:
            return quick
        return _mean(by_signs, self.context.probabilities(text, opened), _SIGNS_IN_CONTEXT)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs, by name."""
        return self.signs.arrays() | ({} if self.context is None else self.context.network.arrays())

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Several:
        """What `arrays` was given by."""
        return cls(SegmentSigns.from_arrays(arrays), SegmentsInContext.from_arrays(arrays))


def questions_among(parts: Sequence[Part]) -> tuple[Question, ...]:
    """The parts that ask, in order, each with what is told right before it."""
    found: list[Question] = []
    told = ""
    for part in parts:
        if part.asks:
            found.append(Question(part.text, told, part.begins))
        told = "" if part.asks else part.text
    return tuple(found)


def _settled(probabilities: Array, least: float, least_to_cut: float) -> bool:
    """Whether each segment has a tag that is probable enough; behind the first, one that begins a question cuts."""
    cuts = probabilities.argmax(axis=1) == Tag.BEGINS
    cuts[0] = False
    return bool((probabilities.max(axis=1) > np.where(cuts, least_to_cut, least)).all())


def _mean(one: Array, other: Array, says: float) -> Array:
    """The geometric mean of two tables of probabilities, in which the first says so much, 0..1."""
    return softmax(says * np.log(one + _TINY) + (1 - says) * np.log(other + _TINY))


def _begins_a_part(tags: Sequence[Tag], index: int) -> bool:
    """Whether a part begins with a segment: a question, or what is told behind one."""
    return tags[index] is Tag.BEGINS or (tags[index] is Tag.TELLS and (index == 0 or tags[index - 1] is not Tag.TELLS))


def _one_question(text: str) -> tuple[Tag, ...]:
    return (Tag.BEGINS, *(Tag.GOES_ON for _ in places(text)))


def _evenly(texts: Sequence[str], most: int) -> list[str]:
    """At most `most` of the texts, from all parts of them: examples stand sorted by their topics."""
    step = max(len(texts) / most, 1.0)
    return [texts[int(index * step)] for index in range(min(len(texts), most))]


def stands_alone(text: str) -> bool:
    """Whether a text is one sentence, and no longer than one that would be cut by mistake."""
    return len(text.split()) in _WORDS_OF_QUESTION and len(_SENTENCE.split(text.strip())) == 1
