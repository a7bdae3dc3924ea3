import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.features import Vectoriser, stem, terms

TEXTS = ["hvad koster det", "hvad koster botilbuddet", "hvordan klager jeg"]


@pytest.mark.parametrize(
    ("word", "left"),
    [("kommunerne", "kommun"), ("botilbuddet", "botilbudd"), ("klage", "klag"), ("bo", "bo")],
)
def test_a_stem_lacks_the_ending(word: str, left: str) -> None:
    assert stem(word) == left


def test_different_numbers_are_the_same_word() -> None:
    vectoriser = Vectoriser.fit(["jeg er 24 aar"])
    first, second = vectoriser.vector("jeg er 24 aar"), vectoriser.vector("jeg er 71 aar")
    assert (first[0] == second[0]).all()
    assert (first[1] == second[1]).all()


def test_the_number_of_a_section_keeps_its_meaning() -> None:
    assert "w:107" in terms("botilbud efter § 107")[0]


def test_words_never_seen_leave_no_trace() -> None:
    columns, values = Vectoriser.fit(["aaa"]).vector("zzz")
    assert columns.size == values.size == 0


def test_the_share_of_known_words_tells_nonsense() -> None:
    vectoriser = Vectoriser.fit(TEXTS)
    assert vectoriser.known_share("hvad koster xyzzy qwrtp") == 0.5


@given(st.sampled_from(TEXTS))
def test_words_and_characters_weigh_the_same(text: str) -> None:
    _, values = Vectoriser.fit(TEXTS).vector(text)
    assert np.linalg.norm(values) == pytest.approx(np.sqrt(2), abs=1e-4)
