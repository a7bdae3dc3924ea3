"""Looking up by keyboard alone: at most three key actions beside the words that are typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from bot.standards.model import Content
from tests.web.desk_page import desk_word
from tests.web.lookup_page import MOST_ACTIONS, LookupPage, address_of, lookup_word, says, sheet_of

# Stands in the names of several topics.
SEVERAL = "støtte"


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


def test_who_goes_elsewhere_before_the_answer_is_there_is_not_fetched_back(page: LookupPage, content: Content) -> None:
    held: list[Route] = []
    page.tab.route("**/lookup/api/search", lambda route: held.append(route))
    with page.tab.expect_request(lambda request: "klage" in (request.post_data or "")):
        page.write("klage")
        page.press("Enter")
    elsewhere = page.tab.get_by_role("button", name=desk_word("header.logout"))
    elsewhere.focus()
    held[-1].continue_()
    page.tab.unroute("**/lookup/api/search")
    says(page.short, sheet_of(content, "complaint", "koege").answer["short"])
    expect(elsewhere).to_be_focused()


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
