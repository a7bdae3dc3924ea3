"""The whole of understanding: one message in, one Interpretation out. Knows no Rasa."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.understanding import corrections
from bot.understanding.archive import extract
from bot.understanding.circumstances import circumstances_said
from bot.understanding.classifier import Classifier
from bot.understanding.comparison import comparison_asked
from bot.understanding.courtesies import without_courtesies
from bot.understanding.dates import DateSaid, date_said
from bot.understanding.decision import DANGER, NO_TOPICS, OUT_OF_SCOPE, Thresholds, Verdict, decide, without
from bot.understanding.embedding import Embedding, Remembering, default_embedding
from bot.understanding.evidence import Evidence, asks_by_itself
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
from bot.understanding.known_words import OrdinaryWords
from bot.understanding.marked import Marked, questions_of
from bot.understanding.memory import give_back
from bot.understanding.persons import person_meant
from bot.understanding.places import Places
from bot.understanding.remembering import Remembered
from bot.understanding.several import Part, Question, Several, questions_among
from bot.understanding.short_replies import says_nothing_else, short_reply
from bot.understanding.spelling import Spelling
from bot.understanding.text import fold, normalise, sentences

__all__ = ["Interpretation", "Interpreter", "PlaceMention", "read_examples", "read_topic_phrases"]

Ranking = tuple[tuple[str, float], ...]

# A question shorter than this share of its message has a story around it.
_QUESTION_SHARE = 0.8
_MARKER_FILE, _SEVERAL_FILE = "interpreter.json", "several.npz"
# What a question of fewer words asks for is told by what stands before it.
_LEAST_WORDS_OF_EXAMPLE = 3
# A message of so many sentences tells a story, in which one sentence counts for little.
_SENTENCES_OF_STORY = 3
_PLACE_MASK = "kommunen"
_QUESTION_MARK = "?"
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


class _Asked(NamedTuple):
    """A question beside others, with its likeliest label."""

    question: Question
    label: str
    confidence: float

    def evidence(self, whole: Ranking) -> Evidence:
        """The evidence for it to count; `whole` is the ranking of the whole message."""
        return Evidence.of(self.question, self.confidence, self.label, dict(whole))


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
        self._open_embedding = open_embedding
        self._thresholds = thresholds or Thresholds()
        self._ordinary = ordinary
        self._gazetteer = Gazetteer(places, ordinary)
        asks = [index for index, label in enumerate(classifier.labels) if label not in NO_TOPICS]
        self._topic_labels = np.array(asks, dtype=np.intp)
        self._danger_labels = np.flatnonzero(np.array(classifier.labels) == DANGER)
        self._parsed: Remembered[tuple[str, datetime.date], Interpretation] = Remembered(_REMEMBERED_MESSAGES)

    @property
    def gazetteer(self) -> Gazetteer:
        """The places that it knows."""
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
        several = [
            one.changed(lambda part: corrections.masked(part, gazetteer.find(part), _PLACE_MASK)) for one in marked
        ]
        parts = [(text, f"{TOPIC_PREFIX}{topic}") for text, topic in questions_of(several, _LEAST_WORDS_OF_EXAMPLE)]
        learnt = list(dict.fromkeys([*masked, *parts]))
        classifier = Classifier.train(learnt, embedding, cache_dir)
        spelling = Spelling.learn((text for text, _ in learnt), ordinary)
        known = {normalise(text): label for text, label in phrases}
        return cls(classifier, places, known, spelling, Several.train(several, masked), lambda: embedding, ordinary)

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

    @cached_property
    def _embedding(self) -> Embedding | None:
        # Who only remembers what others understand does without: it takes a second and half of the memory.
        embedding = self._open_embedding()
        return None if embedding is None else Remembering(embedding)

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
        return self._classified(heard)

    def _hear(self, text: str, today: datetime.date) -> _Heard:
        read = text[:_MOST_CHARACTERS]
        mentions = self._gazetteer.find(read)
        places = corrections.meant(read, mentions)
        said = circumstances_said(read)
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

    def _classified(self, heard: _Heard) -> Interpretation:
        masked = self._spelling.corrected(_masked(heard.text[:_MOST_CHARACTERS], heard.mentions))
        parts = self._cut(masked)
        whole = self._danger_seen(masked)
        cry = max((self._danger_seen(part.text) for part in parts), default=0.0)
        if cry >= self._thresholds.danger_of_part:
            # What is asked beside it, however clearly, must not drown a cry for help.
            return heard.interpretation(DANGER, cry, self._classifier.rank(masked, None))
        asked = questions_among(parts)
        judged = self._judge(masked) if max(whole, cry) >= self._thresholds.danger_around_sentence else None
        if judged is None or judged[1].label != DANGER:
            topics = self._topics(asked, masked)
            if len(topics) > 1:
                # By what its parts ask for; the whole of it, the longest of texts, need not be embedded for that.
                ranking = judged[0] if judged else self._classifier.rank(masked, None)
                return heard.interpretation(ASK, min(topics.values()), ranking, tuple(topics))
        ranking, verdict = judged or self._judge(masked)
        if verdict.label not in (DANGER, OUT_OF_SCOPE):
            ranking, verdict = self._judge_question(masked, asked, ranking, verdict)
        topic = topic_of(verdict.label)
        if topic:
            return heard.interpretation(ASK, verdict.confidence, ranking, (topic,))
        return heard.interpretation(verdict.label, verdict.confidence, ranking, (), verdict.candidates)

    def _danger_seen(self, text: str) -> float:
        """How probable danger is to the n-grams alone."""
        return self._classifier.clearness(text, self._danger_labels)

    def _cut(self, masked: str) -> tuple[Part, ...]:
        """The parts of a message, those that ask and those that tell; how clear one is, the n-grams alone say here."""
        if self._several is None:
            return ()
        return self._several.parts(masked, lambda part: self._classifier.clearness(part, self._topic_labels))

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
            ranking = _blended(ranking, self._classifier.rank(asked[0].text, self._embedding))
        if _QUESTION_MARK in masked:
            ranking = without(ranking, INFORM)
        return ranking, self._decided(masked, ranking)

    def _judge(self, masked: str) -> tuple[Ranking, Verdict]:
        ranking = self._classifier.rank(masked, self._embedding)
        danger = self._danger(masked, ranking)
        if danger >= self._thresholds.danger:
            return ranking, Verdict(DANGER, danger)
        return ranking, self._decided(masked, ranking)

    def _decided(self, masked: str, ranking: Ranking) -> Verdict:
        return decide(ranking, self._classifier.vectoriser.known_share(fold(masked)), self._thresholds)

    def _danger(self, masked: str, ranking: Ranking) -> float:
        """How probable danger is; `ranking` is the message's own."""
        danger, parts = _danger_in(ranking), sentences(masked)
        if len(parts) < _SENTENCES_OF_STORY or danger < self._thresholds.danger_around_sentence:
            return danger
        # A cry for help among other things must not drown in them.
        alone = max(self._danger_of_sentence(part) for part in parts)
        return max(danger, alone) if alone >= self._thresholds.danger_of_sentence else danger

    def _danger_of_sentence(self, sentence: str) -> float:
        # What the n-grams see nothing of at all, the embedding does not make near certain.
        danger = self._danger_seen(sentence)
        if danger < self._thresholds.danger_around_sentence:
            return danger
        return _danger_in(self._classifier.rank(sentence, self._embedding))

    def _topics(self, asked: Sequence[Question], masked: str) -> dict[str, float]:
        """The topics of a message that asks several things, with confidences; empty for any other."""
        if len(asked) < 2:
            return {}
        heard = [_Asked(question, *self._among_others(question)) for question in asked]
        found, clear = self._counted(heard, self._classifier.rank(masked, None))
        if not clear or len(found) < 2:
            # The whole message is the longest of all texts: it is embedded where its n-grams leave a part in doubt.
            found, _ = self._counted(heard, self._classifier.rank(masked, self._embedding))
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

    def parts(self, text: str) -> tuple[tuple[str, Evidence], ...]:
        """The parts of a message that may be questions of their own, each with its likeliest label and its evidence.

        Empty for a message that is not cut. What the weights of `evidence` are fitted on.
        """
        mentions = self._gazetteer.find(text[:_MOST_CHARACTERS])
        masked = self._spelling.corrected(_masked(text[:_MOST_CHARACTERS], mentions))
        asked = questions_among(self._cut(masked))
        if len(asked) < 2:
            return ()
        whole = self._classifier.rank(masked, self._embedding)
        heard = (_Asked(question, *self._among_others(question)) for question in asked)
        return tuple((part.label, part.evidence(whole)) for part in heard)

    def _among_others(self, question: Question) -> tuple[str, float]:
        """The likeliest label of a question beside other ones.

        What is told right before it weighs as much as the question alone. Who asks other questions of us is seldom
        out of scope with this one, and never greets in it.
        """
        ranking = self._classifier.rank(question.text, self._embedding)
        if question.told:
            ranking = _blended(ranking, self._classifier.rank(f"{question.told} {question.text}", self._embedding))
        possible = {
            label: probability * (self._thresholds.outside_beside if label == OUT_OF_SCOPE else 1.0)
            for label, probability in ranking
            if label not in NO_TOPICS
        }
        best = max(possible, key=lambda label: possible[label])
        return best, possible[best] / max(sum(possible.values()), 1e-6)

    def warm(self) -> None:
        """Read what the first messages would have to wait for (dictionary and pieces, most of a second).

        Then the memory that all reading took is given back.
        """
        self._ordinary.warm()
        if self._embedding is not None:
            self._embedding.vector("")
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
            stored["several"], arrays = self._several.dump()
            np.savez(directory / _SEVERAL_FILE, **arrays)
        (directory / _MARKER_FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path, thresholds: Thresholds | None = None) -> Interpreter:
        """Read what `save` wrote. Raises OSError or ValueError where that is not possible."""
        stored = json.loads((directory / _MARKER_FILE).read_text(encoding="utf-8"))
        places = Places.parse_obj(stored["places"])
        ordinary = OrdinaryWords(stored["ordinary"])
        spelling = Spelling.load(stored["spelling"], ordinary)
        several = None
        if "several" in stored:
            with np.load(directory / _SEVERAL_FILE, allow_pickle=False) as arrays:
                several = Several.load(stored["several"], {name: arrays[name] for name in arrays.files})
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


def _danger_in(ranking: Ranking) -> float:
    return dict(ranking).get(DANGER, 0.0)


def _blended(one: Ranking, other: Ranking) -> Ranking:
    """The mean of two rankings over the same labels, best first."""
    second = dict(other)
    mean = [(label, (probability + second.get(label, 0.0)) / 2) for label, probability in one]
    return tuple(sorted(mean, key=lambda pair: (-pair[1], pair[0])))


def _masked(text: str, mentions: Sequence[PlaceMention]) -> str:
    return without_courtesies(corrections.masked(text, mentions, _PLACE_MASK))


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
