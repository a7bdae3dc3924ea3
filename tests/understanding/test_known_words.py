"""What counts as ordinary Danish, beside the two packages that know."""

import simplemma
import wordfreq
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.examples import read_examples
from bot.understanding.known_words import OrdinaryWords
from bot.understanding.text import tokenise
from tests.understanding.conftest import ROOT

IS_ORDINARY = OrdinaryWords()
WORDS = sorted({token.text for text, _ in read_examples(ROOT / "data" / "nlu") for token in tokenise(text)})


def as_the_packages_say(word: str) -> bool:
    return wordfreq.zipf_frequency(word.lower(), "da") >= 2.6 or simplemma.is_known(word.lower(), lang="da")


def test_every_word_of_the_training_data_is_judged_as_the_packages_judge_it() -> None:
    words = [word for word in WORDS if word.isalpha()]
    assert len(words) > 5000
    assert [word for word in words if IS_ORDINARY(word) != as_the_packages_say(word)] == []


@given(st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅABC", min_size=1, max_size=12))
def test_any_word_is_judged_as_the_packages_judge_it(word: str) -> None:
    assert IS_ORDINARY(word) == as_the_packages_say(word)


def test_what_was_kept_judges_as_before() -> None:
    kept = OrdinaryWords(IS_ORDINARY.dump())
    assert [word for word in WORDS if kept(word) != IS_ORDINARY(word)] == []
