import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.spelling import Spelling

KNOWN = frozenset("sagsbehandlingstid rådighedsbeløb klage lejlighed betale personale have hvad koster bolig".split())


@pytest.fixture
def spelling() -> Spelling:
    texts = [
        "hvad koster en bolig",
        "klage over sagsbehandlingstid",
        "rådighedsbeløb",
        "betale lejlighed personale klaeg",
    ]
    return Spelling.learn(texts, lambda word: word in KNOWN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sagsbehandlingstd", "sagsbehandlingstid"),
        ("raadighedsbeloeb", "rådighedsbeløb"),
        ("rådighedsbelb", "rådighedsbeløb"),
        ("leljighed", "lejlighed"),
        ("perssonale", "personale"),
        ("klaaaage", "klage"),
        ("hvad ksoter det", "hvad koster det"),
    ],
)
def test_a_mistake_is_written_as_it_was_meant(spelling: Spelling, written: str, meant: str) -> None:
    assert spelling.corrected(written) == meant


@pytest.mark.parametrize("text", ["have", "bil", "xyzzyqwerty", "Klage", "§ 107", "9700"])
def test_what_is_known_short_or_far_from_everything_stays(spelling: Spelling, text: str) -> None:
    assert spelling.corrected(text) == text


def test_a_mistake_of_the_training_data_is_never_corrected_towards(spelling: Spelling) -> None:
    assert "klaeg" not in spelling.dump()


def test_it_survives_being_kept_with_the_model(spelling: Spelling) -> None:
    kept = json.loads(json.dumps(spelling.dump()))
    assert Spelling.load(kept).dump() == spelling.dump()


@given(st.text())
def test_correcting_never_fails(text: str) -> None:
    Spelling({"bolig": ("bolig", 1)}, lambda _: False).corrected(text)
