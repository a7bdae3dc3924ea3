"""What is learnt from marked messages: where the questions of a message stand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.embedding import Embedding
from bot.understanding.examples import read_examples
from bot.understanding.marked import Marked
from bot.understanding.regression import Linear
from bot.understanding.segment_signs import SegmentSigns
from bot.understanding.several import Several, _settled, questions_among
from bot.understanding.tagging import Array

ROOT = Path(__file__).parents[2]
EXAMPLES = read_examples(ROOT / "data" / "nlu" / "topics")[::6]


def hears_nothing(text: str) -> Array:
    return np.zeros(2, np.float32)


Opens = Callable[[], Embedding | None]


@pytest.fixture(scope="module")
def several(marked: list[Marked], embedding: Embedding) -> Several:
    learnt = Several.train(marked, EXAMPLES, embedding)
    assert learnt is not None
    return learnt


@pytest.fixture(scope="module", params=["with an embedding", "by signs alone"])
def opens(request: pytest.FixtureRequest, embedding: Embedding) -> Opens:
    return (lambda: embedding) if request.param == "with an embedding" else (lambda: None)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("hvad koster det, og hvor længe må man bo der?", ["hvad koster det", "hvor længe må man bo der"]),
        ("hvem kan få det? hvordan søger jeg?", ["hvem kan få det", "hvordan søger jeg"]),
        ("hvem gør rent, og må jeg selv vælge sted?", ["hvem gør rent", "må jeg selv vælge sted"]),
        ("hvem hjælper med mad og vask?", ["hvem hjælper med mad og vask"]),
        ("hvad koster det", ["hvad koster det"]),
    ],
)
def test_each_question_is_found_once(several: Several, opens: Opens, text: str, questions: list[str]) -> None:
    found = questions_among(several.parts(text, hears_nothing, opens))
    assert [question.text.strip(" ,.?") for question in found] == questions


def test_what_is_told_right_before_a_question_goes_with_it(several: Several, opens: Opens) -> None:
    (question,) = questions_among(
        several.parts("min søn er 24 og bor hos mig. hvem skal vi ringe til?", hears_nothing, opens)
    )
    assert question.told.startswith("min søn er 24")
    assert question.text == "hvem skal vi ringe til?"


def test_the_parts_are_the_whole_message_but_for_joining_words(several: Several, opens: Opens) -> None:
    text = "min søn er 24, og han bor hos mig. hvem skal vi ringe til, og hvad koster det?"
    assert " ".join(part.text for part in several.parts(text, hears_nothing, opens)).replace(" ", "").replace(
        "og", ""
    ) == text.replace(" ", "").replace("og", "")


LONG = "jeg ved ikke, om hun skal, eller om de kan komme, men hvornår"


def hears_two_topics(text: str) -> Array:
    """Of two topics one in the shorter texts, the other one in the longer ones."""
    return np.array([0.4, 0.0] if len(text) < 15 else [0.0, 0.4], np.float32)


@pytest.mark.parametrize("text", ["hvad koster det", LONG])
def test_where_no_topics_compete_no_embedding_is_opened(several: Several, text: str) -> None:
    several.parts(text, hears_nothing, lambda: pytest.fail("opened"))


def test_where_no_doubt_is_left_no_embedding_is_opened(several: Several) -> None:
    text = "hvad koster det? hvor længe må man bo der?"
    several.parts(text, hears_two_topics, lambda: pytest.fail("opened"))


@pytest.mark.parametrize(
    ("second", "settled"),
    [((0.0, 0.86, 0.14), True), ((0.0, 0.8, 0.2), False), ((0.0, 0.2, 0.8), True), ((0.8, 0.1, 0.1), True)],
    ids=["surely cut", "perhaps cut", "goes on", "tells"],
)
def test_to_cut_takes_more_certainty_than_to_leave_whole(second: tuple[float, ...], settled: bool) -> None:
    assert _settled(np.array([(0.1, 0.8, 0.1), second], np.float32), 0.75, 0.85) is settled


def test_where_doubt_is_left_an_embedding_is_opened(several: Several) -> None:
    # Signs that nothing was learnt about leave every segment in doubt.
    model = several.signs.model
    unlearnt = replace(several, signs=SegmentSigns(Linear(np.zeros_like(model.weights), np.zeros_like(model.bias))))
    opened: list[bool] = []
    unlearnt.parts(LONG, hears_two_topics, lambda: opened.append(True))
    assert opened


def test_what_was_learnt_is_the_same_after_storing(several: Several, opens: Opens) -> None:
    again = Several.from_arrays(several.arrays())
    text = "jeg bor alene. hvad koster det, og hvem sender regningen?"
    assert again.parts(text, hears_nothing, opens) == several.parts(text, hears_nothing, opens)


def test_without_an_embedding_the_signs_are_learnt_alone(marked: list[Marked]) -> None:
    learnt = Several.train(marked, EXAMPLES, None)
    assert learnt is not None
    assert Several.from_arrays(learnt.arrays()).context is None


def test_too_little_to_learn_from_teaches_nothing(marked: list[Marked]) -> None:
    assert Several.train([], EXAMPLES, None) is None
    assert Several.train(marked, [("hvad koster det", "ask/payment")], None) is None
