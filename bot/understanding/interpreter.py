"""The whole of understanding: one message in, one Interpretation out. Knows no Rasa."""

from __future__ import annotations

import datetime
import json
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.understanding import clauses, corrections
from bot.understanding.circumstances import circumstances_said
from bot.understanding.classifier import Classifier
from bot.understanding.clauses import Asked
from bot.understanding.comparison import comparison_asked
from bot.understanding.courtesies import without_courtesies
from bot.understanding.danger import Words, words_of_danger
from bot.understanding.dates import DateSaid, date_said
from bot.understanding.decision import DANGER, Thresholds, Verdict, decide
from bot.understanding.embedding import Embedding, Remembering, default_embedding, embeddings_for_training
from bot.understanding.examples import read_examples, read_topic_phrases
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.interpretation import (
    ASK,
    INFORM,
    NOT_UNDERSTOOD,
    Interpretation,
    PlaceMention,
    topic_of,
)
from bot.understanding.persons import person_meant
from bot.understanding.places import Places
from bot.understanding.short_replies import says_nothing_else, short_reply
from bot.understanding.spelling import Spelling
from bot.understanding.text import fold, normalise

__all__ = ["Interpretation", "Interpreter", "PlaceMention", "read_examples", "read_topic_phrases"]

Ranking = tuple[tuple[str, float], ...]

