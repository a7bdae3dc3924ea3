import pytest

from bot.understanding.features import Vectoriser
from bot.understanding.telling import Telling
from bot.understanding.text import fold

ASKING = ["hvad koster det", "hvem kan få det", "hvor længe er det", "må jeg selv vælge", "hvordan søger man"] * 3
TELLING = ["jeg bor alene", "min søn er syg", "vi bor i en lejlighed", "jeg har været indlagt", "hun er 24 år"] * 3


VECTORISER = Vectoriser.fit([fold(text) for text in (*ASKING, *TELLING)])
LEARNT = Telling.train(ASKING, TELLING, VECTORISER)


def tells(part: str) -> float:
    return LEARNT.probability(part, VECTORISER.vector(fold(part)))


def test_what_tells_is_told_from_what_asks() -> None:
    assert tells("min mor har været syg") > 0.5 > tells("hvad koster det for min mor")


def test_a_question_mark_outweighs_the_words() -> None:
    assert tells("jeg bor alene?") < tells("jeg bor alene")


@pytest.mark.parametrize(
    ("part", "hangs"),
    [
        ("når vi søger botilbud?", True),
        ("for at kommunen vil bruge det?", True),
        ("hvis jeg vil bo et bestemt sted,", True),
        ("når I skal finde ud af, om han har brug for det?", True),
        ("for at finde ud af, hvad hun kan selv,", True),
        ("hvis jeg får brev om, at pladsen er klar, og det haster", False),
        ("hvis han flytter ud, så kan han klage?", False),
        ("hvis jeg flytter, skal jeg så søge igen?", False),
        ("når pladsen er klar, hvem ringer så?", False),
        ("når hvem flytter?", False),
        ("fra man søger, til man får et ja eller nej?", True),
        ("til han kan flytte ind?", True),
        ("inden vi får svar,", True),
        ("fra hvem kommer brevet?", False),
        ("til hvilket nummer skal jeg ringe?", False),
        ("inden vi får svar, hvad gør vi så?", False),
    ],
)
def test_a_clause_that_hangs_on_another_asks_nothing_by_itself(part: str, hangs: bool) -> None:
    assert (tells(part) > 0.9) is hangs
