"""Patterns that are tried only where a text holds something that they cannot match without.

Most messages name no home, no income and no day, and trying a hundred patterns in each of them took a tenth of the time
of understanding. What a pattern needs is read off itself, so that no list of words has to be kept beside it.
"""

from __future__ import annotations

import re
import sre_parse
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Words = frozenset[str]
# A shorter string stands in every text.
_LEAST_LETTERS = 2


class Patterns(Generic[Value]):
    """Patterns in their order, each with a value: what it means where it matches."""

    def __init__(self, patterns: Sequence[tuple[str, Value]]) -> None:
        """`patterns` are compiled when the first text is read."""
        self._written = tuple(patterns)

    @cached_property
    def _ready(self) -> tuple[tuple[re.Pattern[str], Value, Words | None], ...]:
        return tuple((re.compile(pattern), value, needed(pattern)) for pattern, value in self._written)

    def possible(self, text: str) -> Iterator[tuple[re.Pattern[str], Value]]:
        """Those that may match somewhere in `text`, in their order: none is missing that does."""
        known: dict[Words | None, bool] = {None: True}
        for pattern, value, words in self._ready:
            if words is not None and words not in known:
                known[words] = any(map(text.__contains__, words))
            if known[words]:
                yield pattern, value

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Value]]:
        """What each of them matches in `text`, one pattern after the other."""
        for pattern, value in self.possible(text):
            for match in pattern.finditer(text):
                yield match, value


def needed(pattern: str) -> Words | None:
    """Strings of which every match of a pattern holds one at least; None where none can be told."""
    parsed = sre_parse.parse(pattern)
    return None if parsed.state.flags & re.IGNORECASE else _of_sequence(parsed)


def _of_sequence(parts: Any) -> Words | None:
    """What a sequence of parsed parts needs: of what they need, each for itself, that which is the rarest."""
    found: list[Words | None] = []
    letters = ""
    for operator, argument in parts:
        if operator is sre_parse.LITERAL:
            letters += chr(argument)
            continue
        found += [_string(letters), _of_part(operator, argument)]
        letters = ""
    told = [words for words in (*found, _string(letters)) if words]
    return max(told, key=lambda words: (min(map(len, words)), -len(words), sorted(words)), default=None)


def _of_part(operator: Any, argument: Any) -> Words | None:
    if operator is sre_parse.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operator is sre_parse.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        return None if None in branches else frozenset[str]().union(*(words for words in branches if words))
    if operator in (sre_parse.MAX_REPEAT, sre_parse.MIN_REPEAT) and argument[0] > 0:
        return _of_sequence(argument[2])
    return None


def _string(letters: str) -> Words | None:
    return frozenset({letters}) if len(letters) >= _LEAST_LETTERS else None
