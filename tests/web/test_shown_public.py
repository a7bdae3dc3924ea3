"""The pages for citizens in a real browser that runs no script: accessible, narrow, on paper, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.wording.i18n import text
from tests.web.looks import LOOKS
from tests.web.page import Tab

PAGES = {
    "index": "/svar",
    "municipality": "/svar/thisted",
    "stated": "/svar/koege/egenbetaling",
    "needs": "/svar/frederikssund/kontakt",
    "law": "/svar/thisted/aktindsigt",
    "missing": "/svar/atlantis",
}


@pytest.fixture(scope="module")
def url(lone_service: httpx.Client) -> str:
    return str(lone_service.base_url).rstrip("/")


@pytest.fixture(scope="module")
def tab(browser: Browser, url: str, widget: Path) -> Iterator[Tab]:
    """A browser as most have it; axe is a script."""
    context = browser.new_context(locale="da-DK")
    tab = Tab(context, f"{url}/svar")
    yield tab
    context.close()
    assert tab.violations == []
    assert tab.errors == []


@pytest.fixture
def scriptless(browser: Browser, url: str) -> Iterator[Tab]:
    """A browser in which no page may run a script."""
    context = browser.new_context(locale="da-DK", java_script_enabled=False)
    yield Tab(context, f"{url}/svar")
    context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_scrolled_sideways(tab: Tab, url: str, name: str, look: str) -> None:
    width, height = LOOKS[look]
    tab.tab.set_viewport_size({"width": width, "height": height})
    tab.tab.goto(f"{url}{PAGES[name]}")
    tab.shot(f"svar-{name}-{look}")
    assert tab.violations_of_axe() == []
    assert tab.scrolling_sideways() == []


def test_axe_looks_at_the_page(tab: Tab, url: str) -> None:
    tab.tab.goto(f"{url}/svar")
    tab.tab.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(problem.startswith("image-alt") for problem in tab.violations_of_axe())


def test_an_answer_is_reached_without_a_script(scriptless: Tab, url: str) -> None:
    page = scriptless.tab
    page.get_by_role("link", name="Thisted Kommune").click()
    page.get_by_role("link", name="Sagsbehandlingstid", exact=True).click()
    expect(page).to_have_url(f"{url}/svar/thisted/sagsbehandlingstid")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sagsbehandlingstid")
    page.get_by_role("navigation", name=text("public.crumbs")).get_by_role("link", name="Thisted Kommune").click()
    expect(page).to_have_url(f"{url}/svar/thisted")


def test_the_first_key_leads_past_what_is_on_every_page(scriptless: Tab, url: str) -> None:
    page = scriptless.tab
    page.goto(f"{url}/svar/thisted")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=text("public.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}/svar/thisted#content")


def test_on_paper_there_is_the_answer_and_no_way_around(tab: Tab, url: str) -> None:
    tab.tab.goto(f"{url}/svar/frederikssund/kontakt")
    tab.tab.emulate_media(media="print")
    for navigation in tab.tab.get_by_role("navigation", include_hidden=True).all():
        expect(navigation).to_be_hidden()
    expect(tab.tab.get_by_role("table")).to_be_visible()
    expect(tab.tab.get_by_role("heading", level=1)).to_be_visible()
    tab.tab.emulate_media(media="screen")
