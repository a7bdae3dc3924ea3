"""What is learnt from marked messages: where the questions of a message stand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.understanding.examples import read_examples
from bot.understanding.features import Vectoriser
from bot.understanding.marked import Marked
from bot.understanding.several import Seen, Several, boundaries_of, questions_among
from bot.understanding.text import fold

ROOT = Path(__file__).parents[2]
See = Callable[..., Callable[[str], Seen]]


EXAMPLES = read_examples(ROOT / "data" / "nlu" / "topics")[::6]


@pytest.fixture(scope="module")
def vectoriser() -> Vectoriser:
    return Vectoriser.fit([fold(text) for text, _ in EXAMPLES])


@pytest.fixture(scope="module")
def several(marked: list[Marked], vectoriser: Vectoriser) -> Several:
    learnt = Several.train(marked, EXAMPLES, vectoriser)
    assert learnt is not None
    return learnt


@pytest.fixture(scope="module")
def see(vectoriser: Vectoriser) -> See:
    """Makes what sees every part as clear, or as clear as a function says."""

    def made(clear: Callable[[str], float] = lambda part: 0.9) -> Callable[[str], Seen]:
        return lambda part: Seen(vectoriser.vector(fold(part)), clear(part))

    return made


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("hvad koster det, og hvor længe må man bo der?", ["hvad koster det", "hvor længe må man bo der"]),
        ("hvem kan få det? hvordan søger jeg?", ["hvem kan få det", "hvordan søger jeg"]),
        ("hvem gør rent, og må jeg selv vælge sted?", ["hvem gør rent", "må jeg selv vælge sted"]),
        ("hvad koster det", ["hvad koster det"]),
    ],
)
def test_each_question_is_found_once(several: Several, see: See, text: str, questions: list[str]) -> None:
    found = questions_among(several.parts(text, see()))
    assert [question.text.strip(" ,.?") for question in found] == questions


def test_what_is_clear_only_as_a_whole_is_not_cut(several: Several, see: See) -> None:
    text = "hvem hjælper med mad og vask?"
    (question,) = questions_among(several.parts(text, see(lambda part: 0.9 if part == text else 0.2)))
    assert question.text == text


def test_what_is_told_right_before_a_question_goes_with_it(several: Several, see: See) -> None:
    (question,) = questions_among(several.parts("min søn er 24 og bor hos mig. hvem skal vi ringe til?", see()))
    assert question.told.startswith("min søn er 24")
    assert question.text == "hvem skal vi ringe til?"


def test_what_was_learnt_is_the_same_after_storing(several: Several, see: See) -> None:
    words, arrays = several.dump()
    again = Several.load(words, arrays)
    text = "jeg bor alene. hvad koster det, og hvem sender regningen?"
    assert again.parts(text, see()) == several.parts(text, see())


def test_too_little_to_learn_from_teaches_nothing(marked: list[Marked], vectoriser: Vectoriser) -> None:
    assert Several.train([], [("hvad koster det", "ask/payment")], vectoriser) is None
    assert Several.train(marked, [], vectoriser) is None


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
