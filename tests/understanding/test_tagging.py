"""Tags of segments: what a marked message teaches, and what is made of probabilities."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.marked import Marked
from bot.understanding.tagging import Tag, likeliest_tags, segments, tags_of

TELLS, BEGINS, GOES_ON = Tag.TELLS, Tag.BEGINS, Tag.GOES_ON


@given(st.text(alphabet="ab ,.?!;:/&-\nogsamthvad", max_size=300))
def test_the_segments_of_a_text_are_the_whole_of_it_in_order(text: str) -> None:
    assert "".join(text[start:end] for start, end in segments(text)) == text


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("[Hvad koster det](payment), og [hvor længe er det](duration)?", [BEGINS, BEGINS]),
        ("Jeg er 24. [Hvad koster det](payment)?", [TELLS, BEGINS]),
        ("[Hvad koster det, og hvem betaler](payment)? Tak for hjælpen.", [BEGINS, GOES_ON, TELLS]),
        ("[hvem søger](application) og [hvordan](application)", [BEGINS, GOES_ON]),
        ("[hvem søger](application), min bror, [hvordan](application)", [BEGINS, TELLS, BEGINS]),
        ("Hun skriver, at [hvad det koster](payment), vil hun vide", [TELLS, TELLS, BEGINS, TELLS]),
        ("[pris](payment)", [BEGINS]),
    ],
)
def test_a_question_begins_in_one_segment_and_goes_on_in_those_behind(line: str, tags: list[Tag]) -> None:
    assert list(tags_of(Marked.parse(line))) == tags


def test_where_each_segment_is_clear_the_likeliest_tag_is_taken() -> None:
    probabilities = np.array([[0.1, 0.8, 0.1], [0.2, 0.1, 0.7], [0.9, 0.05, 0.05]], np.float32)
    assert likeliest_tags(probabilities) == (BEGINS, GOES_ON, TELLS)


@given(st.lists(st.tuples(*[st.floats(0.01, 1.0)] * 3), min_size=1, max_size=5))
def test_no_other_tags_are_likelier_and_nothing_goes_on_from_nothing(rows: list[tuple[float, float, float]]) -> None:
    probabilities = np.array(rows) / np.array(rows).sum(axis=1, keepdims=True)

    def possible(tags: tuple[Tag, ...]) -> bool:
        return all(
            tag is not GOES_ON or before in (BEGINS, GOES_ON) for before, tag in itertools.pairwise((TELLS, *tags))
        )

    def likelihood(tags: tuple[Tag, ...]) -> float:
        return float(np.prod(probabilities[np.arange(len(tags)), list(tags)]))

    found = likeliest_tags(probabilities)
    assert possible(found)
    best = max(likelihood(tags) for tags in itertools.product(Tag, repeat=len(rows)) if possible(tags))
    assert likelihood(found) >= best * 0.999
