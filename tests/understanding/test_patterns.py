"""Patterns that are tried only where a text holds what they need."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.understanding import dates, homes, income
from bot.understanding.examples import read_examples
from bot.understanding.patterns import Patterns, needed
from bot.understanding.text import FoldedLine

IN_USE: dict[str, Patterns[Any]] = {
    "homes": homes._PATTERNS,
    "homes told": homes._PLAIN_PATTERNS,
    "income": income._PATTERNS,
    "income told": income._PLAIN_PATTERNS,
    "days": dates._READERS,
}
WRITTEN = sorted({pattern for patterns in IN_USE.values() for pattern, _ in patterns._written})


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bhus(?:et)?\b", {"hus"}),
        (r"\b(?:jeg|han) bor i (?:hus|villa)\b", {" bor i "}),
        (r"(?:lejlighed|villa)\w*", {"lejlighed", "villa"}),
        (r"(?:hjem)+", {"hjem"}),
        (r"(?:hjem)?bo", {"bo"}),
        (r"(?:hjem)?", None),
        (r"(?:hus|\d+)", None),
        (r"\d{1,2} [./-] \d", None),
        (r"(?<!nr )en(?! gang)", {"en"}),
        (r"(?i)hus", None),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(pattern: str, words: set[str] | None) -> None:
    assert needed(pattern) == words


@pytest.mark.parametrize("pattern", WRITTEN, ids=[f"pattern {number}" for number in range(len(WRITTEN))])
@settings(max_examples=5)
@given(data=st.data())
def test_whatever_a_pattern_matches_holds_what_it_needs(pattern: str, data: st.DataObject) -> None:
    words = needed(pattern)
    text = data.draw(st.from_regex(pattern))
    match = re.search(pattern, text)
    assert match is None or words is None or any(word in match.group() for word in words)


@pytest.mark.parametrize("name", IN_USE)
def test_no_match_is_missed_in_what_citizens_write(name: str) -> None:
    patterns = IN_USE[name]
    for text, _ in read_examples(ROOT / "data" / "nlu")[::60]:
        line = FoldedLine(text).line
        all_of_them = [found.span() for pattern, _ in patterns._written for found in re.finditer(pattern, line)]
        assert [match.span() for match, _ in patterns.matches(line)] == all_of_them


def test_a_pattern_is_not_tried_where_what_it_needs_is_missing() -> None:
    patterns = Patterns([("hus", 1), ("bil", 2), (r"\d", 3)])
    assert [value for _, value in patterns.possible("et hus")] == [1, 3]


def test_matches_come_in_the_order_of_the_patterns_with_their_values() -> None:
    patterns = Patterns([("bo", "first"), ("jeg", "second")])
    assert [(match.group(), value) for match, value in patterns.matches("jeg bo bo")] == [
        ("bo", "first"),
        ("bo", "first"),
        ("jeg", "second"),
    ]
