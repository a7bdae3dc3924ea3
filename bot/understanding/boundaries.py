"""Where one question of a message may end and the next begin, and how likely each such boundary is.

The places are found by form (sentence ends, commas, joining words, question words); how likely a boundary is there is
learnt from messages whose questions are marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.features import stem
from bot.understanding.odds import probability_of
from bot.understanding.regression import fit, sparse_matrix
from bot.understanding.text import fold

_JOINING = "og|å|aa|samt|men|plus|eller|også|ogsaa|derudover|desuden"
_ASKING = "hvad|hva|hvem|hvor|hvornår|hvornaar|hvordan|hvorledes|hvorfor|hvilken|hvilket|hvilke|hvorvidt|hvorhen"
_ABBREVIATIONS = ("f.eks.", "feks.", "bl.a.", "evt.", "ca.", "kl.", "nr.", "dvs.", "mht.", "stk.", "tlf.", "inkl.")
_NO_ABBREVIATION = "".join(f"(?<!{re.escape(short)})" for short in _ABBREVIATIONS)
_PLACE = re.compile(
    # the end of a sentence, a line, a dash, a comma or another mark, with a joining word behind it, if there is one
    rf"(?<=[?!;\n])\s*(?=\S)|(?<=[^\d\W]\.){_NO_ABBREVIATION}\s+(?=\S)|(?<=[,:)\]])\s+(?=\S)|(?<=\s[-–•*])\s*(?=\S)"
    rf"|\s+(?=(?:{_JOINING})\b)|\s*(?=[/&+]\s*\w)"
    # those who write without marks begin with the question word, or with its preposition
    rf"|\s+(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
# "... finde ud af, hvad han har brug for": what is to be found out belongs to the words before it.
_HOLDS_ON = re.compile(r"\bud\s+af,?\s*$", re.IGNORECASE)
_LEADING = re.compile(rf"^(?:[\s,;:.\-–•*/+&]|(?:{_JOINING}|så|saa)\b)*", re.IGNORECASE)
_WORD = re.compile(r"\w+|[?.,!;:/&+–-]")
_SHORT_VERBS = frozenset("kan ka ku skal ska vil ville maa skulle kunne ved findes".split())
_NO_VERBS = frozenset(
    "der her eller efter over under hver for aar timer penge dage uger mor far bror soester naar".split()
)
_SUBJECTS = frozenset(
    "jeg du man vi han hun i de det den der min mit mine vores jeres personalet kommunen nogen".split()
)
_ASKS = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
_MOST_PLACES = 24
_STRENGTH, _ROUNDS = 3.0, 100
_LEAST_COUNT = 3
_LENGTHS = (1, 2, 4, 7, 12)


def places(text: str) -> tuple[int, ...]:
    """The offsets in `text` where a boundary may be, in order, at most 24; never at its very beginning or end."""
    found: list[int] = []
    for match in _PLACE.finditer(text):
        offset = match.end()
        if not text[:offset].strip() or not any(char.isalnum() for char in text[offset:]):
            continue
        if _HOLDS_ON.search(text[:offset]):
            continue
        # ", og hvor": the comma, the joining word and the question word are one place, at the first of them.
        if found and only_joins(text[found[-1] : offset]):
            continue
        found.append(offset)
    return tuple(found[:_MOST_PLACES])


def without_joining_words(part: str) -> str:
    """A part of a message without the joining words and marks that it begins with, if something else is left."""
    return part.strip() if only_joins(part) else _LEADING.sub("", part).strip()


def only_joins(text: str) -> bool:
    """Whether `text` holds nothing but joining words and marks."""
    return not any(char.isalnum() for char in _LEADING.sub("", text))


def _signs(text: str, offset: int, before: int, after: int) -> list[str]:
    """What can be seen of a boundary at `offset`; `before` and `after` are the places around it."""
    left, right = text[before:offset], text[offset:after]
    last, first = _WORD.findall(fold(text[:offset]))[-3:], _WORD.findall(fold(text[offset:]))[:5]
    content = _WORD.findall(fold(without_joining_words(text[offset:])))[:3]
    signs = [f"last:{last[-1]}", f"pair:{stem(last[-1])} {stem(first[0])}"] if last and first else []
    signs += [f"before:{stem(word)}" for word in last]
    signs += [f"next{index}:{stem(word)}" for index, word in enumerate(first)]
    signs += [f"begins:{' '.join(content[:size])}" for size in (1, 2, 3)]
    asks = bool(_ASKS.search(left)), bool(_ASKS.search(right)), bool(_ASKS.search(text[:before]))
    signs += [f"asks:{asks[0]}{asks[1]}", f"asked:{asks[2] or asks[0]}{asks[1]}", f"mark:{'?' in text}"]
    signs += [f"left:{_size(left)}", f"right:{_size(right)}", f"sizes:{_size(left)}{_size(right)}"]
    signs += [f"question:{left.rstrip().endswith('?')}{right.rstrip().endswith('?')}"]
    # "..., er der nogen ...": the verb stands first in a question
    order = f"{_is_verb(content)}{len(content) > 1 and content[1] in _SUBJECTS}"
    signs += [f"order:{order}", f"order:{order}{last[-1] if last else ''}", f"order:{order}{asks[0]}"]
    return signs


def _is_verb(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in _SHORT_VERBS or (words[0] not in _NO_VERBS and words[0].endswith("r")))


def _size(part: str) -> int:
    words = len(part.split())
    return sum(words > least for least in _LENGTHS)


@dataclass(frozen=True)
class Boundaries:
    """How much each sign speaks for a boundary."""

    weights: Mapping[str, float]
    bias: float

    @classmethod
    def train(cls, examples: Iterable[tuple[str, Sequence[int]]]) -> Boundaries:
        """Learn from texts with the places (of `places`) at which there is a boundary."""
        rows: list[list[str]] = []
        targets: list[int] = []
        # A text that weighs more is given more than once; its signs are read once.
        seen: dict[str, tuple[tuple[int, ...], list[list[str]]]] = {}
        for text, boundaries in examples:
            if text not in seen:
                found = places(text)
                seen[text] = found, _all_signs(text, found)
            found, signs_of_places = seen[text]
            rows += signs_of_places
            targets += [int(place in boundaries) for place in found]
        counts = Counter(sign for signs in rows for sign in signs)
        names = sorted(sign for sign, count in counts.items() if count >= _LEAST_COUNT)
        if not rows or not names or len(set(targets)) < 2:
            return cls({}, 0.0)
        columns = {name: index for index, name in enumerate(names)}
        pointers, indexes = [0], []
        for signs in rows:
            indexes += sorted({columns[sign] for sign in signs if sign in columns})
            pointers.append(len(indexes))
        matrix = sparse_matrix((pointers, indexes, [1.0] * len(indexes)), len(names))
        learnt = fit(matrix, np.array(targets), 2, _STRENGTH, _ROUNDS)
        weights = learnt.weights[:, 1] - learnt.weights[:, 0]
        return cls(dict(zip(names, map(float, weights), strict=True)), float(learnt.bias[1] - learnt.bias[0]))

    def probable(self, text: str) -> dict[int, float]:
        """The places of `text` with the probability, 0..1, of a boundary there."""
        found = places(text)
        return {
            place: probability_of(self.bias + sum(self.weights.get(sign, 0.0) for sign in signs))
            for place, signs in zip(found, _all_signs(text, found), strict=True)
        }


def _all_signs(text: str, found: Sequence[int]) -> list[list[str]]:
    around = [0, *found, len(text)]
    return [_signs(text, place, around[index], around[index + 2]) for index, place in enumerate(found)]
