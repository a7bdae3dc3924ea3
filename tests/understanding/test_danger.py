import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.danger import Words, words_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "jeg vil ikke leve mere",
        "Jeg orker ikke at leve",
        "han slår mig",
        "hun trækker ikke vejret",
        "der er ild i køkkenet",
        "min bror har taget en overdosis",
        "JEG VIL DØ",
        "jeg vil doe",
    ],
)
def test_words_of_danger_are_heard(text: str) -> None:
    assert words_of_danger(text) is Words.DANGER


@pytest.mark.parametrize(
    "text",
    ["jeg dør af grin", "vi har brandøvelse", "hvem slår græsset", "jeg er dødtræt", "hun skød genvej over marken"],
)
def test_a_saying_is_no_danger(text: str) -> None:
    assert words_of_danger(text) is not Words.DANGER


@pytest.mark.parametrize("text", ["Jeg dør af kedsomhed, og jeg vil ikke leve mere", "brandøvelse, nej, det brænder"])
def test_a_saying_does_not_hide_danger_beside_it(text: str) -> None:
    assert words_of_danger(text) is Words.DANGER


def test_ordinary_questions_hold_no_word_of_danger() -> None:
    assert words_of_danger("Hvad koster det at bo der, og hvor længe kan man blive?") is Words.NONE


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert words_of_danger(text) in Words
