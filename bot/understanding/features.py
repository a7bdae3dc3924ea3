"""Sparse features: tf-idf of words and word pairs, and of characters, each family of unit length."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.understanding.remembering import Remembered

_WORD = re.compile(r"[a-z]+|\d+|§")
_CHAR_SIZES = range(3, 6)
# Longest first; what is left must keep at least four letters.
_ENDINGS = tuple(
    sorted(
        "erendes erende ernes erens erne eren eres ende enes enet ene ens ets ere er en et es te de e s t".split(),
        key=len,
        reverse=True,
    )
)
_SHORTEST_STEM = 4
_REMEMBERED_WORDS = 5_000
_SECTION_MARKS = frozenset({"§", "paragraf", "paragraffen"})


@lru_cache(maxsize=_REMEMBERED_WORDS)
def stem(word: str) -> str:
    """A light Danish stem of a folded word: one ending taken off where at least four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def terms(folded: str) -> tuple[list[str], list[str]]:
    """Word terms and character terms of a folded text; numbers are one word, except those of sections."""
    words = _words(folded)
    stems = [stem(word) for word in words]
    chars = [term for word in words for term in _char_terms(word)]
    return [_word_term(stem) for stem in stems] + _pair_terms(stems), chars


def _words(folded: str) -> list[str]:
    found = _WORD.findall(folded)
    return [_masked(word, before) for before, word in zip(["", *found], found, strict=False)]


def _word_term(stem: str) -> str:
    return f"w:{stem}"


def _pair_terms(stems: Sequence[str]) -> list[str]:
    return [f"w:{left} {right}" for left, right in zip(stems, stems[1:], strict=False)]


def _char_terms(word: str) -> list[str]:
    padded = f" {word} "
    found: list[str] = []
    for size in _CHAR_SIZES:
        if len(padded) <= size:
            found.append(f"c:{padded}")
            break
        found += [f"c:{padded[start : start + size]}" for start in range(len(padded) - size + 1)]
    return found


def _masked(word: str, before: str) -> str:
    """The word, or 0 for a number; a section keeps its own: "§ 107" names the service, "24" an age."""
    return "0" if word.isdigit() and before not in _SECTION_MARKS else word


class Features(NamedTuple):
    """The terms of one text that a vectoriser knows: their columns and values."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]


class _Word(NamedTuple):
    """What a vectoriser knows of one word: its stem, and the columns of its terms, as far as it has them."""

    stem: str
    column: int | None
    chars: tuple[int, ...]


@dataclass(frozen=True)
class Vectoriser:
    """Vocabulary (term -> column) and inverse document frequencies, learnt from the training texts."""

    columns: dict[str, int]
    idf: NDArray[np.float32]
    _known: Remembered[str, _Word] = field(
        default_factory=lambda: Remembered(_REMEMBERED_WORDS), init=False, repr=False, compare=False
    )

    @classmethod
    def fit(cls, texts: Iterable[str], least_documents: int = 1) -> Vectoriser:
        """Learn the terms that at least `least_documents` of the folded `texts` hold."""
        documents: Counter[str] = Counter()
        count = 0
        for text in texts:
            count += 1
            words, chars = terms(text)
            documents.update(set(words) | set(chars))
        kept = sorted(term for term, number in documents.items() if number >= least_documents)
        idf = [math.log((1 + count) / (1 + documents[term])) + 1 for term in kept]
        return cls({term: column for column, term in enumerate(kept)}, np.array(idf, dtype=np.float32))

    def vector(self, folded: str) -> Features:
        """The features of one folded text; terms never seen in training are left out."""
        words = [self._word(word) for word in _words(folded)]
        columns: list[NDArray[np.int64]] = []
        values: list[NDArray[np.float32]] = []
        for family in (self._word_columns(words), chain.from_iterable(word.chars for word in words)):
            counted = Counter(family)
            if not counted:
                continue
            here = np.fromiter(counted, np.int64, len(counted))
            weights = (1 + np.log(np.fromiter(counted.values(), np.float32, len(counted)))) * self.idf[here]
            columns.append(here)
            values.append(weights / math.sqrt(weights.dot(weights)))
        if not columns:
            return Features(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
        return Features(np.concatenate(columns), np.concatenate(values))

    def known_share(self, folded: str) -> float:
        """The share of the text's words that training has seen, 0..1: nonsense has a low share."""
        words = [self._word(word) for word in _words(folded)]
        return sum(word.column is not None for word in words) / len(words) if words else 0.0

    def _word_columns(self, words: Sequence[_Word]) -> list[int]:
        alone = [word.column for word in words if word.column is not None]
        pairs = map(self.columns.get, _pair_terms([word.stem for word in words]))
        return alone + [column for column in pairs if column is not None]

    def _word(self, word: str) -> _Word:
        return self._known.get(word, lambda: self._looked_up(word))

    def _looked_up(self, word: str) -> _Word:
        stemmed = stem(word)
        chars = map(self.columns.get, _char_terms(word))
        return _Word(
            stemmed, self.columns.get(_word_term(stemmed)), tuple(column for column in chars if column is not None)
        )


def rows(vectoriser: Vectoriser, texts: Sequence[str]) -> tuple[list[int], list[int], list[float]]:
    """Row pointers, columns and values of all `texts`: the three arrays of a compressed sparse matrix."""
    pointers, columns, values = [0], [], []
    for text in texts:
        text_columns, text_values = vectoriser.vector(text)
        columns += text_columns.tolist()
        values += text_values.tolist()
        pointers.append(len(columns))
    return pointers, columns, values
