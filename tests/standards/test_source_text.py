"""A source document as the check reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standards import danish_forms
from bot.standards.source_text import MONTHS, NumberKind, SourceText
from bot.standards.values import AgeLimit, Duration, Unit


def numbers(text: str) -> list[tuple[NumberKind, str]]:
    return [(item.kind, item.value) for item in SourceText(text, ()).numbers]


def under(heading: str, raw: str, headings: tuple[str, ...]) -> str:
    source = SourceText(raw, headings)
    return " ".join(" ".join(source.text[span.start : span.end].split()) for span in source.sections((heading,)))


def test_a_word_broken_over_lines_is_one_word() -> None:
    assert "funktionsnedsættelse" in SourceText("funktionsned-\n   sættelse", ()).text


def test_a_hyphen_inside_a_line_stays() -> None:
    assert "social- og" in SourceText("social- og sundhed", ()).text


def test_a_section_runs_to_the_next_heading() -> None:
    assert under("Et", "Et\nførste\nTo\nanden\n", ("Et", "To")) == "Et første"


@pytest.mark.parametrize("raw", ["  Om\n betaling \ntekst", "Om beta-\nling\n\ntekst", "Om betaling    tekst"])
def test_a_heading_is_found_however_its_line_is_set(raw: str) -> None:
    assert SourceText(raw, ("Om betaling",)).missing == []


@pytest.mark.parametrize("raw", ["Om betalinger\n", "Om betaling er der intet\n", "Se Om betaling\n", "om betaling\n"])
def test_the_words_of_a_heading_inside_a_sentence_are_no_heading(raw: str) -> None:
    assert SourceText(raw, ("Om betaling",)).missing == [0]


def test_headings_in_another_order_are_missing() -> None:
    assert SourceText("To\nx\nEt\nx\n", ("Et", "To")).missing == [1]


@given(st.dates())
def test_a_danish_date_is_one_number(date: object) -> None:
    day, month, year = date.day, date.month, date.year  # type: ignore[attr-defined]
    assert numbers(f"den {day}. {MONTHS[month - 1]} {year:04} i byen") == [(NumberKind.DATE, str(date))]


@given(st.from_regex(r"[2-9][0-9]{7}", fullmatch=True))
def test_a_phone_number_is_one_number_in_any_grouping(digits: str) -> None:
    pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    written = f"Ring {digits}. Eller {pairs}. Eller {digits[:4]} {digits[4:]}. Eller +45 {pairs}."
    assert numbers(written) == [(NumberKind.PHONE, digits)] * 4


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("efter § 107.", ["107"]),
        ("§§ 103 og 104", ["103", "104"]),
        ("§141-planen", ["141"]),
        ("§ 85, 3 dage", ["85"]),
        ("§ 107, stk. 2", ["107", "2"]),
    ],
)
def test_the_numbers_of_sections_are_known_as_such(text: str, sections: list[str]) -> None:
    assert [value for kind, value in numbers(text) if kind is NumberKind.SECTION] == sections


def test_a_thousand_with_and_without_dot_is_the_same_number() -> None:
    assert numbers("1.250 eller 1250") == [(NumberKind.PLAIN, "1250")] * 2


DANISH = {
    Unit.HOUR: "timer",
    Unit.DAY: "dage",
    Unit.WEEKDAY: "hverdage",
    Unit.OVERNIGHT: "døgn",
    Unit.WEEK: "uger",
    Unit.MONTH: "måneder",
    Unit.YEAR: "år",
}


@given(st.integers(min_value=2, max_value=500), st.sampled_from(Unit))
def test_a_duration_is_found_with_its_own_unit_only(count: int, unit: Unit) -> None:
    pattern = danish_forms.duration(Duration(count=count, unit=unit))
    assert [other for other in Unit if re.search(pattern, f"op til {count} {DANISH[other]}.")] == [unit]


@pytest.mark.parametrize(
    ("written", "duration"),
    [
        ("årligt", "1 year"),
        ("en gang om året", "1 year"),
        ("én årlig tur", "1 year"),
        ("opkræves månedligt", "1 month"),
        ("hver uge", "1 week"),
        ("to sammenhængende uger", "2 weeks"),
        ("2 ugers frist", "2 weeks"),
    ],
)
def test_a_duration_is_found_in_words(written: str, duration: str) -> None:
    assert re.search(danish_forms.duration(Duration.parse(duration)), written)


@pytest.mark.parametrize("written", ["aldrig", "året rundt", "forårligt", "seneste år"])
def test_other_words_are_no_yearly_interval(written: str) -> None:
    assert not re.search(danish_forms.duration(Duration.parse("1 year")), written)


@given(st.integers(min_value=1, max_value=99))
def test_an_age_limit_is_found_only_in_the_words_of_its_own_bound(age: int) -> None:
    written = {"at_least": f"fyldt {age} år", "above": f"over {age} år", "below": f"under {age} år"}
    found = {
        (bound, words)
        for bound in written
        for _, pattern in danish_forms.ages(AgeLimit(**{bound: age}))
        for words, text in written.items()
        if re.search(pattern, text)
    }
    assert found == {(bound, bound) for bound in written}


@pytest.mark.parametrize("written", ["kr. 1250,-", "1.250 kr.", "1250 kroner", "kr 1.250"])
def test_an_amount_is_found_as_danes_write_it(written: str) -> None:
    assert re.search(danish_forms.kroner(1250), written)


@pytest.mark.parametrize("written", ["1250 personer", "side 1250"])
def test_a_number_without_kroner_is_no_amount(written: str) -> None:
    assert not re.search(danish_forms.kroner(1250), written)
