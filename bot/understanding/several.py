"""The questions of a message: where each stands, learnt from messages in which they are marked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.boundaries import Boundaries, only_joins, places, without_joining_words
from bot.understanding.features import Features, Vectoriser
from bot.understanding.interpretation import topic_of
from bot.understanding.marked import Marked
from bot.understanding.regression import Linear
from bot.understanding.segmentation import Judged, best_segmentation
from bot.understanding.telling import Telling

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# A question that stands alone, of this many words: what is cut from it would be a mistake.
_WORDS_OF_QUESTION = range(3, 17)
_LEAST_WORDS_TOLD = 3
# Marked messages are few beside the questions that stand alone.
_WEIGHT_OF_MARKED, _ALONE, _TOLD = 5, 4000, 4000
# Pairs of questions that nobody wrote together teach the form of boundaries; more of them teach nothing more.
_JOINED, _SEED = 3000, 7
_JOINTS = (" og ", ", og ", " samt ", ". og ", "? og ", "? ", ", ", " ", ". ", " og så ", "? ")
# How often a piece of a marked message is counted beside what is taken from the examples.
_BESIDE = 2


class Part(NamedTuple):
    """A part of a message, without the words that join it to others.

    asks   whether it asks something
    tells  how likely it asks nothing, 0..1
    """

    text: str
    asks: bool
    tells: float


class Question(NamedTuple):
    """A part of a message that asks something.

    told   what is told right before it, "" for nothing
    tells  how likely the part asks nothing after all, 0..1
    """

    text: str
    told: str
    tells: float


class Seen(NamedTuple):
    """What the classifier's n-grams say of a part: which they are, and how likely its likeliest topic is, 0..1."""

    features: Features
    clear: float


@dataclass(frozen=True)
class Several:
    """Finds the questions of a message."""

    boundaries: Boundaries
    telling: Telling

    @classmethod
    def train(
        cls, messages: Sequence[Marked], examples: Sequence[tuple[str, str]], vectoriser: Vectoriser
    ) -> Several | None:
        """Learn from marked messages and from (text, label) pairs; None where there is too little of either.

        `vectoriser` is the one whose features `parts` is given.
        """
        texts = [text for text, label in examples if topic_of(label)]
        pieces = [piece for message in messages for piece in message.pieces if len(piece.text.split()) > 1]
        asking = [without_joining_words(piece.text) for piece in pieces if piece.topic is not None]
        telling = [without_joining_words(piece.text) for piece in pieces if piece.topic is None]
        alone = _evenly([text for text in texts if _stands_alone(text)], _ALONE)
        told = _evenly([sentence for text in texts for sentence in _told(text)], _TOLD) or telling
        if not alone or not told:
            return None
        cut = [(message.text, boundaries_of(message)) for message in messages]
        whole: list[tuple[str, tuple[int, ...]]] = [(text, ()) for text in alone]
        boundaries = Boundaries.train([*cut * _WEIGHT_OF_MARKED, *whole, *_joined(alone, told)])
        return cls(boundaries, Telling.train([*asking * _BESIDE, *alone], [*telling * _BESIDE, *told], vectoriser))

    def parts(self, text: str, see: Callable[[str], Seen]) -> tuple[Part, ...]:
        """The parts of `text`, in order; `see` says what the classifier's n-grams say of one."""
        judged: dict[tuple[int, int], Judged] = {}

        def judge(start: int, end: int) -> Judged:
            part = text[start:end]
            seen = see(without_joining_words(part))
            judged[start, end] = Judged(self.telling.probability(part, seen.features), seen.clear)
            return judged[start, end]

        return tuple(
            Part(without_joining_words(text[start:end]), asks, judged[start, end].tells)
            for start, end, asks in best_segmentation(text, self.boundaries.probable(text), judge)
        )

    def dump(self) -> tuple[dict[str, Any], dict[str, NDArray[np.floating]]]:
        """What `load` needs: values for JSON, and arrays."""
        words = {"signs": dict(self.boundaries.weights), "bias": self.boundaries.bias}
        return words, {"telling_weights": self.telling.model.weights, "telling_bias": self.telling.model.bias}

    @classmethod
    def load(cls, words: dict[str, Any], arrays: dict[str, NDArray[np.floating]]) -> Several:
        """Read what `dump` gave."""
        telling = Telling(Linear(arrays["telling_weights"], arrays["telling_bias"].astype(np.float32)))
        return cls(Boundaries(words["signs"], words["bias"]), telling)


def questions_among(parts: Sequence[Part]) -> tuple[Question, ...]:
    """The parts that ask, in order, each with what is told right before it."""
    found: list[Question] = []
    told = ""
    for part in parts:
        if part.asks:
            found.append(Question(part.text, told, part.tells))
        told = "" if part.asks else part.text
    return tuple(found)


def boundaries_of(message: Marked) -> tuple[int, ...]:
    """The places of a marked message at which a part that asks begins or ends.

    Neighbours that ask for the same topic with nothing between them are one part.
    """
    text, found = message.text, places(message.text)
    merged: list[tuple[int, int, str]] = []
    for start, end, topic in message.spans():
        if merged and merged[-1][2] == topic and only_joins(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], end, topic)
        else:
            merged.append((start, end, topic))
    boundaries: set[int] = set()
    for start, end, _ in merged:
        before = [place for place in found if place <= start + 1 and only_joins(text[place:start])]
        behind = [place for place in found if place >= end - 1 and only_joins(text[end:place])]
        boundaries |= {*before[:1], *behind[:1]}
    return tuple(sorted(boundaries))


def _evenly(texts: Sequence[str], most: int) -> list[str]:
    """At most `most` of the texts, from all parts of them: examples stand sorted by their topics."""
    step = max(len(texts) / most, 1.0)
    return [texts[int(index * step)] for index in range(min(len(texts), most))]


def _stands_alone(text: str) -> bool:
    return len(text.split()) in _WORDS_OF_QUESTION and len(_SENTENCE.split(text.strip())) == 1


def _told(text: str) -> list[str]:
    """The sentences that stand before the question of a story."""
    sentences = _SENTENCE.split(text.strip())
    if len(sentences) < 2 or not sentences[-1].endswith("?"):
        return []
    return [one for one in sentences[:-1] if "?" not in one and len(one.split()) >= _LEAST_WORDS_TOLD]


def _joined(alone: Sequence[str], told: Sequence[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Questions that were written alone, put behind each other in the ways in which people do it."""
    chance = random.Random(_SEED)
    for _ in range(_JOINED):
        text, ends = "", []
        if chance.random() < 0.4:
            text = chance.choice(told).strip()
            ends.append(len(text))
        for index in range(2 if chance.random() < 0.8 else 3):
            if index:
                joint = chance.choice(_JOINTS)
                mark = joint[0] if joint[0] in ".,?" else ""
                ends.append(len(text) + len(mark))
                text += joint.rstrip()
            text = f"{text} {chance.choice(alone).rstrip('?.! ')}".strip()
        text += chance.choice(("?", "", "", "."))
        found = places(text)
        # The place of a boundary stands at most one blank behind the end of what is before it.
        yield text, tuple(min(near) for end in ends if (near := [place for place in found if end <= place <= end + 1]))
