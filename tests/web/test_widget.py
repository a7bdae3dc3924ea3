"""The widget in a real browser, on another site's page under a strict policy, with the whole assistant behind it."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.web.line import Line
from tests.web.page import PATIENCE_MS, Embedded, word

pytestmark = pytest.mark.slow

QUESTION = "Hvor lang er sagsbehandlingstiden?"
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


def test_before_the_first_message_stands_what_this_is_and_nothing_is_stored(page: Embedded) -> None:
    requests: list[str] = []
    page.tab.on("request", lambda request: requests.append(request.url))
    page.open()
    for key in ("welcome.wrong", "welcome.private", "welcome.kept"):
        expect(page.panel).to_contain_text(word(key))
    assert [url for url in requests if "/chat/" in url] == []


def test_a_question_is_answered_with_sender_and_folded_source(page: Embedded) -> None:
    page.open()
    answer = page.ask(QUESTION)
    expect(answer).to_contain_text(word("sender.robot"))
    source = answer.locator("details")
    expect(source).to_have_count(1)
    assert source.get_attribute("open") is None
    source.locator("summary").click()
    expect(source).to_contain_text("Thisted")


def test_a_whole_conversation_by_keyboard_alone(page: Embedded) -> None:
    keys = page.tab.keyboard
    page.tab.locator("#before").focus()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.panel).to_be_visible()
    assert page.focused == "title"
    for _ in range(12):
        if page.focused == "text":
            break
        keys.press("Tab")
    keys.type("Hvilket nummer skal jeg ringe til i Frederikssund?")
    keys.press("Enter")
    expect(page.messages.nth(1)).to_be_visible()
    assert page.focused == "text"
    choice = page.messages.last.get_by_role("group", name=word("answer.choices")).get_by_role("button").first
    title = choice.inner_text()
    choice.focus()
    keys.press("Enter")
    expect(page.messages.nth(3)).to_be_visible()
    expect(page.messages.nth(2)).to_contain_text(title)
    keys.press("Escape")
    expect(page.panel).to_have_count(0)
    assert word("launcher.open") in page.focused


def test_the_focus_is_never_trapped(page: Embedded) -> None:
    page.open()
    page.field.focus()
    seen = set()
    for _ in range(40):
        page.tab.keyboard.press("Tab")
        seen.add(page.focused)
    assert "before" in seen


def test_each_message_is_announced_once(page: Embedded) -> None:
    page.tab.evaluate(
        """() => {
          window.__said = [];
          const live = document.querySelector("vejviser-chat").shadowRoot.querySelector("#live");
          new MutationObserver((records) => {
            for (const record of records)
              for (const node of record.addedNodes) window.__said.push(node.textContent.trim());
          }).observe(live, { childList: true, subtree: false });
        }"""
    )
    page.open()
    page.ask(QUESTION)
    page.tab.wait_for_timeout(1500)
    said = [text for text in page.tab.evaluate("window.__said") if text.startswith(word("sender.robot"))]
    assert len(said) == 1


def test_a_reload_in_the_middle_loses_and_repeats_nothing(page: Embedded) -> None:
    page.open()
    page.ask(QUESTION)
    before = page.texts()
    page.field.fill("et udkast")
    page.tab.reload()
    expect(page.panel).to_be_visible()
    expect(page.messages).to_have_count(len(before))
    assert page.texts() == before
    expect(page.field).to_have_value("et udkast")
    page.ask("og i Hjørring?")
    expect(page.messages.last).to_contain_text("Hjørring")


def test_what_is_written_while_the_line_is_cut_is_sent_once_when_it_is_back(page: Embedded, line: Line) -> None:
    page.open()
    page.ask(QUESTION)
    line.cut()
    page.say("og i Hjørring?")
    expect(page.panel).to_contain_text(word("state.waiting"))
    expect(page.panel).to_contain_text(word("line.down"), timeout=PATIENCE_MS)
    page.say("og i Køge?")
    line.mend()
    expect(page.messages).to_have_count(6, timeout=PATIENCE_MS)
    texts = page.texts()
    assert [sum(said in text for text in texts) for said in ("og i Hjørring?", "og i Køge?")] == [1, 1]
    expect(page.panel).not_to_contain_text(word("line.down"))


def test_a_message_written_offline_survives_a_reload(page: Embedded, line: Line) -> None:
    page.open()
    page.ask(QUESTION)
    line.cut()
    page.say("og i Hjørring?")
    expect(page.panel).to_contain_text(word("state.waiting"))
    line.mend()
    page.tab.reload()
    expect(page.messages).to_have_count(4, timeout=PATIENCE_MS)
    assert sum("og i Hjørring?" in text for text in page.texts()) == 1


def test_two_tabs_have_two_conversations(page: Embedded, embedding: str) -> None:
    page.open()
    page.ask(QUESTION)
    other = Embedded(page.context, embedding)
    other.open()
    expect(other.messages).to_have_count(0)
    other.ask("Hvad koster det?")
    expect(page.messages).to_have_count(2)
    assert other.errors == []


def test_a_tab_that_was_duplicated_hears_the_same_conversation(page: Embedded, embedding: str) -> None:
    page.open()
    page.ask(QUESTION)
    kept = page.tab.evaluate("JSON.stringify(sessionStorage)")
    twin = Embedded(page.context, embedding)
    twin.tab.evaluate(
        "(kept) => Object.entries(JSON.parse(kept)).forEach((pair) => sessionStorage.setItem(...pair))", kept
    )
    twin.tab.reload()
    expect(twin.messages).to_have_count(2)
    page.ask("og i Hjørring?")
    expect(twin.messages).to_have_count(4)
    assert twin.texts() == page.texts()


def test_deleting_asks_first_then_deletes_and_says_so(page: Embedded) -> None:
    page.open()
    page.ask(QUESTION)
    page.menu("erase")
    page.panel.get_by_role("button", name=word("erase.cancel")).click()
    expect(page.messages).to_have_count(2)
    page.menu("erase")
    page.panel.get_by_role("button", name=word("erase.confirm")).click()
    expect(page.panel).to_contain_text(word("over.erased_heading"))
    expect(page.messages).to_have_count(0)
    assert QUESTION not in page.tab.evaluate("JSON.stringify(sessionStorage)")
    page.panel.get_by_role("button", name=word("over.again")).click()
    page.ask("Hvad koster det?")
    expect(page.messages).to_have_count(2)


def test_the_conversation_can_be_saved_as_a_file(page: Embedded) -> None:
    page.open()
    page.ask(QUESTION)
    with page.tab.expect_download() as downloading:
        page.menu("save")
    path = downloading.value.path()
    saved = path.read_text(encoding="utf-8")
    assert QUESTION in saved
    assert "Thisted" in saved


def test_a_hostile_message_is_shown_as_the_text_that_it_is(page: Embedded) -> None:
    page.open()
    title = page.tab.title()
    page.say(HOSTILE)
    expect(page.messages.nth(1)).to_be_visible()
    expect(page.messages.first).to_contain_text(HOSTILE)
    page.tab.reload()
    expect(page.messages.first).to_contain_text(HOSTILE)
    assert page.tab.title().endswith(title)
    assert page.tab.locator("vejviser-chat img, vejviser-chat script").count() == 0


def test_personal_data_is_not_shown_again_and_the_citizen_is_told(page: Embedded) -> None:
    page.open()
    page.say("Hvad koster det? Mit cpr-nummer er 010190-1234")
    expect(page.messages).to_have_count(3)
    assert "cpr-nummer" in " ".join(page.texts())
    assert "010190" not in " ".join(page.texts())
    expect(page.panel).to_contain_text(word("sender.notice"))


def test_a_message_beyond_the_limit_is_neither_cut_nor_sent(page: Embedded) -> None:
    page.open()
    page.ask(QUESTION)
    text = "x" * 1005
    page.say(text)
    expect(page.field).to_have_value(text)
    expect(page.panel).to_contain_text(word("composer.too_long", over=5, limit=1000))
    expect(page.messages).to_have_count(2)


def test_an_answer_is_judged_with_a_word(page: Embedded) -> None:
    page.open()
    answer = page.ask(QUESTION)
    answer.get_by_role("button", name=re.compile(rf"^{word('feedback.useless')}")).click()
    answer.get_by_role("textbox").fill("for langt")
    answer.get_by_role("button", name=word("feedback.send")).click()
    expect(answer).to_contain_text(word("feedback.sent"))
    page.tab.reload()
    pressed = page.messages.last.get_by_role("button", name=re.compile(rf"^{word('feedback.useless')}"))
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_a_new_message_shows_on_the_closed_chat_and_in_the_title(page: Embedded) -> None:
    page.open()
    page.ask(QUESTION)
    title = page.tab.title()
    # However fast the answer is, it comes when the chat is closed.
    held: list[Route] = []
    page.tab.route("**/chat/messages", lambda route: held.append(route))
    with page.tab.expect_request("**/chat/messages"):
        page.say("og i Hjørring?")
    page.tab.keyboard.press("Escape")
    expect(page.panel).to_be_hidden()
    held[0].continue_()
    expect(page.launcher).to_contain_text("1", timeout=PATIENCE_MS)
    assert page.tab.title() != title
    page.launcher.click()
    expect(page.panel).to_be_visible()
    assert page.tab.title() == title


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256)], ids=["320 px", "400 %"])
def test_nothing_needs_scrolling_in_two_directions(page: Embedded, width: int, height: int) -> None:
    page.tab.set_viewport_size({"width": width, "height": height})
    page.open()
    page.ask(QUESTION)
    page.messages.last.locator("summary").first.click()
    assert page.scrolling_sideways() == []
    close = page.panel.get_by_role("button", name=word("panel.close_label"))
    expect(close).to_be_in_viewport()


def test_the_widget_sets_no_cookie_and_asks_nobody_else(page: Embedded, line: Line, embedding: str) -> None:
    asked: list[str] = []
    page.tab.on("request", lambda request: asked.append(request.url))
    page.open()
    page.ask(QUESTION)
    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith((line.url, embedding, "blob:", "data:"))] == []
