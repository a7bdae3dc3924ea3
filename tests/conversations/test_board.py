"""What the desk shows of an ended conversation that was searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.board import BEFORE_CHARS, around


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("Hvordan klager jeg?", "klager", "Hvordan klager jeg?"),
        ("Hvordan klager jeg?", "hus", "Hvordan klager jeg?"),
        ("ord " * 30 + "KLAGE over afslag", "klage", "… " + "ord " * 10 + "KLAGE over afslag"),
        ("", "klage", ""),
    ],
)
def test_a_word_is_shown_with_a_little_of_what_comes_before(text: str, word: str, shown: str) -> None:
    assert around(text, word) == shown


@given(before=st.text("abc æøå", max_size=300), after=st.text("abc æøå", max_size=20))
def test_the_word_always_stands_near_the_beginning(before: str, after: str) -> None:
    shown = around(f"{before} klage {after}", "KLAGE")
    longest_word = max((len(word) for word in before.split()), default=0)
    assert shown.index("klage") <= len("… ") + BEFORE_CHARS + longest_word + 1
