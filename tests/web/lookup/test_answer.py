"""The answer that was found: what it shows, whom it is for, and what its keys do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.standards.model import Content
from bot.wording.i18n import text as danish
from bot.wording.sheet import Sheet
from tests.web.lookup_page import MOST_ACTIONS, LookupPage, address_of, lookup_word, says, sheet_of


def test_an_answer_shows_how_far_it_can_be_relied_on(page: LookupPage, content: Content) -> None:
    for slug in content.municipalities:
        page.begin_anew(f"/lookup/{slug}/contact")
        sheet = sheet_of(content, "contact", slug)
        standing = page.answer.locator(".standing")
        expect(standing).to_contain_text(danish(f"sheet.status.{sheet.answer['status']}"))
        for mark in sheet.marks:
            expect(standing).to_contain_text(danish(f"sheet.mark.{mark.value}"))
        if sheet.approved is not None:
            expect(standing).to_contain_text(str(sheet.approved.year))


def test_what_hangs_on_circumstances_stands_in_a_table(page: LookupPage, content: Content) -> None:
    sheet = next(one for one in every_sheet(content) if one.cases)
    page.begin_anew(address_of(sheet))
    rows = page.answer.get_by_role("table", name=danish("sheet.part.cases")).get_by_role("row")
    expect(rows.get_by_role("rowheader")).to_have_text([one.case for one in sheet.cases])
    for index, one in enumerate(sheet.cases, start=1):
        says(rows.nth(index).get_by_role("cell"), one.short)


def test_general_law_stands_apart_from_the_standard(page: LookupPage, content: Content) -> None:
    sheet = next(one for one in every_sheet(content) if one.answer["law"])
    page.begin_anew(address_of(sheet))
    law = page.answer.get_by_role("region", name=danish("sheet.part.law"))
    says(law, "\n".join([danish("sheet.part.law_apart"), *sheet.answer["law"]]))
    expect(page.short).not_to_contain_text(sheet.answer["law"][0])


def every_sheet(content: Content) -> Iterator[Sheet]:
    return (sheet_of(content, topic, slug) for topic in content.topics for slug in content.municipalities)


def test_a_digit_chooses_the_municipality_outside_the_box_and_the_topic_stays(
    page: LookupPage, content: Content, numbers: dict[str, str]
) -> None:
    page.write("kontakt")
    page.press("Enter", numbers["hjoerring"])
    page.shows(sheet_of(content, "contact", "hjoerring"))
    expect(page.municipality(sheet_of(content, "contact", "hjoerring").name)).to_be_checked()


def test_a_digit_in_the_box_is_a_digit(page: LookupPage, numbers: dict[str, str], content: Content) -> None:
    page.write(numbers["hjoerring"])
    expect(page.box).to_have_value(numbers["hjoerring"])
    expect(page.municipality(sheet_of(content, "contact", "koege").name)).to_be_checked()


def test_the_municipality_is_remembered(page: LookupPage, content: Content, numbers: dict[str, str]) -> None:
    page.press(f"Alt+{numbers['thisted']}")
    page.begin_anew()
    page.write("kontakt")
    page.shows(sheet_of(content, "contact", "thisted"))


def test_a_municipality_that_the_words_name_goes_first_and_that_is_said(page: LookupPage, content: Content) -> None:
    page.write("kontakt Hjørring")
    sheet = sheet_of(content, "contact", "hjoerring")
    page.shows(sheet)
    expect(page.finder).to_contain_text(lookup_word("search.named", municipality=sheet.name))


def test_a_municipality_without_a_standard_is_named_and_gets_no_other_ones_answer_unsaid(
    page: LookupPage, content: Content
) -> None:
    page.write("kontakt Aarhus")
    sheet = sheet_of(content, "contact", "koege")
    page.shows(sheet)
    said = lookup_word("search.not_covered", count=1, names="Aarhus", municipality=sheet.name)
    expect(page.finder).to_contain_text(said)


def test_circumstances_that_are_set_by_hand_decide_the_answer(
    page: LookupPage, content: Content, numbers: dict[str, str]
) -> None:
    page.press(f"Alt+{numbers['frederikssund']}")
    page.write("kontakt")
    page.shows(sheet_of(content, "contact", "frederikssund"))
    page.tab.get_by_label(lookup_word("citizen.age")).fill("24")
    page.shows(sheet_of(content, "contact", "frederikssund", {"age": "24"}))
    expect(page.answer.get_by_role("table")).to_have_count(0)
    expect(page.tab).to_have_url(re.compile(r"\?age=24$"))


def test_circumstances_that_are_typed_are_shown(page: LookupPage, content: Content, numbers: dict[str, str]) -> None:
    page.press(f"Alt+{numbers['frederikssund']}")
    page.write("kontakt 24 år")
    page.shows(sheet_of(content, "contact", "frederikssund", {"age": "24"}))
    expect(page.tab.get_by_label(lookup_word("citizen.age"))).to_have_value("24")


def test_what_is_no_age_is_said_and_not_asked(page: LookupPage) -> None:
    page.tab.get_by_label(lookup_word("citizen.age")).fill("gammel")
    expect(page.finder.get_by_role("alert")).to_have_text(lookup_word("citizen.bad_age"))


def test_the_next_citizen_begins_with_nothing(page: LookupPage) -> None:
    age = page.tab.get_by_label(lookup_word("citizen.age"))
    age.fill("24")
    page.box.focus()
    page.write("kontakt")
    page.press("Enter", "n")
    expect(page.box).to_be_focused()
    expect(page.box).to_have_value("")
    expect(age).to_have_value("")
    expect(page.tab).to_have_url(f"{page.url}/lookup")


def test_copying_takes_the_whole_answer_with_its_source(page: LookupPage, content: Content) -> None:
    page.write("klage")
    page.press("Enter", "c")
    expect(page.finder).to_contain_text(lookup_word("answer.copied"))
    sheet = sheet_of(content, "complaint", "koege")
    assert page.clipboard() == sheet.text
    assert sheet.answer["source"] in page.clipboard()
    assert page.actions <= MOST_ACTIONS


@pytest.mark.parametrize(
    ("key", "path"), [("s", "/lookup/compare/complaint"), ("b", "/lookup/koege"), ("d", "/lookup/coverage")]
)
def test_a_key_leads_to_the_other_pages(page: LookupPage, key: str, path: str) -> None:
    page.write("klage")
    page.press("Enter", key)
    expect(page.tab).to_have_url(f"{page.url}{path}")
    assert page.actions <= MOST_ACTIONS


def test_a_slash_leads_to_the_box(page: LookupPage) -> None:
    page.write("klage")
    page.press("Enter")
    expect(page.heading).to_be_focused()
    page.press("/")
    expect(page.box).to_be_focused()
    expect(page.box).to_have_value("klage")


def test_escape_empties_the_box_and_then_leaves_it(page: LookupPage) -> None:
    page.write("klage")
    page.press("Escape")
    expect(page.box).to_have_value("")
    expect(page.box).to_be_focused()
    page.press("Escape")
    expect(page.box).not_to_be_focused()


def test_single_keys_do_nothing_in_the_box(page: LookupPage) -> None:
    page.write("c s/b?d1n")
    expect(page.box).to_have_value("c s/b?d1n")
    expect(page.dialog).to_have_count(0)


def test_a_question_mark_shows_the_keys_and_they_can_be_turned_off(page: LookupPage) -> None:
    page.press("Escape", "?")
    expect(page.dialog).to_contain_text(lookup_word("keys.copy"))
    page.dialog.get_by_role("checkbox").uncheck()
    page.press("Escape")
    expect(page.dialog).to_have_count(0)
    page.press("/", "?")
    expect(page.box).not_to_be_focused()
    expect(page.dialog).to_have_count(0)


def test_an_answer_is_printed_without_the_search(page: LookupPage, content: Content) -> None:
    page.write("klage")
    page.shows(sheet_of(content, "complaint", "koege"))
    page.tab.emulate_media(media="print")
    try:
        expect(page.box).to_be_hidden()
        expect(page.tab.get_by_role("navigation")).to_have_count(0)
        expect(page.heading).to_be_visible()
        expect(page.answer.locator(".source")).to_be_visible()
    finally:
        page.tab.emulate_media(media="screen")
