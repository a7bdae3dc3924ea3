"""axe-core on every state of the widget, in a real browser: not one violation of WCAG 2.1 A and AA."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import StartService
from tests.web.line import Line
from tests.web.page import PATIENCE_MS, Embedded, word

pytestmark = pytest.mark.slow

QUESTION = "Hvor lang er sagsbehandlingstiden?"
LOOKS = {
    "wide": (1024, 768),
    "narrow": (320, 568),
    "zoomed": (320, 256),
}


def closed(page: Embedded, line: Line) -> None:
    expect(page.launcher).to_be_visible()


def opened(page: Embedded, line: Line) -> None:
    page.open()


def answered(page: Embedded, line: Line) -> None:
    page.open()
    page.ask(QUESTION)


def unfolded(page: Embedded, line: Line) -> None:
    answered(page, line)
    page.messages.last.locator("summary").first.click()


def choices(page: Embedded, line: Line) -> None:
    page.open()
    page.ask("Hvilket nummer skal jeg ringe til i Frederikssund?")


def comparison(page: Embedded, line: Line) -> None:
    page.open()
    page.ask("Hvor er sagsbehandlingstiden kortest?")


def danger(page: Embedded, line: Line) -> None:
    page.open()
    page.ask("Jeg vil ikke leve mere, jeg har taget en masse piller")


def masked(page: Embedded, line: Line) -> None:
    page.open()
    page.say("Hvad koster det? Mit cpr-nummer er 010190-1234")
    expect(page.messages).to_have_count(3)


def long_words(page: Embedded, line: Line) -> None:
    page.open()
    page.ask("Kan jeg få " + "kommunalbestyrelsesmedlemskvalitetsstandardbehandling" * 4)


def too_long(page: Embedded, line: Line) -> None:
    page.open()
    page.say("x" * 1005)
    expect(page.panel).to_contain_text(word("composer.too_long", over=5, limit=1000))


def judged(page: Embedded, line: Line) -> None:
    answered(page, line)
    page.messages.last.get_by_role("group").get_by_role("button").nth(1).click()
    expect(page.messages.last).to_contain_text(word("feedback.word"))


def menu(page: Embedded, line: Line) -> None:
    answered(page, line)
    page.panel.get_by_role("button", name=word("panel.menu"), exact=True).click()


def asked_to_delete(page: Embedded, line: Line) -> None:
    answered(page, line)
    page.menu("erase")


def deleted(page: Embedded, line: Line) -> None:
    asked_to_delete(page, line)
    page.panel.get_by_role("button", name=word("erase.confirm")).click()
    expect(page.panel).to_contain_text(word("over.erased_heading"))


def line_down(page: Embedded, line: Line) -> None:
    answered(page, line)
    line.cut()
    page.say("og i Hjørring?")
    expect(page.panel).to_contain_text(word("line.down"), timeout=PATIENCE_MS)


def unread(page: Embedded, line: Line) -> None:
    answered(page, line)
    # The answer comes within milliseconds: it must not find the panel open.
    line.cut()
    page.say("og i Hjørring?")
    page.tab.keyboard.press("Escape")
    line.mend()
    expect(page.launcher).to_contain_text("1", timeout=PATIENCE_MS)


STATES: list[Callable[[Embedded, Line], None]] = [
    closed, opened, answered, unfolded, choices, comparison, danger, masked, long_words, too_long, judged, menu,
    asked_to_delete, deleted, line_down, unread,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(page: Embedded, line: Line, state: Callable[[Embedded, Line], None]) -> None:
    state(page, line)
    page.tab.wait_for_timeout(400)
    found = {}
    for look, (width, height) in LOOKS.items():
        page.tab.set_viewport_size({"width": width, "height": height})
        page.tab.wait_for_timeout(100)
        page.shot(f"{state.__name__}-{look}")
        found[look] = page.violations_of_axe()
    assert {look: problems for look, problems in found.items() if problems} == {}


def test_axe_looks_into_the_widget(page: Embedded) -> None:
    page.open()
    page.panel.evaluate("(panel) => panel.append(document.createElement('img'))")
    assert any(problem.startswith("image-alt") for problem in page.violations_of_axe())


@pytest.fixture
def impatient(browser: Browser, start_service: StartService, widget: Path) -> Iterator[Embedded]:
    """The service's own demonstration page, where a conversation closes after twenty seconds."""
    url = str(start_service(VEJVISER_IDLE_SECONDS="20").base_url)
    context = browser.new_context(locale="da-DK")
    page = Embedded(context, f"{url}/?kommune=thisted")
    yield page
    page.note_violations()
    context.close()
    assert page.violations == []
    assert page.errors == []


