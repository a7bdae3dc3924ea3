"""Links to answers, logging in on the way to one, and lines that are down."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from bot.conversations.staff import Staff
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from tests.desk import account
from tests.web.conftest import Tabs
from tests.web.desk_page import desk_word
from tests.web.line import Line
from tests.web.lookup_page import LookupPage, address_of, lookup_word, says, sheet_of


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
