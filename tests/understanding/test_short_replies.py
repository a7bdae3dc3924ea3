import pytest

from bot.understanding.short_replies import says_nothing_else, short_reply
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
