"""Corrects spelling towards the words of the training data, for words that nobody else knows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.known_words import OrdinaryWords
from bot.understanding.remembering import Remembered
from bot.understanding.text import fold

_WORD = re.compile(r"[^\W\d_]{4,}")
# "døøøø", "hjæææælp": no Danish word has one letter three times.
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_LETTERS_FOR_TWO_MISTAKES = 8
_REMEMBERED_WORDS = 10_000


class Spelling:
    """The words worth correcting towards: folded spelling -> as it is written, with how often it occurs."""

    def __init__(self, words: Mapping[str, tuple[str, int]], is_ordinary: Callable[[str], bool] | None = None) -> None:
        self._words = dict(words)
        self._is_ordinary = is_ordinary or OrdinaryWords()
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_length[len(word)].append(word)
        self._corrected: Remembered[str, str] = Remembered(_REMEMBERED_WORDS)

    @classmethod
    def learn(cls, texts: Iterable[str], is_ordinary: Callable[[str], bool] | None = None) -> Spelling:
        """Learn the Danish words of the training texts, each in its most frequent way of writing."""
        known = is_ordinary or OrdinaryWords()
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for word in _WORD.findall(text):
                written[fold(word)][word.lower()] += 1
        words = {}
        for folded, spellings in sorted(written.items()):
            ordinary = [(number, spelling) for spelling, number in spellings.items() if known(spelling)]
            if ordinary:
                words[folded] = (max(ordinary)[1], sum(spellings.values()))
        return cls(words, known)

    def corrected(self, text: str) -> str:
        """`text` with unknown words written as the nearest known one; everything else stays as it is."""
        return _WORD.sub(lambda found: self._of_word(found.group()), _DRAWN_OUT.sub(r"\1", text))

    def dump(self) -> dict[str, list[str | int]]:
        """What `load` reads back, as JSON."""
        return {folded: [spelling, number] for folded, (spelling, number) in self._words.items()}

    @classmethod
    def load(cls, stored: Mapping[str, tuple[str, int]], is_ordinary: Callable[[str], bool] | None = None) -> Spelling:
        """Read what `dump` gave."""
        return cls({folded: (spelling, number) for folded, (spelling, number) in stored.items()}, is_ordinary)

    def _of_word(self, word: str) -> str:
        return self._corrected.get(word, lambda: self._nearest(word))

    def _nearest(self, word: str) -> str:
        folded = fold(word)
        if folded in self._words:
            # "raadighedsbeloeb" gets its Danish letters back; a word that has them stays.
            spelling = self._words[folded][0]
            return spelling if word.isascii() and spelling != word.lower() else word
        if self._is_ordinary(word):
            return word
        limit = 2 if len(folded) >= _LETTERS_FOR_TWO_MISTAKES else 1
        lengths = range(len(folded) - limit, len(folded) + limit + 1)
        near = [
            (distance, -self._words[candidate][1], candidate)
            for length in lengths
            for candidate, distance, _ in process.extract(
                folded, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=None
            )
        ]
        return self._words[min(near)[2]][0] if near else word
