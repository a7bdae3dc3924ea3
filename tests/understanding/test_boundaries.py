import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.boundaries import places, without_joining_words


def cut(text: str) -> list[str]:
    around = [0, *places(text), len(text)]
    return [text[start:end].strip() for start, end in zip(around, around[1:], strict=False)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hvad koster det", ["hvad koster det"]),
        ("hvad koster det? hvem søger?", ["hvad koster det?", "hvem søger?"]),
        ("hvem kan få det, og hvor længe", ["hvem kan få det,", "og hvor længe"]),
        ("hvem kan få det hvad koster det", ["hvem kan få det", "hvad koster det"]),
        ("pris/varighed", ["pris", "/varighed"]),
        ("jeg har f.eks. en søn", ["jeg har f.eks. en søn"]),
        ("linje et\nlinje to", ["linje et", "linje to"]),
        ("godkendt den 3. november", ["godkendt den 3. november"]),
        ("hvad koster det?", ["hvad koster det?"]),
        ("hvordan finder I ud af, hvad hun kan", ["hvordan finder I ud af, hvad hun kan"]),
        ("kan I finde ud af om det gælder", ["kan I finde ud af om det gælder"]),
        ("", [""]),
    ],
)
def test_boundaries_may_be_where_people_begin_anew(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@given(st.text(alphabet="ab ,.?!;:/&-\nogsamthvad", max_size=600))
def test_places_are_in_order_inside_the_text_and_few(text: str) -> None:
    found = places(text)
    assert list(found) == sorted(set(found))
    assert len(found) <= 60
    assert all(text[:place].strip() and text[place:].strip() for place in found)


@pytest.mark.parametrize(
    ("part", "rest"),
    [
        ("og hvor længe", "hvor længe"),
        (", samt hvem der betaler", "hvem der betaler"),
        ("hvad koster det", "hvad koster det"),
        ("og", "og"),
    ],
)
def test_joining_words_go_unless_nothing_is_left(part: str, rest: str) -> None:
    assert without_joining_words(part) == rest
