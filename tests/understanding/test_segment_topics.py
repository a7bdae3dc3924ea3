"""What the topics heard in the segments of a message say about where its questions begin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.understanding.segment_topics import SegmentTopics

SURE, SHARES, DIFFERS, SEVERAL = range(4)


def topics(*rows: tuple[float, float]) -> SegmentTopics:
    return SegmentTopics(np.array(rows, dtype=np.float32))


def test_each_segment_is_heard_without_the_words_that_join_it() -> None:
    heard: list[str] = []

    def hears(text: str) -> np.ndarray:
        heard.append(text)
        return np.zeros(2, np.float32)

    SegmentTopics.of("hvad koster det, og hvem kan få det", [(0, 17), (17, 35)], hears)
    assert heard == ["hvad koster det,", "hvem kan få det"]


@pytest.mark.parametrize(
    ("found", "compete"),
    [
        (topics((0.9, 0.0), (0.0, 0.9)), True),
        (topics((0.9, 0.0), (0.0, 0.3)), True),
        (topics((0.9, 0.0), (0.7, 0.1)), False),
        (topics((0.1, 0.1), (0.1, 0.1)), False),
    ],
)
def test_topics_compete_where_more_than_one_is_heard(found: SegmentTopics, compete: bool) -> None:
    assert found.compete is compete


def test_another_topic_behind_a_clear_one_differs_from_it() -> None:
    other, same = topics((1.0, 0.0), (0.0, 1.0)).signs()[1], topics((1.0, 0.0), (1.0, 0.0)).signs()[1]
    assert other.tolist() == [1.0, 0.0, 1.0, 1.0]
    assert same.tolist() == [1.0, 1.0, 0.0, 0.0]


def test_another_topic_says_less_behind_one_that_is_hardly_heard() -> None:
    assert topics((0.2, 0.0), (0.0, 1.0)).signs()[1, DIFFERS] == pytest.approx(0.2)


def test_the_first_segment_has_nothing_before_it() -> None:
    assert topics((0.8, 0.1), (0.0, 1.0)).signs()[0, [SHARES, DIFFERS]].tolist() == [0.0, 0.0]


@given(arrays(np.float32, (4, 6), elements=st.floats(0, 0.125, width=32)))
def test_every_sign_lies_between_nought_and_one(probabilities: np.ndarray) -> None:
    signs = SegmentTopics(probabilities).signs()
    assert signs.shape == (4, 4)
    assert ((signs >= 0) & (signs <= 1 + 1e-6)).all()
