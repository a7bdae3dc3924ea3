"""The tags of segments by their signs and by the topics heard in them."""

import numpy as np
import pytest

from bot.understanding.segment_topics import SegmentTopics
from bot.understanding.tagging import Tag
from bot.understanding.weighing_tags import evidence, weighed

# The first segment begins a question; the second one begins another or goes on.
DOUBT = np.array([[0.02, 0.96, 0.02], [0.02, 0.49, 0.49]], np.float32)
ONE_TOPIC = SegmentTopics(np.array([[1.0, 0.0], [1.0, 0.0]], np.float32))
TWO_TOPICS = SegmentTopics(np.array([[1.0, 0.0], [0.0, 1.0]], np.float32))


def test_where_signs_leave_doubt_another_topic_begins_a_question_and_the_same_goes_on() -> None:
    other, same = (weighed(DOUBT, topics)[1] for topics in (TWO_TOPICS, ONE_TOPIC))
    assert other.argmax() == Tag.BEGINS
    assert same.argmax() == Tag.GOES_ON


def test_every_segment_has_probabilities() -> None:
    found = weighed(DOUBT, TWO_TOPICS)
    assert found.shape == (2, len(Tag))
    assert found.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_what_is_weighed_has_a_row_for_each_segment_with_the_tags_and_the_signs_of_topics() -> None:
    assert evidence(DOUBT, TWO_TOPICS).shape == (2, len(Tag) + 4)
