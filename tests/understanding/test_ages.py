"""The age that a message states, in the many ways in which people write one."""

import pytest

from bot.understanding.circumstances import AGE
from tests.understanding.conftest import said


def age(text: str) -> object:
    return said(text).get(AGE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22-årig mand søger botilbud", "22"),
        ("jeg er 28 år. Undskyld, 38.", "38"),
        ("min søn er 24, nej 25, og bor i Thisted", "25"),
        ("hun er 29... nej 30 er hun", "30"),
        ("min søn er 92, ups 29", "29"),
        ("jeg er 30, nej hov 29, først på fredag", "29"),
        ("jeg er 24 år, nej 30 uger er for længe", "24"),
        ("mand 54", "54"),
        ("kvinde, 43, med angst", "43"),
        ("Mand på 54 i røret", "54"),
        ("min søn (22) skal flytte", "22"),
        ("min søn, 22, har autisme", "22"),
        ("min søn 22 år", "22"),
        ("min søn 23 med autisme", "23"),
        ("min bror han er 33", "33"),
        ("jeg er en mand på 45", "45"),
        ("jeg er en kvinde 45", "45"),
        ("jeg er en 23 årig fyr", "23"),
        ("en fyr på 23", "23"),
        ("knægten er 18", "18"),
        ("tøsen er 19", "19"),
        ("drengen er 17", "17"),
        ("ham på 26", "26"),
        ("jeg hedder Ib og er 28", "28"),
        ("hej, 28 år her", "28"),
        ("jeg e 27", "27"),
        ("a er 52", "52"),
        ("52 år gammel", "52"),
        ("i en alder af 24", "24"),
        ("som 24-årig, hvem ringer jeg til", "24"),
        ("Borger, 47, ønsker ophold", "47"),
        ("borger 47 år", "47"),
        ("jeg fylder 30 til maj", "0-29"),
        ("hun fylder snart 30", "0-29"),
        ("han bliver 30 næste måned", "0-29"),
        ("jeg blev 30 i sommer", "30"),
        ("jeg er 36år", "36"),
        ("jeg er 36 aar", "36"),
        ("jeg er lige rundet 50", "50-"),
        ("min datter er nitten", "19"),
        ("vores pige er 20", "20"),
        ("hun er jo kun 20", "20"),
        ("min niece på 21", "21"),
        ("svigersønnen er 35", "35"),
        ("min ældste er 26", "26"),
        ("vores yngste på 18", "18"),
        ("alder 31", "31"),
        ("alderen er 31", "31"),
        ("den unge er 19", "19"),
        ("patienten er 63", "63"),
        ("beboeren er 41", "41"),
        ("jeg er snart 40 år", "0-39"),
        ("jeg er 25, snart 26", "25"),
        ("jeg er ikke 30 endnu", "0-29"),
        ("jeg har ikke rundet de 30", "0-29"),
        ("er du sikker? jeg er altså 29", "29"),
        ("29 og uden job", "29"),
        ("hej, jeg 29 og fra Thisted", "29"),
        ("jeg er toogtyve", "22"),
        ("jeg er to og tyve", "22"),
        ("jeg er fem-og-tredive", "35"),
        ("jeg er 24 ikke 42", "24"),
        ("jeg er 24 år nej 25 år", "25"),
    ],
)
def test_an_age_is_heard_however_it_is_written(text: str, expected: str) -> None:
    assert age(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "jeg har ventet i 24 uger",
        "vi bor i nr. 24",
        "24 timer i døgnet",
        "døgnbemandet 24/7",
        "§ 24",
        "værelset er 24 kvm",
        "jeg har boet her siden jeg var 24",
        "siden jeg var 18 år",
        "da jeg var 16 år fik jeg en diagnose",
        "min diagnose fik jeg som 16-årig",
        "i 30 år",
        "for 20 år siden",
        "afdeling 24",
        "værelse 24",
        "side 30",
        "d. 24",
        "uge 24",
        "der er 24 pladser",
        "bus 24",
        "2024",
        "den 24.12",
        "24 kr",
        "omkring 30 beboere",
        "de er 24 beboere",
        "vi er 16 på holdet",
        "jeg har 25 spørgsmål",
        "der er 20 på venteliste",
        "op til 18 måneder",
        "mere end 20 ansøgere",
        "under 30 borgere",
        "vi har betalt i over 20 år",
        "mellem 18 og 24 måneder",
        "jeg er nr 24 på listen",
        "hun er midt i tyverne",
        "hun er 75 % rask",
        "min søn har 16 fraværsdage",
        "mand 3 til 4",
        "der er 18 medarbejdere på 24 beboere",
        "opholdet varer 18 til 24 måneder",
        "jeg er 100 procent sikker",
    ],
)
def test_counts_spans_and_the_past_are_no_ages(text: str) -> None:
    assert age(text) is None


def test_who_asks_about_both_sides_of_a_limit_states_no_age() -> None:
    assert age("betaler man det samme, om man er over eller under 30 år?") is None


@pytest.mark.parametrize(
    "text",
    [
        "kan folk under 18 få det",
        "er det stadig alle over 18, der kan få det",
        "har I noget for dem der er over 50",
        "skal man være fyldt 18 for at få det",
        "han er vant til damer på over halvtreds",
        "min bror har boet her tyve år",
        "han ligner en på 60",
        "hun vejer under halvtreds kilo",
    ],
)
def test_ages_of_others_in_general_and_spans_of_time_are_no_age(text: str) -> None:
    assert age(text) is None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("ja, 42", "42"),
        ("Ja 42.", "42"),
        ("jo 42", "42"),
        ("42 nej", "42"),
        ("29, nej", "29"),
        ("29 ja", "29"),
        ("29 år, ja tak", "29"),
        ("nej, tres", "60"),
        ("attenårig", "18"),
        ("en attenårig dreng", "18"),
        ("han er toogtyveårig", "22"),
    ],
)
def test_an_age_is_heard_beside_a_yes_or_no_and_in_one_word(reply: str, expected: str) -> None:
    assert age(reply) == expected


@pytest.mark.parametrize(
    "text",
    ["ja", "nej tak", "ja 2", "nej, 300", "ja 42 timer", "ja, § 107", "en firkantet ting", "ja 1. sal", "nej 12 kr"],
)
def test_a_yes_or_no_makes_no_age_of_another_number(text: str) -> None:
    assert age(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg er født i 1990", "35-36"),
        ("født 1990", "35-36"),
        ("hun er født den 12. maj 1991, hvad koster det", "34-35"),
        ("min søn, født d. 3/4 2001, skal flytte", "24-25"),
        ("årgang 1995", "30-31"),
        ("jeg er årgang 95", "30-31"),
        ("fødselsår 1988", "37-38"),
    ],
)
def test_a_year_of_birth_tells_two_years_of_age(text: str, expected: str) -> None:
    assert age(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "er huset født i 1890",
        "jeg har et barn født i 2020",
        "jeg flyttede hertil i 1990",
        "loven er fra 1998",
        "folk født i 1990",
        "årgang 120",
        "jeg er født i 19",
    ],
)
def test_another_year_tells_no_age(text: str) -> None:
    assert age(text) is None
