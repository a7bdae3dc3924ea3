"""Segments by what the real embedding says of their pieces."""

import numpy as np
import pytest

from bot.understanding.embedding import LONGEST_READ, Embedding
from bot.understanding.marked import Marked
from bot.understanding.segments_in_context import SegmentsInContext
from bot.understanding.tagging import Tag, segments, tags_of
from tests.understanding.conftest import Listening


@pytest.fixture(scope="module")
def context(marked: list[Marked], embedding: Embedding) -> SegmentsInContext:
    examples = [(message.text, tags_of(message)) for message in marked]
    return SegmentsInContext.train(examples, [1.0] * len(examples), embedding)


def test_what_is_told_and_what_is_asked_are_known_without_marks(
    context: SegmentsInContext, embedding: Embedding
) -> None:
    text = "min bror er flyttet hjem til os, og hvad skal han betale, og hvem sender regningen"
    tags = context.probabilities(text, embedding).argmax(axis=1)
    assert [Tag(tag) for tag in tags] == [Tag.TELLS, Tag.BEGINS, Tag.BEGINS]


@pytest.mark.parametrize("text", ["", "\n,\n", "😅, 😅 og 😅", "a" * 5000, "ja, " * 400, "\ud800, og \ud800"])
def test_any_text_has_probabilities_for_each_of_its_segments(
    context: SegmentsInContext, embedding: Embedding, text: str
) -> None:
    probabilities = context.probabilities(text, embedding)
    assert probabilities.shape == (len(segments(text)), len(Tag))
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_short_message_is_read_once_and_whole(context: SegmentsInContext, embedding: Embedding) -> None:
    noting, text = Listening(embedding), "jeg er 24, og min mor er syg. hvad koster det, og hvem kan få det"
    context.probabilities(text, noting)
    assert noting.asked == [text]


def test_of_a_long_message_all_is_read_in_pieces_that_are_read_whole(
    context: SegmentsInContext, embedding: Embedding
) -> None:
    noting, text = Listening(embedding), "Vi har boet her i mange år. " * 40 + "Hvad koster det?"
    context.probabilities(text, noting)
    assert "".join(noting.asked) == text
    assert max(map(len, noting.asked)) <= LONGEST_READ


def test_the_same_messages_teach_the_same(
    context: SegmentsInContext, marked: list[Marked], embedding: Embedding
) -> None:
    few = [(message.text, tags_of(message)) for message in marked[:60]]
    first, second = (SegmentsInContext.train(few, [1.0] * len(few), embedding) for _ in range(2))
    text = "jeg er 24, hvad koster det, og hvem kan få det"
    assert np.array_equal(first.probabilities(text, embedding), second.probabilities(text, embedding))
