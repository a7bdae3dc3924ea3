import pytest

from bot.understanding.clauses import listed, questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hvem kan få det i Thisted og hvor længe?", ("hvem kan få det i Thisted", "hvor længe?")),
        ("Hvad koster det? Hvem ringer jeg til?", ("Hvad koster det?", "Hvem ringer jeg til?")),
        ("hvordan søger jeg, hvad koster det", ("hvordan søger jeg", "hvad koster det")),
        ("Min søn er 19. Han kan ikke bo hjemme. Hvor søger vi?", ("Hvor søger vi?",)),
        ("hvordan søger og klager man", ("hvordan søger og klager man",)),
        ("sagsbehandlingstid", ()),
        (
            "Hvordan bliver det afgjort, hvad jeg får hjælp til?",
            ("Hvordan bliver det afgjort, hvad jeg får hjælp til?",),
        ),
        ("Kan vi bestemme, hvilket sted min søn skal bo?", ("Kan vi bestemme, hvilket sted min søn skal bo?",)),
        ("Hun er syg og kan ikke bo alene. Er det noget for hende?", ("Er det noget for hende?",)),
        ("kan jeg få det og skal jeg betale", ("kan jeg få det", "skal jeg betale")),
        ("hvad koster det, hvor længe kan man bo der", ("hvad koster det", "hvor længe kan man bo der")),
    ],
)
def test_a_message_is_split_into_what_it_asks(text: str, parts: tuple[str, ...]) -> None:
    assert questions(text) == parts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("sagsbehandlingstid og klage", ("sagsbehandlingstid", "klage")),
        ("pris, varighed og kontakt?", ("pris", "varighed", "kontakt")),
        ("klage", ()),
        ("jeg har en søn og han bor hos os og trives slet ikke derhjemme", ()),
    ],
)
def test_a_short_list_is_split_into_its_items(text: str, items: tuple[str, ...]) -> None:
    assert listed(text) == items


def test_no_message_holds_more_than_six_questions() -> None:
    assert len(questions("hvad koster det? " * 50)) == 6
