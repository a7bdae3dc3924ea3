"""From the first letters on: which topics the words that were typed so far may mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.understanding import corrections
from bot.understanding.circumstances import circumstances_said
from bot.understanding.decision import DANGER
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.interpretation import NOT_UNDERSTOOD, Circumstance, Interpretation, topic_of
from bot.understanding.interpreter import Interpreter
from bot.understanding.places import Places
from bot.understanding.text import tokenise

# A topic that is less probable is not worth a line.
_LEAST_PROBABILITY = 0.05
# A shorter word stands inside too many others ("tid" in "fritid").
_LEAST_LETTERS_INSIDE = 4
_LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Found:
    """What typed words may mean. Fields that the words say nothing about are empty.

    topics         best first
    places         slugs of the municipalities that are named, covered or not
    circumstances  as in an Interpretation
    danger         whether the words tell of danger
    """

    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    circumstances: Mapping[str, Circumstance] = field(default_factory=dict)
    danger: bool = False


@dataclass(frozen=True)
class _Words:
    """The folded words of a topic's name, and all of its phrases as one line to look for parts of words in."""

    name: tuple[str, ...]
    line: str


class Finder:
    """Finds topics while one types: by the letters of their names, and by what the interpreter understands.

    Without an interpreter (nothing has been trained yet) the letters alone decide.
    """

    def __init__(
        self, topics: Mapping[str, tuple[str, str]], places: Places, interpreter: Interpreter | None = None
    ) -> None:
        """`topics` are the name and an example question of each topic, by its key."""
        self._topics = {
            topic: _Words(tuple(_folded(name)), " ".join(_folded(f"{name} {example}")))
            for topic, (name, example) in topics.items()
        }
        self._gazetteer = Gazetteer(places) if interpreter is None else interpreter.gazetteer
        self._names_of_places = {" ".join(_folded(name)) for name, _ in places.names()}
        self._interpreter = interpreter

    def find(self, text: str) -> Found:
        """Find what a text may mean; also the text of somebody who has not typed all of it yet."""
        read = text[:_LONGEST_TEXT]
        mentions = [one for one in self._gazetteer.find(read) if not self._towards_a_topic(one.text)]
        said = circumstances_said(read, datetime.date.today().year)
        spans = [(place.start, place.end) for place in mentions] + [(one.start, one.end) for one in said]
        words = _folded(read, spans)
        understood = self._understood(read)
        return Found(
            topics=tuple(dict.fromkeys(self._ranked(words, understood))),
            places=tuple(dict.fromkeys(place.slug for place in corrections.meant(read, mentions))),
            circumstances={one.name: one.value for one in said},
            danger=understood.intent == DANGER,
        )

    def _towards_a_topic(self, mention: str) -> bool:
        """Whether what looks like a misspelled place is the beginning of a topic's name: "vurde" is not yet Varde."""
        words = _folded(mention)
        if " ".join(words) in self._names_of_places:
            return False
        return any(_begins(topic.name, words) for topic in self._topics.values())

    def _understood(self, text: str) -> Interpretation:
        if self._interpreter is None:
            return Interpretation(text, NOT_UNDERSTOOD, 0.0, ())
        return self._interpreter.parse(text)

    def _ranked(self, words: Sequence[str], understood: Interpretation) -> Iterator[str]:
        """What the words are the beginning of a name of, what is understood, what they stand in, what is possible."""
        probable = {topic: share for label, share in understood.ranking if (topic := topic_of(label)) in self._topics}

        def by_probability(topics: Iterator[str]) -> list[str]:
            return sorted(topics, key=lambda topic: -probable.get(topic, 0.0))

        if words:
            yield from by_probability(topic for topic, of in self._topics.items() if _begins(of.name, words))
        yield from understood.topics
        if words:
            yield from by_probability(topic for topic, of in self._topics.items() if _stands_in(of.line, words))
        yield from understood.candidates
        yield from (topic for topic, share in probable.items() if topic and share >= _LEAST_PROBABILITY)


def _folded(text: str, left_out: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The folded words of a text, without those that begin within one of some spans."""
    return [
        token.folded
        for token in tokenise(text)
        if token.is_word and not any(start <= token.start < end for start, end in left_out)
    ]


def _begins(name: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)


def _stands_in(line: str, words: Sequence[str]) -> bool:
    padded = f" {line}"
    return all(f" {word}" in padded or (len(word) >= _LEAST_LETTERS_INSIDE and word in line) for word in words)
