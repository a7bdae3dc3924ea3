"""The whole of understanding: one message in, one Interpretation out. Knows no Rasa."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.understanding import corrections
from bot.understanding.archive import extract
from bot.understanding.circumstances import circumstances_said
from bot.understanding.classifier import Classifier
from bot.understanding.comparison import comparison_asked
from bot.understanding.courtesies import without_courtesies
from bot.understanding.dates import DateSaid, date_said
from bot.understanding.decision import Thresholds
from bot.understanding.embedding import Embedding, default_embedding
from bot.understanding.evidence import Evidence
from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.interpretation import (
    ASK,
    INFORM,
    NOT_UNDERSTOOD,
    TOPIC_PREFIX,
    Interpretation,
    PlaceMention,
    topic_of,
)
from bot.understanding.judging import Judge
from bot.understanding.known_words import OrdinaryWords
from bot.understanding.marked import Marked, questions_of
from bot.understanding.memory import give_back
from bot.understanding.persons import person_meant
from bot.understanding.places import Places
from bot.understanding.remembering import Remembered
from bot.understanding.several import Several
from bot.understanding.short_replies import says_nothing_else, short_reply, without_bare_places
from bot.understanding.spelling import Spelling
from bot.understanding.tagging import Array, Tag, tags_of
from bot.understanding.text import normalise

__all__ = ["Interpretation", "Interpreter", "PlaceMention", "read_examples", "read_topic_phrases"]

_MARKER_FILE, _SEVERAL_FILE = "interpreter.json", "several.npz"
# What a question of fewer words asks for is told by what stands before it.
_LEAST_WORDS_OF_EXAMPLE = 3
_PLACE_MASK = "kommunen"
# Stands for it until sentences that tell nothing else are gone; nobody can write it.
_PLACE = "\0"
# Beyond this no message gets clearer, and work per message stays bounded.
_MOST_CHARACTERS = 4000
# Questions repeat, those of buttons above all. A message that is kept is masked and in memory alone.
_REMEMBERED_MESSAGES = 1_000


@dataclass(frozen=True)
class _Heard:
    """What the rules found in a message, before any statistics."""

    text: str
    mentions: tuple[PlaceMention, ...]
    places: tuple[PlaceMention, ...]
    circumstances: dict[str, str | bool]
    comparison: str | None
    person: str | None
    date: DateSaid | None
    rest: str

    def interpretation(
        self,
        intent: str,
        confidence: float,
        ranking: tuple[tuple[str, float], ...],
        topics: tuple[str, ...] = (),
        candidates: tuple[str, ...] = (),
    ) -> Interpretation:
        return Interpretation(
            self.text,
            intent,
            confidence,
            ranking,
            topics,
            candidates,
            self.places,
            self.circumstances,
            self.comparison,
            self.person,
            None if self.date is None else self.date.day,
            None if self.date is None else self.date.event,
        )


class Interpreter:
    """Understands messages: rules for what is certain, a classifier for the rest."""

    def __init__(
        self,
        classifier: Classifier,
        places: Places,
        phrases: dict[str, str],
        spelling: Spelling,
        several: Several | None,
        open_embedding: Callable[[], Embedding | None],
        ordinary: OrdinaryWords,
        thresholds: Thresholds | None = None,
    ) -> None:
        """`open_embedding` is called once, when the first message is to be understood."""
        self._classifier = classifier
        self._places = places
        self._phrases = phrases
        self._spelling = spelling
        self._several = several
        self._judge = Judge(classifier, several, thresholds or Thresholds(), open_embedding)
        self._ordinary = ordinary
        self._gazetteer = Gazetteer(places, ordinary)
        self._parsed: Remembered[tuple[str, datetime.date], Interpretation] = Remembered(_REMEMBERED_MESSAGES)

    @property
    def places(self) -> Places:
        """The places that it knows."""
        return self._places

    @property
    def gazetteer(self) -> Gazetteer:
        """What finds them in a text."""
        return self._gazetteer

    @classmethod
    def train(
        cls,
        examples: Sequence[tuple[str, str]],
        places: Places,
        cache_dir: Path | None,
        phrases: Sequence[tuple[str, str]] = (),
        marked: Sequence[Marked] = (),
    ) -> Interpreter:
        """Learn from (text, label) pairs such as ("Hvem ringer jeg til?", "ask/contact").

        `phrases` are learnt too, and a message that is exactly one of them always gets its label (buttons
        send them). `marked` are messages with several questions; without any, a message has one question at most.
        `cache_dir` keeps embeddings between trainings. Raises ValueError without examples.
        """
        if not examples and not phrases:
            raise ValueError("there are no examples to learn from")
        ordinary = OrdinaryWords()
        gazetteer, embedding = Gazetteer(places, ordinary), default_embedding()
        masked = [(_masked(text, gazetteer.find(text)), label) for text, label in dict.fromkeys([*examples, *phrases])]
        several = [_places_masked(one, gazetteer) for one in marked]
        # Whole stories, in which nobody is in danger. What of them is judged by itself teaches whole texts nothing.
        calm = [_masked(one.text, gazetteer.find(one.text)) for one in marked]
        parts = [(text, f"{TOPIC_PREFIX}{topic}") for text, topic in questions_of(several, _LEAST_WORDS_OF_EXAMPLE)]
        learnt = list(dict.fromkeys([*masked, *parts]))
        # Beside each other, so that no core waits while one of them has work for a single one.
        with ThreadPoolExecutor(1) as pool:
            tagged = pool.submit(Several.train, several, masked, embedding)
            classifier = Classifier.train(learnt, embedding, cache_dir, calm)
        spelling = Spelling.learn((text for text, _ in learnt), ordinary)
        known = {normalise(text): label for text, label in phrases}
        return cls(classifier, places, known, spelling, tagged.result(), lambda: embedding, ordinary)

    def parse(self, text: str, today: datetime.date | None = None) -> Interpretation:
        """Understand one message. Never raises: what cannot be understood has the intent "not_understood".

        `today` is the day from which "i går" and a date without a year are read; None means this day.
        """
        day = today or datetime.date.today()
        return self._parsed.get((text, day), lambda: self._parse(text, day))

    def remembers(self, text: str, today: datetime.date | None = None) -> bool:
        """Tell whether what `parse` gives is known already, and takes no time."""
        return (text, today or datetime.date.today()) in self._parsed

    def remember(self, understood: Interpretation, today: datetime.date) -> None:
        """Have `parse` give this for a message on a day: another interpreter of the same model has understood it."""
        self._parsed.keep((understood.text, today), understood)

    def _parse(self, text: str, today: datetime.date) -> Interpretation:
        heard = self._hear(text, today)
        words = normalise(text[:_MOST_CHARACTERS])
        if not any(char.isalnum() for char in words):
            return heard.interpretation(NOT_UNDERSTOOD, 0.0, ())
        label = self._phrases.get(words) or self._phrases.get(heard.rest)
        if label is None:
            label = short_reply(words) or self._bare_information(heard)
        if label is not None:
            topic = topic_of(label)
            return heard.interpretation(ASK if topic else label, 1.0, ((label, 1.0),), (topic,) if topic else ())
        return self._judged(heard)

    def _hear(self, text: str, today: datetime.date) -> _Heard:
        read = text[:_MOST_CHARACTERS]
        mentions = self._gazetteer.find(read)
        places = corrections.meant(read, mentions)
        said = circumstances_said(read, today.year)
        spans = [(place.start, place.end) for place in mentions] + [(one.start, one.end) for one in said]
        return _Heard(
            text,
            mentions,
            places,
            {found.name: found.value for found in said},
            comparison_asked(read, len(places)),
            person_meant(read),
            date_said(read, today),
            normalise(_without_spans(read, spans)),
        )

    def _bare_information(self, heard: _Heard) -> str | None:
        informs = bool(heard.mentions or heard.circumstances or heard.comparison)
        digits = normalise(heard.text)
        unknown_postal_code = len(digits) == 4 and digits.isdigit()
        if unknown_postal_code or (informs and says_nothing_else(heard.rest, heard.comparison is not None)):
            return INFORM
        return None

    def _judged(self, heard: _Heard) -> Interpretation:
        judged = self._judge.judge(self._prepared(heard.text, heard.mentions))
        return heard.interpretation(judged.label, judged.confidence, judged.ranking, judged.topics, judged.candidates)

    def _prepared(self, text: str, mentions: Sequence[PlaceMention]) -> str:
        """What is judged by statistics: places masked, greetings taken off, words corrected."""
        return self._spelling.corrected(_masked(text[:_MOST_CHARACTERS], mentions))

    def parts(self, text: str) -> tuple[tuple[str, Evidence], ...]:
        """The parts of a message that may be questions of their own, each with its likeliest label and its evidence.

        Empty for a message that is not cut. What the weights of `evidence` are fitted on.
        """
        return self._judge.parts(self._prepared(text, self._gazetteer.find(text[:_MOST_CHARACTERS])))

    def tag_evidence(self, message: Marked) -> tuple[Array, tuple[Tag, ...]]:
        """What is weighed for the tags of a marked message's segments, a row for each, and the tags that they have.

        What the weights of `weighing_tags` are fitted on. Raises ValueError where no marked messages were learnt from.
        """
        masked = _places_masked(message, self._gazetteer)
        return self._judge.tag_evidence(masked.text), tags_of(masked)

    def warm(self) -> None:
        """Read what the first messages would have to wait for (dictionary and pieces, most of a second).

        Then the memory that all reading took is given back.
        """
        self._ordinary.warm()
        self._judge.warm()
        give_back()

    def save(self, directory: Path) -> None:
        """Write everything that `load` needs into `directory`, which is made if it is missing."""
        directory.mkdir(parents=True, exist_ok=True)
        self._classifier.save(directory)
        stored = {
            "places": self._places.dict(),
            "phrases": self._phrases,
            "spelling": self._spelling.dump(),
            "ordinary": self._ordinary.dump(),
        }
        if self._several is not None:
            np.savez(directory / _SEVERAL_FILE, **self._several.arrays())
        (directory / _MARKER_FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path, thresholds: Thresholds | None = None) -> Interpreter:
        """Read what `save` wrote. Raises OSError or ValueError where that is not possible."""
        stored = json.loads((directory / _MARKER_FILE).read_text(encoding="utf-8"))
        places = Places.parse_obj(stored["places"])
        ordinary = OrdinaryWords(stored["ordinary"])
        spelling = Spelling.load(stored["spelling"], ordinary)
        several = None
        if (directory / _SEVERAL_FILE).exists():
            with np.load(directory / _SEVERAL_FILE, allow_pickle=False) as arrays:
                several = Several.from_arrays({name: arrays[name] for name in arrays.files})
        return cls(
            Classifier.load(directory),
            places,
            stored["phrases"],
            spelling,
            several,
            default_embedding,
            ordinary,
            thresholds,
        )

    @classmethod
    def load_from_archive(cls, model_archive: Path) -> Interpreter:
        """Read the interpreter out of one of Rasa's models/*.tar.gz, without Rasa.

        Raises OSError where it cannot be read, ValueError where it is broken or holds none.
        """
        with tempfile.TemporaryDirectory() as temporary:
            extract(model_archive, _MARKER_FILE, Path(temporary))
            return cls.load(Path(temporary))


def _masked(text: str, mentions: Sequence[PlaceMention]) -> str:
    told = without_bare_places(corrections.masked(text, mentions, _PLACE), _PLACE)
    return without_courtesies(told.replace(_PLACE, _PLACE_MASK))


def _places_masked(message: Marked, gazetteer: Gazetteer) -> Marked:
    return message.changed(lambda part: corrections.masked(part, gazetteer.find(part), _PLACE_MASK))


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
