"""The day that a message names, read on Monday 23 November 2026, and what happened on it."""

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.understanding.dates import APPLICATION, DECISION_RECEIVED, date_said
from bot.understanding.text import fold

TODAY = datetime.date(2026, 11, 23)
MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
RELATIVE_WORDS = ("dag", "gar", "gaar", "morgen", "aftes", "formidd", "dato", "siden", *MONTHS)


def day(text: str) -> str | None:
    found = date_said(text, TODAY)
    return None if found is None else found.day.isoformat()


def event(text: str) -> str | None:
    found = date_said(text, TODAY)
    return None if found is None else found.event


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3.11.2026", "2026-11-03"),
        ("03.11.2026", "2026-11-03"),
        ("3/11/2026", "2026-11-03"),
        ("03/11 2026", "2026-11-03"),
        ("d. 3/11-26", "2026-11-03"),
        ("03-11-2026", "2026-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("3. november 2026", "2026-11-03"),
        ("3.november 2025", "2025-11-03"),
        ("3. nov. 2026", "2026-11-03"),
        ("3 nov 26", "2026-11-03"),
        ("den 1. november sidste år", "2025-11-01"),
        ("brevet er dateret den 3. september 2026", "2026-09-03"),
    ],
)
def test_a_day_with_its_year_is_that_day(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeg fik afslag den 3. november", "2026-11-03"),
        ("jeg modtog brevet 3/11", "2026-11-03"),
        ("jeg modtog brevet d.3/11", "2026-11-03"),
        ("det kom 3. nov", "2026-11-03"),
        ("vi søgte den 3. i 11.", "2026-11-03"),
        ("vi sogte d 3 novmber", "2026-11-03"),
        ("jeg har søgt den tredje november", "2026-11-03"),
        ("jeg fik afslag den 3. december", "2025-12-03"),
        ("afgørelse af 3. december", "2025-12-03"),
        ("jeg har ikke fået svar siden 1. oktober", "2026-10-01"),
        ("Jeg har fået afslag. Brevet er fra den 1/11", "2026-11-01"),
        ("jeg søgte den 29. februar", "2024-02-29"),
    ],
)
def test_without_a_year_what_has_happened_lies_behind(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kan jeg flytte ind den 1. januar?", "2027-01-01"),
        ("mødet er 10. december", "2026-12-10"),
        ("jeg skal svare senest 3/12", "2026-12-03"),
        ("vi har fået tid til møde den 3. december", "2026-12-03"),
        ("Jeg flyttede hertil. Mødet er 10. december", "2026-12-10"),
        ("den 23. november", "2026-11-23"),
        ("fredag den 4. december", "2026-12-04"),
        ("torsdag d. 5/11", "2026-11-05"),
    ],
)
def test_without_a_year_anything_else_lies_ahead(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i dag", "2026-11-23"),
        ("idag", "2026-11-23"),
        ("i går", "2026-11-22"),
        ("igår", "2026-11-22"),
        ("i gar", "2026-11-22"),
        ("i gaar", "2026-11-22"),
        ("i forgårs", "2026-11-21"),
        ("i morgen", "2026-11-24"),
        ("i mandags", "2026-11-16"),
        ("i søndags", "2026-11-22"),
        ("i sondags", "2026-11-22"),
        ("i lørdags", "2026-11-21"),
        ("sidste torsdag", "2026-11-19"),
        ("på fredag", "2026-11-27"),
        ("nu på mandag", "2026-11-30"),
        ("fredag i sidste uge", "2026-11-20"),
        ("for to uger siden", "2026-11-09"),
        ("for 10 dage siden", "2026-11-13"),
        ("for en uge siden", "2026-11-16"),
        ("fik afslag to uger siden", "2026-11-09"),
        ("for lige præcis 14 dage siden", "2026-11-09"),
        ("for en måned siden", "2026-10-23"),
        ("for 3 mdr siden", "2026-08-23"),
    ],
)
def test_a_day_told_from_today_is_counted_from_today(text: str, expected: str) -> None:
    assert day(text) == expected


