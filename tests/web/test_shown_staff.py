"""The staff's pages beside the search in a real browser: accessible, narrow, on paper, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine

from bot.server.desk_access import COOKIE
from bot.wording.i18n import text
from tests.desk import Agent, account
from tests.web.looks import LOOKS
from tests.web.page import Tab

TWO = "/lookup/compare?a=hjoerring&b=thisted"
PAGES = {
    "browse": "/lookup/frederikssund",
    "compare": "/lookup/compare/processing-time",
    "compare-told": "/lookup/compare/contact?age=24",
    "two": TWO,
    "two-differences": f"{TWO}&only=differences",
    "choose": "/lookup/compare",
    "choose-wrong": "/lookup/compare?a=thisted&b=thisted",
    "coverage": "/lookup/coverage",
    "missing": "/lookup/atlantis",
}
# Wider than a narrow window by its nature: it is moved in its own place, which the keyboard reaches.
MOVED = {"coverage": ["wide"]}


@pytest.fixture(scope="module")
def url(lookup_url: str) -> str:
    return lookup_url


@pytest.fixture(scope="module")
def tab(browser: Browser, url: str, lookup_database: Engine, widget: Path) -> Iterator[Tab]:
    """A browser in which somebody has logged in."""
    agent = Agent(url, account(lookup_database, "Lise"))
    context = browser.new_context(locale="da-DK", accept_downloads=True)
    context.add_cookies([{"name": COOKIE, "value": agent.client.cookies[COOKIE], "url": url}])
    tab = Tab(context, f"{url}/lookup/coverage")
    yield tab
    context.close()
    assert tab.violations == []
    assert tab.errors == []


@pytest.fixture(autouse=True)
def as_wide_as_a_desk(tab: Tab) -> None:
    tab.tab.set_viewport_size({"width": 1280, "height": 800})
    tab.tab.emulate_media(media="screen")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_is_not_scrolled_sideways(tab: Tab, url: str, name: str, look: str) -> None:
    width, height = LOOKS[look]
    tab.tab.set_viewport_size({"width": width, "height": height})
    tab.tab.goto(f"{url}{PAGES[name]}")
    tab.shot(f"lookup-{name}-{look}")
    assert tab.violations_of_axe() == []
    assert tab.scrolling_sideways() == (MOVED.get(name, []) if look == "narrow" else [])


def test_with_all_that_is_folded_unfolded_a_comparison_is_accessible(tab: Tab, url: str) -> None:
    tab.tab.goto(f"{url}{TWO}&only=differences")
    for summary in tab.tab.locator("summary").all():
        summary.press("Enter")
    tab.tab.set_viewport_size({"width": 320, "height": 640})
    assert tab.violations_of_axe() == []
    assert tab.scrolling_sideways() == []


def test_a_wide_table_is_moved_by_keyboard(tab: Tab, url: str) -> None:
    tab.tab.set_viewport_size({"width": 320, "height": 640})
    tab.tab.goto(f"{url}/lookup/coverage")
    region = tab.tab.get_by_role("region", name=text("overview.coverage.table"))
    region.focus()
    expect(region).to_be_focused()
    tab.tab.keyboard.press("ArrowRight")
    tab.tab.wait_for_function("() => document.querySelector('.wide').scrollLeft > 0")


def test_a_narrow_comparison_stays_a_table_to_who_does_not_see_it(tab: Tab, url: str) -> None:
    tab.tab.set_viewport_size({"width": 320, "height": 640})
    tab.tab.goto(f"{url}{TWO}")
    table = tab.tab.get_by_role(
        "table", name=text("overview.two.table", first="Hjørring Kommune", second="Thisted Kommune")
    )
    expect(table.get_by_role("columnheader", name="Thisted Kommune")).to_have_count(1)
    expect(table.get_by_role("rowheader", name="Sagsbehandlingstid")).to_have_count(1)


def test_two_municipalities_are_compared_by_keyboard_alone(tab: Tab, url: str) -> None:
    page = tab.tab
    page.goto(f"{url}/lookup/compare")
    first = page.get_by_label(text("overview.two.first"))
    first.focus()
    page.keyboard.type("Hj")
    page.keyboard.press("Tab")
    page.keyboard.type("Th")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}{TWO}")
    page.get_by_role("link", name=text("overview.two.only")).press("Enter")
    expect(page).to_have_url(f"{url}{TWO}&only=differences")


def test_a_form_that_is_not_filled_in_is_not_sent(tab: Tab, url: str) -> None:
    page = tab.tab
    page.goto(f"{url}/lookup/compare")
    page.get_by_role("button", name=text("overview.two.show")).press("Enter")
    expect(page).to_have_url(f"{url}/lookup/compare")
    expect(page.get_by_label(text("overview.two.first"))).to_be_focused()


def test_a_file_is_downloaded_under_its_name(tab: Tab, url: str) -> None:
    tab.tab.goto(f"{url}/lookup/coverage")
    with tab.tab.expect_download() as waited:
        tab.tab.get_by_role("link", name=text("overview.csv")).press("Enter")
    assert waited.value.suggested_filename == "vejviser-daekning.csv"


@pytest.mark.parametrize("path", [PAGES["browse"], PAGES["compare"], TWO, PAGES["coverage"]])
def test_on_paper_there_is_no_way_around_and_nothing_folded(tab: Tab, url: str, path: str) -> None:
    page = tab.tab
    page.goto(f"{url}{path}")
    page.emulate_media(media="print")
    for navigation in page.get_by_role("navigation", include_hidden=True).all():
        expect(navigation).to_be_hidden()
    expect(
        page.get_by_role("link", name=text("overview.answer"), include_hidden=True).locator("visible=true")
    ).to_have_count(0)
    # What is folded has no height; how much higher the unfolded is than its heading says whether it is seen.
    folded = page.eval_on_selector_all(
        "details", "(all) => all.filter((one) => one.offsetHeight <= one.firstElementChild.offsetHeight).length"
    )
    assert folded == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_comparison_repeats_its_head_on_every_sheet_of_paper_and_breaks_no_row(tab: Tab, url: str) -> None:
    tab.tab.goto(f"{url}{TWO}")
    tab.tab.emulate_media(media="print")
    look = "(one) => [getComputedStyle(one).display, getComputedStyle(one).breakInside]"
    assert tab.tab.eval_on_selector(".two > thead", look)[0] == "table-header-group"
    assert tab.tab.eval_on_selector(".two > tbody > tr", look)[1] == "avoid"
