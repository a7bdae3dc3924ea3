"""The mistakes that the evaluation makes on purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.noise import NOISES, doubled_letters, typing_errors, without_danish_letters, without_punctuation


@pytest.mark.parametrize("name", sorted(NOISES))
@given(text=st.text())
def test_the_same_text_always_gets_the_same_mistakes(name: str, text: str) -> None:
    assert NOISES[name](text) == NOISES[name](text)


def test_typing_errors_change_longer_words_and_spare_short_ones() -> None:
    text = "hvor lang er sagsbehandlingstiden for midlertidige botilbud i kommunen " * 5
    changed = typing_errors(text)
    assert changed != text
    assert changed.split().count("er") == text.split().count("er")


def test_every_longer_word_has_a_doubled_letter() -> None:
    assert [len(word) for word in doubled_letters("hvad koster en bolig").split()] == [5, 7, 2, 6]


def test_danish_letters_and_marks_go() -> None:
    assert without_danish_letters("Rådighedsbeløb, æble") == "Raadighedsbeloeb, aeble"
    assert without_punctuation("Hvad, siger § 107?") == "hvad siger § 107"
