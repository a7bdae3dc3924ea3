import pytest

from bot.understanding.comparison import comparison_asked


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("hvor er sagsbehandlingstiden kortest?", "lowest"),
        ("hvilken kommune er billigst", "lowest"),
        ("hvem har det laveste rådighedsbeløb", "lowest"),
        ("hvor kan man bo længst", "highest"),
        ("hvor får man hurtigst svar", "lowest"),
        ("hvilken kommune giver flest døgn", "highest"),
        ("hvad er ventetiden i alle kommuner", "all"),
        ("sammenlign kommunerne", "all"),
        ("hvad er forskellen fra kommune til kommune", "all"),
        ("sammenlign alle", "all"),
        ("hvilke kommuner har et loft", "all"),
        ("hvad er forskellen til en anden kommune", "all"),
    ],
)
def test_a_comparison_of_municipalities_has_a_direction(text: str, direction: str) -> None:
    assert comparison_asked(text) == direction


@pytest.mark.parametrize("text", ["forskellen på Thisted og Køge", "er det billigere i Thisted end i Køge"])
def test_two_named_municipalities_are_compared(text: str) -> None:
    assert comparison_asked(text, municipalities_named=2) == "all"


@pytest.mark.parametrize(
    "text",
    [
        "hvor lang er sagsbehandlingstiden",
        "jeg vil gerne have svar hurtigst muligt",
        "følger I op mindst en gang om året",
        "hvilken kommune skal betale, når jeg flytter",
        "hvilken kommune har så ansvaret for sagen",
        "hvilken kommune skal jeg nu skrive til",
        "hvad er forskellen på et botilbud og et plejehjem",
        "hvad er forskellen på et botilbud og et bofællesskab i Thisted Kommune",
        "hvordan får jeg hurtigst svar",
        "hvor kan jeg hurtigst få hjælp",
        "hvem kan vi nemmest få fat i",
        "hvor skal min søn mest muligt være med",
    ],
)
def test_other_superlatives_compare_nothing(text: str) -> None:
    assert comparison_asked(text) is None
