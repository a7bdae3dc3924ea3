"""Which segments of a message begin a question, which go on with one and which only tell: what is learnt and decoded.

The segments lie between the places where a question may begin or end (`boundaries`). A question is a segment that
begins one, with all that go on with it: "hvad koster det | og hvem betaler | for mad | jeg er 24" begins, begins, goes
on, tells.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bot.understanding.boundaries import only_joins, places
from bot.understanding.marked import Marked

Array = NDArray[np.float32]
Span = tuple[int, int]
# So small a probability is no probability: keeps logarithms finite.
_TINY = 1e-6


class Tag(IntEnum):
    """What a segment does; the value is its column in an array of probabilities."""

    TELLS = 0
    BEGINS = 1
    GOES_ON = 2


def segments(text: str) -> tuple[Span, ...]:
    """Where the segments of a text begin and end, in order; one for a text without places."""
    ends = [0, *places(text), len(text)]
    return tuple(zip(ends, ends[1:], strict=False))


def likeliest_tags(probabilities: Array) -> tuple[Tag, ...]:
    """The likeliest tags of segments (Viterbi): what goes on goes on with something.

    `probabilities` have a row for each segment and a column for each tag.
    """
    logs = np.log(probabilities + _TINY)
    so_far = np.array([logs[0, Tag.TELLS], logs[0, Tag.BEGINS], -np.inf])
    came_from: list[NDArray[np.intp]] = []
    for row in logs[1:]:
        # Behind what tells nothing goes on; anything may stand behind anything else.
        before = np.array([so_far.argmax(), so_far.argmax(), Tag.BEGINS + so_far[Tag.BEGINS :].argmax()])
        came_from.append(before)
        so_far = so_far[before] + row
    tags = [int(so_far.argmax())]
    for before in reversed(came_from):
        tags.append(int(before[tags[-1]]))
    return tuple(Tag(tag) for tag in reversed(tags))


def tags_of(message: Marked) -> tuple[Tag, ...]:
    """The tags of a marked message's segments: one belongs to the question that holds at least half of its letters.

    Neighbours that ask for the same topic with nothing between them are one question.
    """
    text, questions = message.text, _questions(message)
    tags: list[Tag] = []
    last = None
    for start, end in segments(text):
        inside = [_letters(text[max(start, begin) : min(end, stop)]) for begin, stop in questions]
        most = max(range(len(questions)), key=inside.__getitem__)
        if inside[most] == 0 or 2 * inside[most] < _letters(text[start:end]):
            tags.append(Tag.TELLS)
            last = None
        else:
            tags.append(Tag.GOES_ON if most == last else Tag.BEGINS)
            last = most
    return tuple(tags)


def _questions(message: Marked) -> list[Span]:
    found: list[tuple[int, int, str]] = []
    for start, end, topic in message.spans():
        if found and found[-1][2] == topic and only_joins(message.text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end, topic)
        else:
            found.append((start, end, topic))
    return [(start, end) for start, end, _ in found]


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)
