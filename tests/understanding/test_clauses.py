import pytest

from bot.understanding.clauses import asked, halves, listed, questions


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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Jeg vil gerne vide, hvordan man søger, og hvor lang tid det tager.", 2),
        ("Gør I rent for ham, og er der støtte til fritiden?", 2),
        ("Hvad skal jeg betale, hvem sender regningen, og hvor meget er der tilbage?", 3),
        ("hvor søger jeg henne hvad koster det hvor længe varer det", 3),
        ("Hvem har vedtaget den og hvornår, og hvor kan jeg klage?", 2),
        ("Hvem bestemmer, hvad jeg skal betale?", 1),
        ("Er der en grænse for hvor mange måneder man kan være der?", 1),
        ("Hvad sker der, når opholdet er slut?", 1),
        ("Hvor meget hjælp får man, når man bor der og ikke kan selv?", 1),
    ],
)
def test_each_question_of_a_message_is_heard_once(text: str, count: int) -> None:
    assert len(questions(text)) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("jeg er 24 og bor i kommunen, hvad koster det?", ("hvad koster det?",)),
        (
            "Hvilke krav er der til stedet, f.eks. om godkendelse?",
            ("Hvilke krav er der til stedet, f.eks. om godkendelse?",),
        ),
        ("hvad koster det?? og hvem ringer man til", ("hvad koster det??", "og hvem ringer man til")),
        ("hvornår og af hvem er den vedtaget?", ("hvornår og af hvem er den vedtaget?",)),
        ("- hvem gør rent\n- hjælper de en til fodbold", ("hvem gør rent", "hjælper de en til fodbold")),
        (
            "jeg vil vide hvor længe det varer og om man selv kan vælge",
            ("jeg vil vide hvor længe det varer", "om man selv kan vælge"),
        ),
        (
            "Under hvilke omstændigheder stopper det, og hvorledes følges der op?",
            ("Under hvilke omstændigheder stopper det", "hvorledes følges der op?"),
        ),
    ],
)
def test_what_only_looks_like_a_border_between_questions_is_none(text: str, parts: tuple[str, ...]) -> None:
    assert questions(text) == parts


def test_a_question_knows_what_was_told_right_before_it() -> None:
    found = asked("Jeg beholder min egen lejlighed. Hvad koster det? Og hvem ringer jeg til?")
    assert [part.told for part in found] == ["Jeg beholder min egen lejlighed.", ""]


def test_halves_never_begin_with_a_subordinate_clause() -> None:
    assert list(halves("hvad koster det og hvis jeg flytter")) == []
    assert list(halves("hvad koster det samt hvem ringer jeg til")) == [("hvad koster det", "hvem ringer jeg til")]
