"""Whether somebody has early retirement pension: granted counts, applied for or asked about does not."""

import pytest

from bot.understanding.circumstances import EARLY_RETIREMENT_PENSION
from tests.understanding.conftest import said


def pension(text: str) -> object:
    return said(text).get(EARLY_RETIREMENT_PENSION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg får førtidspension - nej det gør jeg ikke endnu", False),
        ("jeg sagde at jeg ikke får førtidspension, men det gør jeg", True),
    ],
)
def test_a_correction_counts(text: str, expected: bool) -> None:
    assert pension(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "jeg fik førtidspension sidste år",
        "han blev førtidspensionist i 2019",
        "hun er førtidspensioneret",
        "min mand lever af førtidspension",
        "min førtidspension er gået igennem",
        "førtidspensionen er bevilget",
        "jeg gik på førtidspension som ung",
        "har været på førtidspension i ti år",
        "som førtidspensionist, hvad betaler jeg?",
        "min søn har en førtidspensjon",
        "er kommet på førtidspension",
        "han søgte førtidspension og fik den",
        "efter lang kamp fik han endelig sin førtidspension",
        "har førtidspention pga skizofreni",
        "Borgeren er bevilget førtidspension",
        "borger er førtidspensionsmodtager",
        "jeg kan ikke klare mig selv og er på førtidspension",
        "jeg vil gerne flytte, jeg er på førtidspension",
        "kan jeg komme på botilbud når jeg er på førtidspension",
        "min datter er tilkendt førtidspension af kommunen",
        "jeg er på førtids",
        "hun er på fp, altså førtidspension",
        "modtager højeste førtidspension",
        "min pension er førtidspension",
        "førtidspension har jeg haft siden 2015",
        "ja jeg får førtidspension",
    ],
)
def test_a_pension_that_somebody_has_is_heard(text: str) -> None:
    assert pension(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "han får ikke førtidspension endnu",
        "hun er ikke kommet på førtidspension",
        "jeg har aldrig fået tilkendt førtidspension",
        "jeg er ikke førtidspensionist",
        "min søn har ikke førtids pension",
        "søn 22, ingen førtidspension",
        "jeg får kontanthjælp, ikke førtidspension",
        "hverken på førtidspension eller kontanthjælp",
        "min førtidspension er ikke gået igennem",
        "hun er ikke på førtid",
        "har ik førtidspension",
        "får ingen førtidspension",
        "førtidspension? nej",
        "nej, ingen førtidspension",
        "førtidspension: nej",
        "førtidspension har hun aldrig fået",
        "førtidspension får jeg ikke",
        "førtidspension er jeg ikke på",
        "jeg er ikke blevet tilkendt en førtidspension",
        "han er hverken førtidspensionist eller studerende",
        "de har taget førtidspensionen fra mig",
    ],
)
def test_not_having_the_pension_is_heard(text: str) -> None:
    assert pension(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "kan han få førtidspension",
        "hvornår får jeg førtidspension",
        "skal jeg have førtidspension",
        "hvad får man i førtidspension",
        "hvad koster det, hvis man er på førtidspension?",
        "gælder det førtidspensionister?",
        "er det kun for førtidspensionister",
        "hvad er prisen for førtidspensionister",
        "betaler førtidspensionister mindre?",
        "førtidspensionister, hvad betaler de",
        "jeg håber på førtidspension",
        "vi er ved at søge førtidspension",
        "min sag om førtidspension kører",
        "de vil have mig på førtidspension",
        "kommunen vil give ham førtidspension",
        "er indstillet til førtidspension",
        "jeg er i gang med at få førtidspension",
        "lægen siger jeg skal have førtidspension",
        "har søgt førtidspension",
        "jeg afventer afgørelse om førtidspension",
        "jeg er måske snart på førtidspension",
        "vi var til møde om førtidspension",
        "er han på førtidspension?",
        "får jeg førtidspension?",
        "ved ikke om han har førtidspension",
        "skal man være på førtidspension",
        "er det et krav at man har førtidspension",
        "har det noget med førtidspension at gøre",
        "er jeg for ung til førtidspension",
        "mister jeg min førtidspension?",
        "jeg bor hos min mor, hun er på førtidspension",
        "folkepensionist",
    ],
)
def test_applying_asking_and_others_pensions_say_nothing(text: str) -> None:
    assert pension(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg er 45 år og har førtidspension", True),
        ("Har fået tilkendt førtidspension i januar", True),
        ("Min bror, førtidspensionist, 38 år", True),
        ("hun fik førtidspensionen i foråret", True),
        ("Førtidspensionist, 52, spørger", True),
        ("jeg er førtidspensionist men ikke syg", True),
        ("min datter er på gammel førtidspension", True),
        ("jeg har lige fået min førtidspension", True),
        ("jeg får jo førtidspension", True),
        ("vi er begge på førtidspension", True),
        ("kommunen gav mig førtidspension", True),
        ("jeg lever for min førtidspension", True),
        ("har faaet foertidspension", True),
        ("Er det anderledes, når jeg har førtidspension?", True),
        ("jeg har fået bevilliget en førtidspension", True),
        ("med førtidspension", True),
        ("jeg er førtidpensionist", True),
        ("jeg har ingen førtidspension", False),
        ("jeg er ikke på nogen førtidspension", False),
        ("Hun fik ikke førtidspension", False),
        ("han er ikke tilkendt førtidspension endnu", False),
        ("har endnu ikke førtidspension", False),
        ("Borgeren er ikke førtidspensionist", False),
        ("førtidspension har jeg ikke fået", False),
        ("jeg har søgt, men ikke fået førtidspension", False),
        ("jeg er på sygedagpenge, altså ikke førtidspension", False),
        ("ikke på førtidspension", False),
        ("hvordan får jeg førtidspension", None),
        ("jeg vil søge førtidspension", None),
        ("min læge vil have mig på førtidspension", None),
        ("hvis man har førtidspension, hvad så", None),
        ("har førtidspensionister ret til botilbud", None),
        ("er reglerne anderledes for en førtidspensionist", None),
        ("må man være på førtidspension", None),
        ("kan man få botilbud uden førtidspension", None),
        ("jeg er ved at få førtidspension", None),
        ("de snakker om førtidspension", None),
        ("jeg skal til møde om min førtidspension", None),
        ("har I førtidspensionister boende", None),
        ("er jeg berettiget til førtidspension", None),
        ("bliver jeg tilkendt førtidspension", None),
        ("vi kæmper for at hun får førtidspension", None),
    ],
)
def test_the_same_told_in_other_words_is_heard_the_same(text: str, expected: bool | None) -> None:
    assert pension(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg har FØP, hvad koster det", True),
        ("min datter fik frakendt sin førtidspension i januar", False),
        ("han har fået fleksjob i stedet for førtidspension", False),
    ],
)
def test_a_pension_that_is_shortened_taken_or_replaced_is_heard(text: str, expected: bool) -> None:
    assert pension(text) is expected
