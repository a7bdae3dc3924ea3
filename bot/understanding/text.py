"""Text as the other modules see it: folded letters, tokens with offsets, and a line for patterns."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import NamedTuple

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ß": "ss", "’": "'", "´": "'"})
_TOKEN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+|[^\s\w]|_")
# Whoever looks for something in a message takes it apart: the same one, a dozen times in a row.
_TEXTS_AT_A_TIME = 8


def fold(text: str) -> str:
    """Lower-case `text` with æ, ø, å as ae, oe, aa and every other accent removed, so that spellings meet."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class Token(NamedTuple):
    """A number, a word or a punctuation mark; `start` and `end` are offsets in the original text."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or a number, not punctuation."""
        return self.text[0].isalnum()

    @property
    def is_number(self) -> bool:
        """Whether the token consists of the digits 0-9 alone."""
        return self.text.isascii() and self.text.isdigit()


@lru_cache(maxsize=_TEXTS_AT_A_TIME)
def tokenise(text: str) -> tuple[Token, ...]:
    """The numbers, words and punctuation marks of `text`, in order."""
    return tuple(Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))


class FoldedLine:
    """The folded tokens of a text joined by one blank each: what patterns are matched against.

    One spelling, one kind of blank and blanks around punctuation keep the patterns short;
    `original_span` leads back to the text that the citizen wrote.
    """

    def __init__(self, text: str) -> None:
        self.tokens = tokenise(text)
        self.line = " ".join(token.folded for token in self.tokens)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for token in self.tokens:
            starts.append(position)
            position += len(token.folded) + 1
        return starts

    def token_range(self, start: int, end: int) -> range:
        """Indexes of the tokens between two offsets of `line`."""
        return range(bisect_right(self._starts, start) - 1, bisect_right(self._starts, max(start, end - 1)))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of what stands between two offsets of `line`."""
        indexes = self.token_range(start, end)
        return self.tokens[indexes[0]].start, self.tokens[indexes[-1]].end


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that has several; empty for a single one."""
    found = tuple(part.strip() for part in re.split(r"[.!?\r\n]+", text) if part.strip())
    return found if len(found) > 1 else ()


def normalise(text: str) -> str:
    """The folded words of `text` with one blank between: the form in which whole messages are compared."""
    return words_between(text, 0, len(text))


def words_between(text: str, start: int, end: int) -> str:
    """The folded words between two offsets of `text` that cut no word, with one blank between.

    Whoever looks at what stands before several things in one text has it taken apart once.
    """
    return " ".join(one.folded for one in tokenise(text) if one.is_word and start <= one.start and one.end <= end)
