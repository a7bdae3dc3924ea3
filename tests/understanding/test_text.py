import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import FoldedLine, fold, normalise, sentences, tokenise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hjørring", "hjoerring"),
        ("KØGE", "koege"),
        ("Århus", "aarhus"),
        ("A\u030arhus", "aarhus"),  # the ring as a character of its own, as some phones send it
        ("idé", "ide"),
        ("Jægerspris", "jaegerspris"),
    ],
)
def test_different_spellings_fold_to_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_normalising_leaves_the_words_alone() -> None:
    assert normalise("  Hvor lang, er (ventetiden)?! ") == "hvor lang er ventetiden"


@given(st.text())
def test_tokens_stand_in_the_text_where_they_say(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokenise(text))


@given(st.text(min_size=1))
def test_every_stretch_of_the_folded_line_leads_back_into_the_text(text: str) -> None:
    folded = FoldedLine(text)
    for start in range(len(folded.line)):
        first, last = folded.original_span(start, len(folded.line))
        assert 0 <= first < last <= len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Hej. Hvad koster det?", ("Hej", "Hvad koster det")), ("Hvad koster det?", ()), ("en\nto", ("en", "to"))],
)
def test_sentences_are_those_of_a_text_that_has_several(text: str, found: tuple[str, ...]) -> None:
    assert sentences(text) == found
