import pytest

from bot.understanding.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("hej, hvad koster det?", "hvad koster det?"),
        ("god morgen. hvem skal jeg ringe til", "hvem skal jeg ringe til"),
        ("hvad koster det? paa forhaand tak", "hvad koster det?"),
        ("hej", "hej"),
        ("tak for hjaelpen", "tak for hjaelpen"),
        ("mange tak", "mange tak"),
    ],
)
def test_greetings_and_thanks_are_taken_off_a_question(text: str, left: str) -> None:
    assert without_courtesies(text).strip() == left
