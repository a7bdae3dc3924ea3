import pytest

from bot.privacy.placeholders import without_placeholders
from bot.wording.i18n import text as danish

CPR, EMAIL, PHONE = (danish(f"service.mask.{kind}") for kind in ("cpr", "email", "phone"))


@pytest.mark.parametrize(
    ("masked", "left"),
    [
        (f"Hvad koster det? Mit cpr er {CPR}", "Hvad koster det?"),
        (f"mit cpr-nummer er {CPR}, hvem kan få det", "hvem kan få det"),
        (f"jeg hedder {CPR} hvad koster det", "hvad koster det"),
        (f"cpr: {CPR} hvordan klager jeg", "hvordan klager jeg"),
        (
            f"min søn fik nej, hans personnummer {CPR}. Hvordan klager vi?",
            "min søn fik nej, Hvordan klager vi?",
        ),
        (f"Hvor lang tid tager det? Min mail er {EMAIL}", "Hvor lang tid tager det?"),
        (f"Hvor lang tid tager det? tlf. {PHONE}", "Hvor lang tid tager det?"),
        (f"kan I ringe til mig på {PHONE}", "kan I ringe til mig"),
        (f"{CPR} hvad koster det {PHONE}", "hvad koster det"),
        (f"Hvad koster det? Skriv til {EMAIL}", "Hvad koster det?"),
        (f"Hvad koster det? Skriv gerne til mig på {EMAIL}.", "Hvad koster det?"),
        (f"Hvad koster det, send svaret til {EMAIL} tak", "Hvad koster det, tak"),
        (f"kan I skrive til mig på {EMAIL}", "kan I skrive til mig"),
        ("Hvad koster det?", "Hvad koster det?"),
    ],
)
def test_a_placeholder_goes_with_the_words_that_led_up_to_it(masked: str, left: str) -> None:
    assert without_placeholders(masked) == left


@pytest.mark.parametrize("text", [CPR, f"mit cpr er {CPR}", f"{EMAIL}.", ""])
def test_a_text_that_holds_nothing_else_stays(text: str) -> None:
    assert without_placeholders(text) == text
