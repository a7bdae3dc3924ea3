"""Looking up by keyboard alone, while the robot is away: at most three key actions beside the words that are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from bot.conversations.staff import Staff
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from bot.wording.sheet import Sheet
from tests.desk import account
from tests.web.conftest import Tabs
from tests.web.desk_page import desk_word
from tests.web.line import Line
from tests.web.lookup_page import LookupPage, address_of, lookup_word, says, sheet_of

MOST_ACTIONS = 3
OWN = ("koege", "thisted")
# Stands in the names of several topics.
SEVERAL = "støtte"


@pytest.fixture(scope="module")
def lise(lookup_database: Engine) -> Staff:
    return account(lookup_database, "Lise", municipalities=OWN)


@pytest.fixture(scope="module")
def numbers(content: Content) -> dict[str, str]:
    """The key of each municipality: own ones first."""
    order = sorted(content.municipalities, key=lambda slug: slug not in OWN)
    return {slug: str(number) for number, slug in enumerate(order, start=1)}


@pytest.fixture(scope="module")
def lises_page(module_tabs: Tabs, lookup_url: str, lise: Staff) -> LookupPage:
    return module_tabs.lookup(lookup_url, lise)


@pytest.fixture
def page(lises_page: LookupPage) -> Iterator[LookupPage]:
    """Lise's page, as it begins: for Køge, with nothing looked up."""
    lises_page.begin_anew()
    lises_page.tab.evaluate("localStorage.clear()")
    lises_page.begin_anew()
    yield lises_page
    assert lises_page.errors == []


# Finding


@pytest.mark.parametrize(
    ("words", "topic", "slug"),
    [
        ("sagsb", "processing_time", "thisted"),
        ("klage", "complaint", "hjoerring"),
        ("kontakt", "contact", "frederikssund"),
    ],
)
def test_a_word_and_at_most_three_keys_lead_from_the_loaded_page_to_the_answer(
    page: LookupPage, content: Content, numbers: dict[str, str], words: str, topic: str, slug: str
) -> None:
    page.write(words)
    page.press(f"Alt+{numbers[slug]}", "Enter")
    page.shows(sheet_of(content, topic, slug))
    expect(page.heading).to_be_focused()
    assert page.actions <= MOST_ACTIONS


def test_answers_come_as_one_types_with_no_key_at_all(page: LookupPage, content: Content) -> None:
    page.write("klag")
    page.shows(sheet_of(content, "complaint", "koege"))
    expect(page.box).to_be_focused()


def several(page: LookupPage) -> int:
    """Search for what has several answers; return how many."""
    page.write(SEVERAL)
    expect(page.answers.nth(1)).to_be_visible()
    return page.answers.count()


def test_the_second_answer_is_two_keys_away(page: LookupPage, content: Content) -> None:
    several(page)
    title = page.answers.locator("strong").nth(1).inner_text()
    page.press("ArrowDown", "Enter")
    titles = {one.answer["title"]: one for one in (sheet_of(content, topic, "koege") for topic in content.topics)}
    page.shows(titles[title])
    assert page.actions <= MOST_ACTIONS


