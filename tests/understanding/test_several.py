"""What is learnt from marked messages: where the questions of a message stand."""

from pathlib import Path

import pytest

from bot.understanding.examples import read_examples
from bot.understanding.marked import Marked
from bot.understanding.several import Several, boundaries_of, questions_among

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def several(marked: list[Marked]) -> Several:
    learnt = Several.train(marked, read_examples(ROOT / "data" / "nlu" / "topics")[::6])
    assert learnt is not None
    return learnt


def parts(several: Several, text: str) -> list[str]:
    return [question.text.strip(" ,.?") for question in questions_among(several.parts(text, lambda part: 0.9))]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("hvad koster det, og hvor længe må man bo der?", ["hvad koster det", "hvor længe må man bo der"]),
        ("hvem kan få det? hvordan søger jeg?", ["hvem kan få det", "hvordan søger jeg"]),
        ("hvem gør rent, og må jeg selv vælge sted?", ["hvem gør rent", "må jeg selv vælge sted"]),
        ("hvad koster det", ["hvad koster det"]),
    ],
)
def test_each_question_is_found_once(several: Several, text: str, questions: list[str]) -> None:
    assert parts(several, text) == questions


def test_what_is_clear_only_as_a_whole_is_not_cut(several: Several) -> None:
    text = "hvem hjælper med mad og vask?"
    (question,) = questions_among(several.parts(text, lambda part: 0.9 if part == text else 0.2))
    assert question.text == text


def test_what_is_told_right_before_a_question_goes_with_it(several: Several) -> None:
    (question,) = questions_among(
        several.parts("min søn er 24 og bor hos mig. hvem skal vi ringe til?", lambda part: 0.9)
    )
    assert question.told.startswith("min søn er 24")
    assert question.text == "hvem skal vi ringe til?"


def test_what_was_learnt_is_the_same_after_storing(several: Several) -> None:
    words, arrays = several.dump()
    again = Several.load(words, arrays)
    text = "jeg bor alene. hvad koster det, og hvem sender regningen?"
    assert again.parts(text, lambda part: 0.7) == several.parts(text, lambda part: 0.7)


def test_too_little_to_learn_from_teaches_nothing(marked: list[Marked]) -> None:
    assert Several.train([], [("hvad koster det", "ask/payment")]) is None
    assert Several.train(marked, []) is None


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("[hvad koster det](payment), og [hvor længe](duration)?", ["hvad koster det,", "og hvor længe?"]),
        ("Jeg er 24. [Hvad koster det](payment)?", ["Jeg er 24.", "Hvad koster det?"]),
        ("[hvem søger](application) og [hvordan](application)", ["hvem søger og hvordan"]),
    ],
)
def test_a_boundary_is_where_a_part_that_asks_begins_or_ends(line: str, cut: list[str]) -> None:
    message = Marked.parse(line)
    around = [0, *boundaries_of(message), len(message.text)]
    found = [message.text[start:end].strip() for start, end in zip(around, around[1:], strict=False)]
    assert found == cut
