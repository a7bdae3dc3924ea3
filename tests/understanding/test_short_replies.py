import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.short_replies import says_nothing_else, short_reply, without_bare_places
from bot.understanding.text import normalise


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Ja", "affirm"),
        ("ja tak!", "affirm"),
        ("jep", "affirm"),
        ("Nej.", "deny"),
        ("nej tak", "deny"),
        ("ved ikke", "dont_know"),
        ("Det ved jeg ikke", "dont_know"),
        ("aner det ikke", "dont_know"),
    ],
)
def test_yes_no_and_i_do_not_know_are_certain(text: str, intent: str) -> None:
    assert short_reply(normalise(text)) == intent


def test_yes_with_more_behind_it_is_left_to_others() -> None:
    assert short_reply(normalise("ja men hvad koster det")) is None


@pytest.mark.parametrize("rest", ["og i", "nej jeg mente", "jeg bor i", "og hvad med", "hvad hvis jeg er", ""])
def test_filler_around_information_asks_nothing(rest: str) -> None:
    assert says_nothing_else(rest)


@pytest.mark.parametrize("rest", ["hvem er i", "hvad koster det i", "hvor laenge", "klage i", "hvad"])
def test_anything_more_is_not_filler(rest: str) -> None:
    assert not says_nothing_else(rest)


# Sentences that tell a place and nothing else.


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("jeg bor i @. hvad koster det?", "hvad koster det?"),
        ("hvad koster det? det gælder @ kommune.", "hvad koster det? "),
        ("hvad koster det?\njeg bor i @", "hvad koster det?\n"),
        ("min søn bor i @. han er syg. hvem kan få plads?", "han er syg. hvem kan få plads?"),
    ],
)
def test_a_sentence_that_tells_only_a_place_is_left_out(text: str, left: str) -> None:
    assert without_bare_places(text, "@") == left


@pytest.mark.parametrize(
    "text",
    [
        "jeg bor i @.",
        "jeg bor i @. og i @!",
        "hvad koster det i @? og hvor længe?",
        "hvad koster det? og i @?",
        "jeg er flyttet til @ med min hund. må den komme med?",
        "jeg er 24 og bor i @. hvad koster det?",
        "hvad koster det. hvem kan få det",
    ],
)
def test_whatever_says_more_or_is_all_there_is_stays(text: str) -> None:
    assert without_bare_places(text, "@") == text


@given(st.text(alphabet="ab .?!\n@", max_size=40))
def test_nothing_but_whole_sentences_with_a_place_is_ever_taken(text: str) -> None:
    left = without_bare_places(text, "@")
    assert normalise(left) or not normalise(text)
    assert left == text or left.count("@") < text.count("@")