def test_a_month_ago_ends_with_a_shorter_month() -> None:
    found = date_said("for en måned siden", datetime.date(2026, 3, 31))
    assert found is not None
    assert found.day == datetime.date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "jeg er 24 år",
        "for 24 år siden",
        "1/2 time",
        "det tager 1/2 år",
        "3/4 del",
        "halvanden time, 1 1/2",
        "§ 107",
        "§ 3/11",
        "§ 107/108",
        "åbent 24/7",
        "1-2 gange",
        "3-11 dage",
        "1.800 kr.",
        "98 11 12 26",
        "12.12.12.12",
        "99-11-10-26",
        "kl. 9.15",
        "kl 3.11",
        "kl. 9-15",
        "mandag til fredag",
        "mandag - torsdag 9-15",
        "hver mandag",
        "om mandagen",
        "i november",
        "sidste uge",
        "i sidste måned",
        "for et par dage siden",
        "for ca. 2 uger siden",
        "for 1-2 uger siden",
        "for 4 til 5 uger siden",
        "inden for 4 uger",
        "min 2. dag",
        "3. søn",
        "8. klasse",
        "anden gang",
        "9700 Brønderslev",
        "den 31. november",
        "31/2",
        "13/13",
        "født den 3. november 2001",
        "jeg er født 3/11-2001",
        "LBK nr. 909 af 3. juli 2024",
        "3. november 1712",
        "fra dag til dag",
        "jeg bor i dag i egen lejlighed",
    ],
)
def test_other_numbers_and_words_are_no_days(text: str) -> None:
    assert day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "jeg fik afslag den 3. november",
        "jeg modtog afgørelsen 3/11, kan jeg nå at klage?",
        "jeg modtog afgorelsen 3/11",
        "brevet kom i torsdags",
        "vi har fået svar i går",
        "i lørdags fik vi brev",
        "jeg søgte 1. oktober og fik afslag 3. november",
    ],
)
def test_the_day_of_a_decision_is_told_by_who_received_it(text: str) -> None:
    assert event(text) == DECISION_RECEIVED


@pytest.mark.parametrize(
    "text",
    [
        "jeg søgte 1. oktober",
        "jeg søgte 1. oktober og har ikke hørt noget",
        "jeg søgte 1. oktober og har ikke fået svar",
        "vi har søgt den 1/10",
        "jeg sendte min ansøgning d. 15/10",
        "min ansøgning er fra 1. oktober",
    ],
)
def test_the_day_of_an_application_is_told_by_who_applied(text: str) -> None:
    assert event(text) == APPLICATION


@pytest.mark.parametrize(
    "text",
    [
        "mødet er 10. december",
        "afgørelsen er dateret 3/11",
        "jeg har modtaget en afgørelse dateret 3. november",
        "jeg fik en afgørelse af 3. november",
        "jeg har ikke fået svar siden 1. oktober",
        "jeg fik svar på min klage i går",
        "jeg søgte job i går",
        "jeg ringede i går",
        "mødet er i dag",
        "hvornår får jeg svar, hvis jeg spørger i dag?",
    ],
)
def test_what_happened_on_a_day_is_not_guessed(text: str) -> None:
    assert day(text) is not None
    assert event(text) is None


def test_of_several_days_the_one_of_the_decision_counts() -> None:
    assert day("jeg søgte 1. oktober og fik afslag 3. november") == "2026-11-03"
    assert day("jeg fik afslag 3. november, og jeg søgte 1. oktober") == "2026-11-03"


def test_the_place_of_the_day_leads_back_to_the_text() -> None:
    text = "Jeg fik afslag den 3. november, ikke?"
    found = date_said(text, TODAY)
    assert found is not None
    assert text[found.start : found.end] == "3. november"


near = st.dates(min_value=datetime.date(2018, 1, 1), max_value=datetime.date(2030, 12, 31))
forms = st.sampled_from(
    ["{d}. {name} {y}", "{d}.{m}.{y}", "{d}/{m}-{y}", "{d}/{m} {y}", "{d:02}-{m:02}-{y}", "{y}-{m:02}-{d:02}"]
)


@given(near, forms, st.sampled_from(["", "den ", "jeg fik afslag d. ", "mødet er "]))
def test_a_written_date_is_read_as_it_was_written(when: datetime.date, form: str, before: str) -> None:
    text = before + form.format(d=when.day, m=when.month, y=when.year, name=MONTHS[when.month - 1])
    assert day(text) == when.isoformat()


@given(st.text(max_size=100))
def test_a_text_without_numbers_and_words_for_days_names_no_day(text: str) -> None:
    folded = fold(text)
    assume(not any(char.isdigit() for char in folded))
    assume(not any(word in folded for word in RELATIVE_WORDS))
    assert day(text) is None


@given(st.text(alphabet="0123456789 ./-dn§åri,", max_size=40), near)
def test_any_row_of_digits_can_be_read(text: str, today: datetime.date) -> None:
    found = date_said(text, today)
    assert found is None or 0 <= found.start < found.end <= len(text)


@given(st.sampled_from(["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]), near)
def test_a_weekday_lies_within_a_week_of_today_and_never_on_it(name: str, today: datetime.date) -> None:
    past, coming = date_said(f"i {name}s", today), date_said(f"på {name}", today)
    assert past is not None
    assert coming is not None
    assert 1 <= (today - past.day).days <= 7
    assert 1 <= (coming.day - today).days <= 7
    assert past.day.weekday() == coming.day.weekday()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("han flytter ind den 1. i næste måned", "2026-12-01"),
        ("jeg flytter den første i næste måned", "2026-12-01"),
        ("jeg søgte den 15. i sidste måned", "2026-10-15"),
        ("mødet er d. 30. i denne måned", "2026-11-30"),
    ],
)
def test_a_day_of_a_month_near_by_is_that_day(text: str, expected: str) -> None:
    assert day(text) == expected


def test_a_day_that_the_month_does_not_have_is_none() -> None:
    assert day("den 31. i denne måned") is None
