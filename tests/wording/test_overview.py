"""Many answers on one page and as rows: the sheets' own words, and what is said of how they stand to each other."""

import datetime

import pytest

from bot.answers.answer import Place
from bot.answers.comparison import Likeness, compare, pairs
from bot.answers.engine import places
from bot.standards.coverage import Cover, coverage
from bot.standards.model import Content
from bot.wording.i18n import text
from bot.wording.overview import (
    HIGHEST,
    LOWEST,
    Entry,
    couple_rows,
    couples,
    coverage_rows,
    entries,
    entry_rows,
    sheet_rows,
    verdict,
)
from bot.wording.sheet import sheets

SERVICE = "midlertidigt-botilbud"


def found_entries(content: Content, topic: str, today: datetime.date) -> tuple[Entry, ...]:
    return entries(content, compare(content, topic, places(content), SERVICE, today), SERVICE, today)


def test_the_entries_of_a_comparison_are_its_sheets_in_its_order(content: Content, today: datetime.date) -> None:
    for topic in content.topics:
        comparison = compare(content, topic, places(content), SERVICE, today)
        for item, entry in zip(comparison.answers, entries(content, comparison, SERVICE, today), strict=True):
            (expected,) = sheets(content, [topic], [item.place], SERVICE, today)
            assert entry.sheet == expected


def test_an_end_is_named_where_there_is_an_order_and_nowhere_else(content: Content, today: datetime.date) -> None:
    for topic in content.topics:
        comparison = compare(content, topic, places(content), SERVICE, today)
        found = entries(content, comparison, SERVICE, today)
        for end, expected in ((LOWEST, comparison.lowest), (HIGHEST, comparison.highest)):
            slugs = {entry.sheet.municipality for entry in found if entry.end == end}
            assert slugs == {place.slug for place in expected}


def test_nobody_says_the_same_as_others_and_something_of_its_own(content: Content, today: datetime.date) -> None:
    for topic in content.topics:
        for entry in found_entries(content, topic, today):
            silent = entry.sheet.answer["status"] == "not_stated"
            assert not (entry.same and entry.alone)
            assert not (silent and (entry.same or entry.alone))


def test_who_says_the_same_is_named_by_both(content: Content, today: datetime.date) -> None:
    names = {entry.sheet.name: entry for entry in found_entries(content, "legal_basis", today)}
    said = [(name, text("phrases.municipality", name=other)) for name, entry in names.items() for other in entry.same]
    assert said
    assert {(other, name) for name, other in said} == set(said)


def test_the_verdict_counts_the_different_answers(content: Content, today: datetime.date) -> None:
    for topic in content.topics:
        found = compare(content, topic, places(content), SERVICE, today)
        speaking = [item for item in found.answers if item.facts]
        said = verdict(found)
        if not speaking:
            assert said == text("overview.topic.nobody")
        elif len(speaking) == 1:
            assert said == text("overview.topic.only")
        else:
            named = {one.sheet.municipality: one for one in entries(content, found, SERVICE, today)}
            groups = {frozenset({item.place.name, *named[item.place.slug].same}) for item in speaking}
            assert said == text("overview.topic.variants", count=len(groups))


def test_every_row_says_what_the_sheet_says(content: Content, today: datetime.date) -> None:
    found = sheets(content, tuple(content.topics), places(content), SERVICE, today)
    head, *rows = sheet_rows(found)
    for one, row in zip(found, rows, strict=True):
        by_column = dict(zip(head, row, strict=True))
        assert by_column[text("overview.column.municipality")] == one.name
        assert by_column[text("overview.column.topic")] == one.label
        assert by_column[text("overview.column.short")] == one.answer["short"]
        assert by_column[text("overview.column.source")] == one.answer["source"]
        assert by_column[text("overview.column.law")] == "\n".join(one.answer["law"])
        assert by_column[text("overview.column.approved")] == (one.approved.isoformat() if one.approved else "")
        assert by_column[text("overview.column.status")] == text(f"sheet.status.{one.answer['status']}")
        assert all(case.short in by_column[text("overview.column.cases")] for case in one.cases)


def test_all_rows_of_a_table_are_as_long_as_its_head(content: Content, today: datetime.date) -> None:
    one, other = places(content, ["hjoerring", "thisted"])
    shown = couples(content, pairs(content, one, other, SERVICE, today), SERVICE, today)
    tables = [
        entry_rows(found_entries(content, "processing_time", today)),
        couple_rows(shown, "Hjørring Kommune", "Thisted Kommune"),
        coverage_rows(content, coverage(content)),
    ]
    for head, *rows in tables:
        assert rows
        assert {len(row) for row in rows} == {len(head)}


def test_couples_are_the_sheets_of_both_municipalities(content: Content, today: datetime.date) -> None:
    one, other = places(content, ["koege", "frederikssund"])
    shown = couples(content, pairs(content, one, other, SERVICE, today), SERVICE, today)
    for place, found in zip(
        (one, other), zip(*((both.first, both.second) for both in shown), strict=True), strict=True
    ):
        assert list(found) == sheets(content, tuple(content.topics), [place], SERVICE, today)


@pytest.mark.parametrize("likeness", Likeness)
def test_every_likeness_has_its_words(likeness: Likeness) -> None:
    assert text(f"overview.likeness.{likeness.value}")


def test_the_sums_of_the_coverage_are_those_of_its_columns(content: Content) -> None:
    found = coverage(content)
    head, *rows = coverage_rows(content, found)
    topics, sums = rows[: len(content.topics)], rows[len(content.topics) :]
    for cover, total in zip(Cover, sums, strict=True):
        word = text(f"overview.coverage.{cover.name.lower()}")
        for column in range(1, len(head)):
            assert total[column] == str(sum(row[column] == word for row in topics))


def test_no_municipality_is_named_beside_the_words_of_another(content: Content, today: datetime.date) -> None:
    place = Place("thisted", content.municipalities["thisted"].name)
    _, *rows = sheet_rows(sheets(content, tuple(content.topics), [place], SERVICE, today))
    others = [one.name for slug, one in content.municipalities.items() if slug != "thisted"]
    for row in rows:
        assert not [name for name in others if f"{name} Kommune" in " ".join(row)]
