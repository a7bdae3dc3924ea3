"""Tags of segments by what can be seen of them: words, marks and the order of words, weighed by a regression.

Quick, and enough for most messages; where it is in doubt, `segments_in_context` says more.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.boundaries import ASKING, without_joining_words
from bot.understanding.features import stem
from bot.understanding.regression import Linear, fit, softmax, sparse_matrix
from bot.understanding.tagging import Array, Span, Tag, segments
from bot.understanding.text import fold

# A sign is known by a number of so many bits: no list of words is kept, and of two signs with one number the weights
# add up to what is right for the one that is common.
_BITS = 16
_STRENGTH, _ROUNDS = 0.1, 40
_WORD = re.compile(r"\w+|[?.,!;:/&+–-]")
_ASKS = re.compile(rf"\b(?:{ASKING})\b", re.IGNORECASE)
# Clauses that begin so hang on another one and seldom ask by themselves.
_HANGS = re.compile(r"^\W*(?:for at|når|naar|hvis|fordi|mens|som|der|at|om)\b", re.IGNORECASE)
_SHORT_VERBS = frozenset("kan ka ku skal ska vil ville maa skulle kunne ved findes".split())
_NO_VERBS = frozenset(
    "der her eller efter over under hver for aar timer penge dage uger mor far bror soester naar".split()
)
_SUBJECTS = frozenset(
    "jeg du man vi han hun i de det den der min mit mine vores jeres personalet kommunen nogen".split()
)
# Steps in which the number of words counts.
_LENGTHS = (1, 2, 4, 7, 12)
# How many words around the beginning of a segment are seen, on its left, on its right and in the next one.
_LAST, _FIRST, _NEXT = 3, 5, 4


@dataclass(frozen=True)
class SegmentSigns:
    """A regression over the signs of a segment; its columns are the tags."""

    model: Linear

    @classmethod
    def train(cls, examples: Sequence[tuple[str, Sequence[Tag]]]) -> SegmentSigns:
        """Learn from texts with the tags of their segments; a text that weighs more is given more than once."""
        pointers = [0]
        columns: list[int] = []
        targets: list[Tag] = []
        read: dict[str, list[list[int]]] = {}
        for text, tags in examples:
            if text not in read:
                read[text] = list(_columns(text))
            for row in read[text]:
                columns += row
                pointers.append(len(columns))
            targets += tags
        matrix = sparse_matrix((pointers, columns, [1.0] * len(columns)), 1 << _BITS)
        return cls(fit(matrix, np.array(targets), len(Tag), _STRENGTH, _ROUNDS).halved())

    def probabilities(self, text: str) -> Array:
        """The probabilities of the tags: a row for each segment of `text`."""
        sums = [self.model.weights[row].sum(axis=0, dtype=np.float32) for row in _columns(text)]
        return softmax(np.stack(sums) + self.model.bias)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` needs, by name."""
        return {"signs_weights": self.model.weights, "signs_bias": self.model.bias}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> SegmentSigns:
        """The regression that `arrays` gave."""
        return cls(Linear(arrays["signs_weights"].astype(np.float16), arrays["signs_bias"].astype(np.float32)))


def _columns(text: str) -> Iterator[list[int]]:
    """For each segment, the numbers of its signs, each once."""
    for signs in _signs(text, segments(text)):
        yield sorted({zlib.crc32(sign.encode("utf-8", "replace")) & ((1 << _BITS) - 1) for sign in signs})


def _signs(text: str, spans: Sequence[Span]) -> Iterator[list[str]]:
    words = [_WORD.findall(fold(text[start:end])) for start, end in spans]
    for index, (start, end) in enumerate(spans):
        left = text[spans[index - 1][0] : start] if index else ""
        before = [word for earlier in words[:index] for word in earlier][-_LAST:]
        behind = [word for later in words[index:] for word in later][:_FIRST]
        signs = _of_beginning(text, start, before, behind)
        signs += _of_halves(left, text[start:end], text[: start - len(left)])
        signs += _of_words(words[index])
        signs += [f"previous:{stem(word)}" for word in words[index - 1]] if index else ["first"]
        signs += [f"then:{stem(word)}" for word in words[index + 1][:_NEXT]] if index + 1 < len(spans) else ["last"]
        yield [*signs, f"mark:{'?' in text}"]


def _of_beginning(text: str, start: int, before: Sequence[str], behind: Sequence[str]) -> list[str]:
    """What stands around the place at which a segment begins, and whether a verb stands first, as in a question."""
    content = _WORD.findall(fold(without_joining_words(text[start:])))[:3]
    last = before[-1] if before else ""
    asked = bool(_ASKS.search(" ".join(before)))
    order = f"{_is_verb(content)}{len(content) > 1 and content[1] in _SUBJECTS}"
    return [
        f"last:{last}",
        f"pair:{stem(last) if last else ''} {stem(behind[0]) if behind else ''}",
        *(f"before:{stem(word)}" for word in before),
        *(f"next{index}:{stem(word)}" for index, word in enumerate(behind)),
        *(f"begins:{' '.join(content[:size])}" for size in (1, 2, 3)),
        *(f"order:{order}{more}" for more in ("", last, asked)),
    ]


def _of_halves(left: str, own: str, earlier: str) -> list[str]:
    """What the segment before and this one have in common, and in what they differ."""
    asks = bool(_ASKS.search(left)), bool(_ASKS.search(own))
    marks = left.rstrip().endswith("?"), own.rstrip().endswith("?")
    return [
        f"asks:{asks[0]}{asks[1]}",
        f"asked:{asks[0] or bool(_ASKS.search(earlier))}{asks[1]}",
        f"left:{_size(left)}",
        f"right:{_size(own)}",
        f"sizes:{_size(left)}{_size(own)}",
        f"question:{marks[0]}{marks[1]}",
        f"ends with mark:{marks[1]}",
        f"hangs:{bool(_HANGS.match(own))}",
    ]


def _of_words(words: Sequence[str]) -> list[str]:
    stems = [stem(word) for word in words]
    return [
        *(f"in:{one}" for one in stems),
        *(f"in:{one} {other}" for one, other in zip(stems, stems[1:], strict=False)),
        *(f"end:{' '.join(words[-size:])}" for size in (1, 2)),
    ]


def _is_verb(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in _SHORT_VERBS or (words[0] not in _NO_VERBS and words[0].endswith("r")))


def _size(part: str) -> int:
    words = len(part.split())
    return sum(words > least for least in _LENGTHS)