def test_the_demonstration_and_the_closing_of_an_idle_conversation_are_accessible(impatient: Embedded) -> None:
    impatient.shot("demonstration")
    assert impatient.violations_of_axe() == []
    impatient.open()
    impatient.say("Hvor lang er sagsbehandlingstiden?")
    expect(impatient.panel).to_contain_text(word("state.sent"))
    expect(impatient.panel).to_contain_text(word("idle.heading"), timeout=PATIENCE_MS)
    impatient.shot("idle-warning")
    assert impatient.violations_of_axe() == []
    impatient.panel.get_by_role("button", name=word("idle.continue")).click()
    expect(impatient.panel).not_to_contain_text(word("idle.heading"))
    expect(impatient.panel).to_contain_text(word("over.idle_heading"), timeout=PATIENCE_MS)
    impatient.shot("idle-closed")
    assert impatient.violations_of_axe() == []
    expect(impatient.messages).to_have_count(0)
    assert "sagsbehandlingstiden" not in impatient.tab.evaluate("JSON.stringify(sessionStorage)")


def test_an_error_page_is_accessible(impatient: Embedded) -> None:
    impatient.tab.goto(impatient.tab.url.replace("thisted", "atlantis"))
    impatient.shot("not-found")
    assert impatient.violations_of_axe() == []


def test_nothing_is_clipped_when_text_is_spaced_out(page: Embedded, line: Line) -> None:
    answered(page, line)
    clipped = page.tab.evaluate(
        """() => {
          const found = [];
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(
            "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }" +
            "p { margin-bottom: 2em !important }");
          const roots = [];
          const collect = (root) => {
            roots.push(root);
            for (const one of root.querySelectorAll("*")) if (one.shadowRoot) collect(one.shadowRoot);
          };
          collect(document);
          for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
          for (const root of roots)
            for (const one of root.querySelectorAll("button, p, a, li, summary, h2, h3, label")) {
              const style = getComputedStyle(one);
              const hides = /(hidden|clip)/.test(style.overflowX + style.overflowY);
              const larger = one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
              if (hides && larger && !/sr-only|replica/.test(one.className)) found.push(one.outerHTML.slice(0, 80));
            }
          return found;
        }"""
    )
    page.shot("text-spacing")
    assert clipped == []
    assert page.violations_of_axe() == []


@pytest.mark.parametrize("scheme", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}], ids=["forced", "still"])
def test_forced_colours_and_reduced_motion_are_respected(page: Embedded, line: Line, scheme: dict[str, Any]) -> None:
    page.tab.emulate_media(**scheme)
    answered(page, line)
    page.shot("-".join(scheme))
    moving = page.panel.evaluate(
        "(panel) => panel.getAnimations({ subtree: true }).filter((one) => one.playState === 'running').length"
    )
    assert moving == 0
    assert page.violations_of_axe() == []


def test_everything_to_press_is_large_enough(page: Embedded, line: Line) -> None:
    answered(page, line)
    small = page.tab.evaluate(
        """() => {
          const found = [];
          const look = (root) => {
            for (const one of root.querySelectorAll("*")) {
              if (one.matches("button, summary, textarea")) {
                const { width, height } = one.getBoundingClientRect();
                if (height && (width < 44 || height < 44)) found.push(`${one.textContent.trim()} ${width}x${height}`);
              }
              if (one.shadowRoot) look(one.shadowRoot);
            }
          };
          look(document.querySelector("vejviser-chat").shadowRoot);
          return found;
        }"""
    )
    assert small == []