def test_the_box_names_the_answer_that_is_read(page: LookupPage) -> None:
    last = several(page) - 1
    for key, index in [("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last), ("ArrowDown", 0)]:
        page.press(key)
        chosen = page.answers.nth(index)
        expect(chosen).to_have_attribute("aria-selected", "true")
        expect(page.box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
        expect(page.heading).to_have_text(chosen.locator("strong").inner_text())


def test_on_a_small_screen_the_answer_is_in_sight_and_walking_on_keeps_it_there(lises_page: LookupPage) -> None:
    lises_page.begin_anew(size=(400, 800))
    count = several(lises_page)
    lises_page.press("ArrowDown")
    expect(lises_page.finder).to_contain_text(lookup_word("search.place", number=2, count=count))
    for seen in (lises_page.box, lises_page.heading, lises_page.short):
        expect(seen).to_be_in_viewport()


def test_on_a_small_screen_what_is_folded_is_told(lises_page: LookupPage, content: Content) -> None:
    lises_page.begin_anew(f"{address_of(sheet_of(content, 'contact', 'frederikssund'))}?age=24", size=(400, 800))
    summary = lises_page.finder.locator("summary")
    expect(summary).to_contain_text(sheet_of(content, "contact", "frederikssund").name)
    expect(summary).to_contain_text("24")


def test_the_arrows_walk_on_from_the_heading_of_an_answer(page: LookupPage) -> None:
    several(page)
    page.press("Enter", "ArrowDown")
    expect(page.answers.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.heading).to_be_focused()


def test_how_many_answers_there_are_is_said(page: LookupPage, content: Content) -> None:
    count = several(page)
    name = sheet_of(content, "contact", "koege").name
    expect(page.live).to_contain_text(lookup_word("search.found", count=count, municipality=name))


def test_an_early_enter_waits_for_the_answer_to_what_was_typed(page: LookupPage, content: Content) -> None:
    page.write("kontakt")
    expect(page.heading).to_be_visible()
    page.press("Control+a")
    page.write("klage")
    page.press("Enter", "c")
    says(page.short, sheet_of(content, "complaint", "koege").answer["short"])
    expect(page.finder).to_contain_text(lookup_word("answer.copied"))
    assert page.clipboard() == sheet_of(content, "complaint", "koege").text


def test_an_empty_box_shows_all_topics_and_the_arrows_lead_into_them(page: LookupPage, content: Content) -> None:
    expect(page.topics).to_have_text([entry.label for entry in content.topics.values()])
    page.press("ArrowDown", "ArrowDown", "Enter")
    page.shows(sheet_of(content, list(content.topics)[1], "koege"))
    assert page.actions <= MOST_ACTIONS


def test_nothing_found_is_said_with_all_topics_to_choose_from(page: LookupPage, content: Content) -> None:
    page.write("xyzzy")
    expect(page.finder).to_contain_text(lookup_word("search.none", words="xyzzy"))
    expect(page.topics).to_have_count(len(content.topics))
    expect(page.tab).to_have_url(f"{page.url}/lookup")


def test_that_letters_alone_are_looked_at_is_said(page: LookupPage) -> None:
    expect(page.finder).to_contain_text(lookup_word("search.letters"))


def test_what_is_typed_stands_in_no_address(page: LookupPage) -> None:
    asked: list[str] = []
    page.tab.on("request", lambda request: asked.append(request.url))
    page.write("klage jeg hedder grethe")
    expect(page.finder).to_contain_text(lookup_word("search.none", words="klage jeg hedder grethe"))
    assert any("/lookup/api/search" in one for one in asked)
    assert [one for one in [*asked, page.tab.url] if "grethe" in one] == []


# An answer


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


# Municipality and circumstances


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


# Keys


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


# Addresses


def test_a_link_shows_exactly_its_answer_with_the_box_ready(page: LookupPage, content: Content) -> None:
    sheet = sheet_of(content, "processing_time", "thisted")
    page.begin_anew(address_of(sheet))
    page.shows(sheet)
    expect(page.box).to_have_value("")
    page.write("klage")
    page.shows(sheet_of(content, "complaint", "thisted"))


def test_a_link_may_write_the_topic_as_the_public_does(page: LookupPage, content: Content) -> None:
    page.begin_anew(f"/lookup/thisted/{content.topics['processing_time'].slug}")
    page.shows(sheet_of(content, "processing_time", "thisted"))


def test_the_copied_link_is_that_of_the_answer(page: LookupPage, content: Content) -> None:
    page.write("klage")
    page.press("Enter")
    page.tab.get_by_role("button", name=lookup_word("answer.link")).press("Enter")
    expect(page.finder).to_contain_text(lookup_word("answer.link_copied"))
    assert page.clipboard() == f"{page.url}{address_of(sheet_of(content, 'complaint', 'koege'))}"


def test_back_leads_to_the_answer_before(page: LookupPage, content: Content) -> None:
    for words in ("klage", "kontakt"):
        page.press("Control+a")
        page.write(words)
        page.press("Enter")
        expect(page.heading).to_be_focused()
        page.press("/")
    page.tab.go_back()
    page.shows(sheet_of(content, "complaint", "koege"))
    page.tab.go_forward()
    page.shows(sheet_of(content, "contact", "koege"))
    page.tab.go_back()
    page.tab.go_back()
    expect(page.topics.first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "error"), [("aarhus/contact", "unknown_municipality"), ("thisted/nonsense", "unknown_topic")]
)
def test_a_link_to_what_does_not_exist_says_so(page: LookupPage, content: Content, path: str, error: str) -> None:
    page.begin_anew(f"/lookup/{path}")
    expect(page.finder.get_by_role("alert")).to_have_text(danish(f"desk_service.{error}"))
    expect(page.topics).to_have_count(len(content.topics))
    page.write("klage")
    expect(page.heading).to_be_visible()


# Logging in, and lines


def test_whoever_is_not_logged_in_is_shown_afterwards_what_was_asked_for(
    tabs: Tabs, lookup_url: str, lise: Staff, content: Content
) -> None:
    sheet = sheet_of(content, "complaint", "hjoerring")
    page = tabs.lookup(lookup_url, path=address_of(sheet))
    page.log_in(lise.name)
    page.shows(sheet)


@pytest.mark.parametrize("path", ["/lookup/thisted", "/lookup/coverage", "/lookup/compare/contact"])
def test_a_page_that_the_service_writes_comes_after_the_login(
    tabs: Tabs, lookup_url: str, lise: Staff, path: str
) -> None:
    page = tabs.lookup(lookup_url, path=path)
    expect(page.tab.get_by_role("heading", name=lookup_word("login.heading"))).to_be_visible()
    page.log_in(lise.name)
    expect(page.tab.locator("vejviser-lookup")).to_have_count(0)
    expect(page.tab).to_have_url(f"{lookup_url}{path}")
    expect(page.tab.get_by_role("heading", level=1)).to_be_visible()


def test_a_session_that_ends_gives_the_search_back_after_the_login(
    tabs: Tabs, lookup_url: str, lise: Staff, content: Content
) -> None:
    page = tabs.lookup(lookup_url, lise)
    page.write("kontakt")
    expect(page.heading).to_be_visible()
    page.context.clear_cookies()
    page.press("Control+a")
    page.write("klage")
    expect(page.tab.get_by_text(lookup_word("login.ended"))).to_be_visible()
    page.log_in(lise.name)
    expect(page.box).to_have_value("klage")
    expect(page.box).to_be_focused()
    page.shows(sheet_of(content, "complaint", "koege"))


def test_another_person_finds_nothing_of_what_was_looked_up(
    tabs: Tabs, lookup_url: str, lise: Staff, lookup_database: Engine
) -> None:
    page = tabs.lookup(lookup_url, lise)
    page.write("klage")
    page.press("Enter")
    page.tab.get_by_role("button", name=desk_word("header.logout")).press("Enter")
    expect(page.tab.get_by_role("heading", name=lookup_word("login.heading"))).to_be_visible()
    expect(page.tab).to_have_url(f"{lookup_url}/lookup")
    page.log_in(account(lookup_database, "Bo").name)
    expect(page.box).to_have_value("")
    expect(page.answer).to_have_count(0)


def test_a_line_that_is_down_is_said_and_tried_again_while_what_was_found_stays(
    tabs: Tabs, lookup_url: str, lise: Staff, content: Content
) -> None:
    port = urlsplit(lookup_url).port
    assert port is not None
    line = Line(port)
    page = tabs.lookup(line.url, lise)
    page.write("kontakt")
    page.shows(sheet_of(content, "contact", "koege"))
    line.cut()
    page.press("Control+a")
    page.write("klage")
    told = page.finder.get_by_role("alert")
    expect(told).to_contain_text(lookup_word("line.down"))
    expect(told).to_contain_text(lookup_word("line.before"))
    says(page.short, sheet_of(content, "contact", "koege").answer["short"])
    line.mend()
    page.shows(sheet_of(content, "complaint", "koege"))
    expect(told).to_have_count(0)
    line.cut()


# Printing


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
