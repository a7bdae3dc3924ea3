"""Looking up beside a conversation at the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from bot.standards.model import Content
from bot.wording.i18n import text as danish
from tests.web.conftest import Tabs
from tests.web.desk_page import DeskPage, desk_word
from tests.web.lookup_page import lookup_word, says, sheet_of
from tests.web.page import Embedded
from tests.web.talk import QUESTION, comes_to_lise

pytestmark = pytest.mark.slow


def box(desk: DeskPage) -> Locator:
    return desk.tab.get_by_role("combobox", name=lookup_word("search.label"))


def answer(desk: DeskPage) -> Locator:
    return desk.tab.locator("vejviser-beside").get_by_role("article")


def look_up(desk: DeskPage, words: str) -> None:
    """Look something up with the keyboard."""
    desk.heading(desk_word("conversation.heading", reference=reference_of(desk))).focus()
    desk.tab.keyboard.press("o")
    expect(box(desk)).to_be_focused()
    desk.tab.keyboard.type(words)


def reference_of(desk: DeskPage) -> str:
    return desk.tab.url.rsplit("/", 1)[-1]


def test_nothing_of_it_is_fetched_before_it_is_opened(desk: DeskPage, citizen: Embedded) -> None:
    asked: list[str] = []
    desk.tab.on("request", lambda request: asked.append(request.url))
    comes_to_lise(desk, citizen)
    assert [one for one in asked if "/lookup" in one] == []
    look_up(desk, "kontakt")
    expect(answer(desk)).to_be_visible()
    assert [one for one in asked if "/lookup/api/search" in one] != []


def test_municipality_and_circumstances_are_those_of_the_conversation(
    desk: DeskPage, citizen: Embedded, content: Content
) -> None:
    citizen.ask(QUESTION)
    comes_to_lise(desk, citizen)
    look_up(desk, "kontakt")
    says(answer(desk).locator(".short"), sheet_of(content, "contact", "thisted", {"age": "24"}).answer["short"])
    expect(desk.tab.locator("vejviser-beside summary")).to_contain_text("24")


def test_an_answer_goes_into_the_reply_behind_what_was_written(desk: DeskPage, talking: str, content: Content) -> None:
    desk.field.fill("Hej Ane")
    look_up(desk, "kontakt")
    desk.tab.keyboard.press("Enter")
    expect(answer(desk).locator("#answer")).to_be_focused()
    use = desk.tab.get_by_role("button", name=desk_word("lookup.insert"))
    use.press("Enter")
    expect(desk.field).to_have_value(f"Hej Ane\n\n{sheet_of(content, 'contact', 'thisted').text}")
    expect(desk.field).to_be_focused()


def test_where_one_may_not_reply_nothing_can_be_put_there(desk: DeskPage, citizen: Embedded) -> None:
    citizen.want_person()
    desk.open("waiting", citizen.reference)
    look_up(desk, "kontakt")
    expect(desk.tab.get_by_role("button", name=lookup_word("answer.copy"))).to_be_visible()
    expect(desk.tab.get_by_role("button", name=desk_word("lookup.insert"))).to_have_count(0)


def test_escape_empties_the_box_and_then_closes_it(desk: DeskPage, talking: str) -> None:
    look_up(desk, "kontakt")
    desk.tab.keyboard.press("Escape")
    expect(box(desk)).to_have_value("")
    desk.tab.keyboard.press("Escape")
    expect(box(desk)).to_have_count(0)
    expect(desk.tab.get_by_role("button", name=desk_word("lookup.open"))).to_be_focused()


def test_single_keys_of_the_desk_do_nothing_in_the_box(desk: DeskPage, talking: str) -> None:
    look_up(desk, "xbnf")
    expect(box(desk)).to_have_value("xbnf")
    expect(desk.tab.locator("vejviser-act")).to_have_count(0)


def test_another_conversation_begins_with_nothing_looked_up(
    desk: DeskPage, talking: str, tabs: Tabs, assistant: str
) -> None:
    other = tabs.citizen(assistant)
    other.want_person()
    look_up(desk, "kontakt")
    expect(answer(desk)).to_be_visible()
    desk.open("waiting", other.reference)
    expect(answer(desk)).to_have_count(0)
    expect(box(desk)).to_have_value("")


def test_the_key_is_listed(desk: DeskPage) -> None:
    desk.tab.keyboard.press("?")
    expect(desk.tab.get_by_role("dialog")).to_contain_text(danish("desk.shortcuts.lookup"))