# A question shorter than this share of its message has a story around it.
_QUESTION_SHARE = 0.8
_MARKER_FILE = "interpreter.json"
# A question is cut in at most this many rounds; each asks the classifier.
_MOST_CUTS = 2
_PLACE_MASK = "kommunen"
# Beyond this no message gets clearer, and work per message stays bounded.
_MOST_CHARACTERS = 4000


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
        embedding: Embedding | None,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._classifier = classifier
        self._places = places
        self._phrases = phrases
        self._spelling = spelling
        self._embedding = None if embedding is None else Remembering(embedding)
        self._thresholds = thresholds or Thresholds()
        self._gazetteer = Gazetteer(places)

    @classmethod
    def train(
        cls,
        examples: Sequence[tuple[str, str]],
        places: Places,
        cache_dir: Path | None,
        phrases: Sequence[tuple[str, str]] = (),
    ) -> Interpreter:
        """Learn from (text, label) pairs such as ("Hvem ringer jeg til?", "ask/contact").

        `phrases` are learnt too, and a message that is exactly one of them always gets its label (buttons
        send them). `cache_dir` keeps embeddings between trainings. Raises ValueError without examples.
        """
        if not examples and not phrases:
            raise ValueError("there are no examples to learn from")
        gazetteer, embeddings = Gazetteer(places), embeddings_for_training()
        masked = [(_masked(text, gazetteer.find(text)), label) for text, label in dict.fromkeys([*examples, *phrases])]
        classifier = Classifier.train(masked, embeddings, cache_dir)
        spelling = Spelling.learn(text for text, _ in masked)
        known = {normalise(text): label for text, label in phrases}
        return cls(classifier, places, known, spelling, embeddings[0] if embeddings else None)

    def parse(self, text: str, today: datetime.date | None = None) -> Interpretation:
        """Understand one message. Never raises: what cannot be understood has the intent "not_understood".

        `today` is the day from which "i går" and a date without a year are read; None means this day.
        """
        heard = self._hear(text, today or datetime.date.today())
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
        ranking, verdict = self._judge(masked)
        if verdict.label != DANGER:
            ranking, verdict = self._judge_question(masked, ranking, verdict)
            several = self._several(masked, dict(ranking))
            if several:
                return heard.interpretation(ASK, min(several.values()), ranking, tuple(several))
        topic = topic_of(verdict.label)
        if topic:
            return heard.interpretation(ASK, verdict.confidence, ranking, (topic,))
        return heard.interpretation(verdict.label, verdict.confidence, ranking, (), verdict.candidates)

    def _judge_question(self, masked: str, ranking: Ranking, verdict: Verdict) -> tuple[Ranking, Verdict]:
        """The verdict of a message with a question in it; `ranking` and `verdict` are those of the whole message.

        A question is never mere information. Where the whole message names no topic clearly, and a story surrounds the
        question, the question weighs as much as the story.
        """
        asked = clauses.questions(masked)
        if not asked or topic_of(verdict.label):
            return ranking, verdict
        if len(asked) == 1 and len(asked[0]) < _QUESTION_SHARE * len(masked):
            ranking = _blended(ranking, self._classifier.rank(asked[0], self._embedding))
        ranking = _without(ranking, INFORM)
        known = self._classifier.vectoriser.known_share(fold(masked))
        return ranking, decide(ranking, known, self._thresholds)

    def _judge(self, masked: str) -> tuple[Ranking, Verdict]:
        ranking = self._classifier.rank(masked, self._embedding)
        known = self._classifier.vectoriser.known_share(fold(masked))
        words = words_of_danger(masked)
        if words is Words.SAYING:
            ranking = _without(ranking, DANGER)
        if words is not Words.DANGER:
            return ranking, decide(ranking, known, self._thresholds)
        # "Min far er død" sounds like danger by itself; in a calm story it has to be beyond doubt.
        calm = dict(ranking).get(DANGER, 0.0) < self._thresholds.danger_around_sentence
        least = self._thresholds.danger_of_sentence_alone if calm else self._thresholds.danger_of_sentence
        for sentence in clauses.sentences(masked):
            # A cry for help among other things must not drown in them.
            danger = dict(self._classifier.rank(sentence, self._embedding)).get(DANGER, 0.0)
            if words_of_danger(sentence) is Words.DANGER and danger >= least:
                return ranking, Verdict(DANGER, danger)
        return ranking, decide(ranking, known, self._thresholds, self._thresholds.danger_with_words)

    def _several(self, masked: str, whole: Mapping[str, float]) -> dict[str, float]:
        """The topics of a message that asks several things, with confidences; empty for a single question.

        A part counts where the `whole` message speaks of its topic too, or where the part alone is beyond doubt:
        otherwise half a sentence ("hvad jeg har brug for") would be answered as a question of its own.
        """
        parts, least = self._asked(masked), self._thresholds.part
        if len(parts) < 2:
            parts, least = [Asked(item, "") for item in clauses.listed(masked)], self._thresholds.listed_part
        if len(parts) < 2:
            return {}
        found: dict[str, float] = {}
        for part in parts:
            # Two likely topics for one part are no reason to leave that part of the message unanswered.
            best, confidence = self._in_context(part)[0]
            topic = topic_of(best)
            heard = whole.get(best, 0.0) >= self._thresholds.whole or confidence >= self._thresholds.part_alone
            if topic and heard and confidence >= least:
                found.setdefault(topic, confidence)
        return found if len(found) > 1 else {}

    def _asked(self, masked: str) -> list[Asked]:
        """The questions of a message: cut by rules, and further where each half clearly has a topic of its own."""
        return [
            Asked(text, part.told if index == 0 else "")
            for part in clauses.asked(masked)
            for index, text in enumerate(self._cut(part.text, _MOST_CUTS))
        ]

    def _cut(self, text: str, deeper: int) -> tuple[str, ...]:
        best: tuple[float, str, str] | None = None
        for left, right in clauses.halves(text) if deeper else ():
            (one, sure), (other, surer) = self._judge(left)[0][0], self._judge(right)[0][0]
            if topic_of(one) and topic_of(other) and one != other and min(sure, surer) >= self._thresholds.half:
                best = max(best or (0.0, "", ""), (sure * surer, left, right))
        if best is None:
            return (text,)
        return self._cut(best[1], deeper - 1) + self._cut(best[2], deeper - 1)

    def _in_context(self, part: Asked) -> Ranking:
        """The ranking of a question; what is told right before it weighs as much as the question alone."""
        ranking = self._judge(part.text)[0]
        return _blended(ranking, self._judge(f"{part.told} {part.text}")[0]) if part.told else ranking

    def save(self, directory: Path) -> None:
        """Write everything that `load` needs into `directory`, which is made if it is missing."""
        directory.mkdir(parents=True, exist_ok=True)
        self._classifier.save(directory)
        stored = {"places": self._places.dict(), "phrases": self._phrases, "spelling": self._spelling.dump()}
        (directory / _MARKER_FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> Interpreter:
        """Read what `save` wrote. Raises OSError or ValueError where that is not possible."""
        stored = json.loads((directory / _MARKER_FILE).read_text(encoding="utf-8"))
        places = Places.parse_obj(stored["places"])
        spelling = Spelling.load(stored["spelling"])
        return cls(Classifier.load(directory), places, stored["phrases"], spelling, default_embedding())

    @classmethod
    def load_from_archive(cls, model_archive: Path) -> Interpreter:
        """Read the interpreter out of one of Rasa's models/*.tar.gz, without Rasa.

        Raises ValueError where the archive holds none.
        """
        with tarfile.open(model_archive) as archive, tempfile.TemporaryDirectory() as temporary:
            members = [member for member in archive.getmembers() if member.isfile()]
            folders = {PurePosixPath(m.name).parent for m in members if PurePosixPath(m.name).name == _MARKER_FILE}
            if len(folders) != 1:
                raise ValueError(f"{model_archive}: expected one interpreter in the model, found {len(folders)}")
            folder, directory = folders.pop(), Path(temporary)
            for member in members:
                path, stream = PurePosixPath(member.name), archive.extractfile(member)
                if path.parent == folder and stream is not None:
                    (directory / path.name).write_bytes(stream.read())
            return cls.load(directory)


def _blended(one: Ranking, other: Ranking) -> Ranking:
    """The mean of two rankings over the same labels, best first."""
    second = dict(other)
    mean = [(label, (probability + second.get(label, 0.0)) / 2) for label, probability in one]
    return tuple(sorted(mean, key=lambda pair: (-pair[1], pair[0])))


def _without(ranking: Ranking, label: str) -> Ranking:
    """A ranking in which `label` is out of the question; its share goes to the others."""
    rest = [(name, probability) for name, probability in ranking if name != label]
    total = sum(probability for _, probability in rest)
    return tuple((name, probability / total) for name, probability in rest) if total else ranking


def _masked(text: str, mentions: Sequence[PlaceMention]) -> str:
    return without_courtesies(corrections.masked(text, mentions, _PLACE_MASK))


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)
