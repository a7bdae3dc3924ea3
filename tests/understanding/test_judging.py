import datetime
from pathlib import Path

import pytest

from bot.understanding.classifier import Classifier
from bot.understanding.decision import DANGER, Thresholds
from bot.understanding.embedding import Embedding
from bot.understanding.interpretation import topic_of
from bot.understanding.interpreter import Interpreter
from bot.understanding.judging import Judge
from tests.understanding.conftest import Listening


@pytest.fixture
def listening(
    model_directory: Path, embedding: Embedding, monkeypatch: pytest.MonkeyPatch
) -> tuple[Interpreter, Listening]:
    heard = Listening(embedding)
    monkeypatch.setattr("bot.understanding.interpreter.default_embedding", lambda: heard)
    return Interpreter.load(model_directory), heard


def test_a_message_whose_parts_are_clearly_questions_is_not_embedded_as_a_whole(
    listening: tuple[Interpreter, Listening],
) -> None:
    interpreter, embedding = listening
    text = "hvem kan få plads, og hvor længe må man bo der?"
    assert len(interpreter.parse(text).topics) == 2
    assert text not in embedding.asked


def test_a_message_in_which_the_n_grams_see_danger_is_judged_as_a_whole(
    model_directory: Path, listening: tuple[Interpreter, Listening]
) -> None:
    # So few examples make nobody as sure as the many that ship.
    interpreter, embedding = Interpreter.load(model_directory, Thresholds(danger_of_part=0.5)), listening[1]
    text = "jeg vil ikke leve længere, jeg vil ikke leve mere, hvem kan få plads, og hvor længe må man bo der?"
    assert interpreter.parse(text).intent == DANGER
    assert text in embedding.asked


def test_of_a_text_that_comes_again_the_vector_is_not_computed_again(
    listening: tuple[Interpreter, Listening],
) -> None:
    interpreter, embedding = listening
    day = datetime.date(2026, 11, 30)
    for later in range(2):
        # Another day is another message, and the same text.
        interpreter.parse("kan man have sin kat med derhen", day + datetime.timedelta(later))
    assert embedding.asked
    assert len(embedding.asked) == len(set(embedding.asked))


@pytest.mark.parametrize(("threshold", "asked"), [(1.0, False), (0.0, True)])
def test_where_the_n_grams_see_danger_they_do_not_decide_however_sure_they_are(
    model_directory: Path, embedding: Embedding, threshold: float, asked: bool
) -> None:
    heard = Listening(embedding)
    thresholds = Thresholds(danger_seen=threshold)
    judge = Judge(Classifier.load(model_directory), None, thresholds, lambda: heard)
    assert judge.judge("hvad skal jeg betale for at bo der").topics == ("payment",)
    assert bool(heard.asked) is asked


@pytest.mark.parametrize(
    "text",
    [
        "jeg vil ikke leve mere, hvem kan få plads, og hvor længe må man bo der?",
        "hvem kan få plads, og hvor længe må man bo der? jeg vil ikke leve mere",
    ],
)
def test_a_cry_for_help_does_not_drown_in_clear_questions(model_directory: Path, text: str) -> None:
    # So few examples make nobody as sure as the many that ship.
    interpreter = Interpreter.load(model_directory, Thresholds(danger=1.0, danger_of_part=0.5))
    assert interpreter.parse(text).intent == DANGER


def test_what_is_asked_beside_a_cry_for_help_is_known(model_directory: Path) -> None:
    interpreter = Interpreter.load(model_directory, Thresholds(danger=1.0, danger_of_part=0.5))
    heard = interpreter.parse("jeg vil ikke leve mere, hvem kan få plads, og hvor længe må man bo der?")
    assert (heard.topics, set(heard.candidates)) == ((), {"eligibility", "duration"})


def test_beside_a_cry_for_help_alone_no_question_is_seen(model_directory: Path) -> None:
    interpreter = Interpreter.load(model_directory, Thresholds(danger=0.05, beside_danger=0.3))
    heard = interpreter.parse("jeg vil ikke leve mere")
    assert (heard.intent, heard.candidates) == (DANGER, ())


def test_a_calm_question_that_is_taken_for_danger_keeps_what_it_asks(model_directory: Path) -> None:
    heard = Interpreter.load(model_directory, Thresholds(danger=0.0)).parse("hvem skal jeg ringe til")
    assert (heard.intent, heard.candidates) == (DANGER, ("contact",))


def test_without_a_cry_for_help_clear_questions_are_answered(model_directory: Path) -> None:
    interpreter = Interpreter.load(model_directory, Thresholds(danger=1.0, danger_of_part=0.5))
    assert interpreter.parse("hvem kan få plads, og hvor længe må man bo der?").intent == "ask"


@pytest.mark.parametrize(("least", "read"), [(0.0, True), (1.01, False)])
def test_a_sentence_is_read_for_danger_only_where_the_n_grams_see_some_in_it(
    model_directory: Path, embedding: Embedding, least: float, read: bool
) -> None:
    listening = Listening(embedding)
    thresholds = Thresholds(danger_seen=0.0, danger_seen_in_part=least, danger=1.0, danger_of_part=1.0)
    judge = Judge(Classifier.load(model_directory), None, thresholds, lambda: listening)
    judge.judge("min søn er glad for at gå i skole. hvad skal jeg betale for at bo der?")
    assert any(text.startswith("min søn") and "betale" not in text for text in listening.asked) is read


def test_what_helps_to_cut_a_message_are_the_topics_that_the_n_grams_hear_and_no_other_labels(
    model_directory: Path,
) -> None:
    classifier = Classifier.load(model_directory)
    judge = Judge(classifier, None, Thresholds(), lambda: pytest.fail("opened"))
    text = "hvad koster det at bo der"
    heard = dict(classifier.rank(text, None))
    expected = [heard[label] for label in classifier.labels if topic_of(label)]
    assert judge._topics_heard(text) == pytest.approx(expected)
    assert len(expected) < len(heard)
