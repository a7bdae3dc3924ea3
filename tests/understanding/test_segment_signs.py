import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.marked import Marked
from bot.understanding.segment_signs import SegmentSigns
from bot.understanding.tagging import Tag, segments, tags_of


@pytest.fixture(scope="module")
def signs(marked: list[Marked]) -> SegmentSigns:
    return SegmentSigns.train([(message.text, tags_of(message)) for message in marked])


def begins(signs: SegmentSigns, text: str) -> list[float]:
    return [float(row[Tag.BEGINS]) for row in signs.probabilities(text)]


def test_a_question_begins_sooner_between_questions_than_in_a_list(signs: SegmentSigns) -> None:
    between, inside = (begins(signs, f"hvad koster {rest}")[1] for rest in ("det, og hvem søger?", "mad, og tøj?"))
    assert between > 0.5 > inside


def test_what_is_told_before_a_question_begins_none(signs: SegmentSigns) -> None:
    told, asked = begins(signs, "min søn er syg. hvad koster det?")
    assert asked > 0.5 > told


@given(st.text(max_size=200))
def test_any_text_has_probabilities_for_each_of_its_segments(signs: SegmentSigns, text: str) -> None:
    probabilities = signs.probabilities(text)
    assert probabilities.shape == (len(segments(text)), len(Tag))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_what_was_learnt_is_the_same_after_storing(signs: SegmentSigns) -> None:
    text = "jeg bor alene. hvad koster det, og hvem sender regningen?"
    again = SegmentSigns.from_arrays(signs.arrays())
    assert np.array_equal(again.probabilities(text), signs.probabilities(text))
