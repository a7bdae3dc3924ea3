"""LIX, by examples worked out by hand."""

import pytest

from bot.wording.readability import lix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Du kan søge nu.", 4),
        ("Du kan søge. Du kan ringe.", 3),
        ("Kommunen svarer altid.", 3 + 100 / 3),
        ("Det koster 1.800 kr. om året.", 7),
        ("Du\nmå\ngerne", 1),
    ],
)
def test_lix_is_words_a_sentence_plus_the_share_of_long_words(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)
