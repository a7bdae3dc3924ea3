"""axe-core on every state of the look-up page: no violation of WCAG 2.1 A and AA, nothing to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.engine import Engine

from bot.conversations.staff import Staff
from bot.standards.model import Content
from bot.wording.i18n import text as danish
from tests.desk import account
from tests.web.conftest import Tabs
from tests.web.line import Line
from tests.web.looks import problems
from tests.web.lookup_page import LookupPage, address_of, lookup_word, sheet_of

LONG_WORD = "kommunalbestyrelsesmedlemskvalitetsstandardbehandling" * 3
# Nothing is smaller than this, in pixels, that can be pressed.
LEAST_SIZE = 44


@pytest.fixture(scope="module")
def lise(lookup_database: Engine) -> Staff:
    return account(lookup_database, "Lise")


def empty(page: LookupPage, content: Content) -> None:
    expect(page.topics.first).to_be_visible()


def several_answers(page: LookupPage, content: Content) -> None:
    page.write("støtte")
    expect(page.answers.nth(1)).to_be_visible()
    page.press("ArrowDown")


def cases(page: LookupPage, content: Content) -> None:
    every = (sheet_of(content, topic, slug) for topic in content.topics for slug in content.municipalities)
    page.begin_anew(address_of(next(one for one in every if one.cases)))
    expect(page.answer.get_by_role("table")).to_be_visible()


def general_law(page: LookupPage, content: Content) -> None:
    every = (sheet_of(content, topic, slug) for topic in content.topics for slug in content.municipalities)
    page.begin_anew(address_of(next(one for one in every if one.answer["law"])))
    expect(page.answer.get_by_role("region", name=danish("sheet.part.law"))).to_be_visible()


def municipality_without_a_standard(page: LookupPage, content: Content) -> None:
    page.write("kontakt Aarhus 24 år")
    expect(page.finder.locator("#not-covered")).to_be_visible()
    expect(page.finder.locator("#counted")).to_be_visible()


def nothing_found(page: LookupPage, content: Content) -> None:
    page.write(LONG_WORD)
    expect(page.finder.locator("#none")).to_be_visible()


def unknown_link(page: LookupPage, content: Content) -> None:
    page.begin_anew("/lookup/thisted/nonsense")
    expect(page.finder.get_by_role("alert")).to_be_visible()


def copied(page: LookupPage, content: Content) -> None:
    page.write("klage")
    page.press("Enter", "c")
    expect(page.finder.locator("#done")).to_be_visible()


def bad_age(page: LookupPage, content: Content) -> None:
    page.tab.get_by_label(lookup_word("citizen.age")).fill("gammel")
    expect(page.finder.get_by_role("alert")).to_be_visible()


def keys(page: LookupPage, content: Content) -> None:
    page.press("Escape", "?")
    expect(page.dialog).to_be_visible()


STATES: list[Callable[[LookupPage, Content], None]] = [
    empty, several_answers, cases, general_law, municipality_without_a_standard, nothing_found, unknown_link, copied,
    bad_age, keys,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state_of_the_page(
    page: LookupPage, content: Content, state: Callable[[LookupPage, Content], None]
) -> None:
    state(page, content)
    assert problems(page, f"lookup-{state.__name__}") == {}


def test_axe_looks_into_the_page(page: LookupPage, content: Content) -> None:
    general_law(page, content)
    page.answer.evaluate("(answer) => answer.append(document.createElement('img'))")
    assert any(problem.startswith("image-alt") for problem in page.violations_of_axe())


def test_the_login_is_accessible_before_and_after_a_session(tabs: Tabs, lookup_url: str, lise: Staff) -> None:
    page = tabs.lookup(lookup_url)
    expect(page.tab.get_by_role("heading", name=lookup_word("login.heading"))).to_be_visible()
    assert problems(page, "lookup-login") == {}
    page.log_in(lise.name)
    expect(page.box).to_be_focused()
    page.context.clear_cookies()
    page.write("klage")
    expect(page.tab.get_by_text(lookup_word("login.ended"))).to_be_visible()
    assert problems(page, "lookup-login-again") == {}


def test_a_page_whose_line_is_down_is_accessible(tabs: Tabs, lookup_url: str, lise: Staff) -> None:
    port = urlsplit(lookup_url).port
    assert port is not None
    line = Line(port)
    page = tabs.lookup(line.url, lise)
    page.write("kontakt")
    expect(page.heading).to_be_visible()
    line.cut()
    page.write(" klage")
    expect(page.finder.get_by_role("alert")).to_contain_text(lookup_word("line.down"))
    assert problems(page, "lookup-line-down") == {}


def test_forced_colours_are_accessible(browser: Browser, lookup_url: str, lise: Staff, content: Content) -> None:
    context = browser.new_context(
        locale="da-DK", viewport={"width": 1280, "height": 800}, forced_colors="active", reduced_motion="reduce"
    )
    page = LookupPage(context, lookup_url, lise)
    several_answers(page, content)
    assert problems(page, "lookup-forced-colours") == {}
    context.close()


@pytest.mark.parametrize("state", [empty, several_answers, cases], ids=lambda state: state.__name__)
def test_whatever_can_be_pressed_is_big_enough(
    page: LookupPage, content: Content, state: Callable[[LookupPage, Content], None]
) -> None:
    state(page, content)
    # Links within sentences are as high as their line.
    pressed = page.finder.locator("button, a:not(.reach), input:not([type=radio]), .chip span:visible")
    sizes = [one.bounding_box() for one in pressed.all()]
    small = [size for size in sizes if size is not None and min(size["width"], size["height"]) < LEAST_SIZE]
    assert sizes
    assert small == []


def test_at_four_hundred_per_cent_nothing_has_to_be_scrolled_sideways(page: LookupPage, content: Content) -> None:
    every = (sheet_of(content, topic, slug) for topic in content.topics for slug in content.municipalities)
    page.begin_anew(address_of(next(one for one in every if one.answer["law"])), size=(320, 256))
    expect(page.heading).to_be_attached()
    page.finder.locator("summary").press("Enter")
    assert page.scrolling_sideways() == []
    assert page.violations_of_axe() == []


@pytest.mark.slow
def test_danger_goes_before_all_answers_and_is_accessible(tabs: Tabs, assistant: str, database: Engine) -> None:
    page = tabs.lookup(assistant, account(database, "Lise"))
    page.write("han slår mig")
    danger = page.finder.get_by_role("alert")
    expect(danger).to_contain_text(lookup_word("danger"))
    assert problems(page, "lookup-danger") == {}
