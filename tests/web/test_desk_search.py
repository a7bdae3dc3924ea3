"""The desk's search for conversations that have ended, in a real browser."""

import pytest
from playwright.sync_api import Route, expect

from tests.web.desk_page import DeskPage, desk_word
from tests.web.page import Embedded
from tests.web.talk import comes_to_lise

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("empty_queue")]


@pytest.fixture
def ended(desk: DeskPage, citizen: Embedded) -> str:
    """A conversation that has ended."""
    reference = comes_to_lise(desk, citizen)
    desk.do("close", choice=desk_word("reason.answered"))
    return reference


def test_what_an_earlier_search_found_is_not_taken_for_the_answer_to_new_words(desk: DeskPage, ended: str) -> None:
    desk.go("search")
    results = desk.found.get_by_role("list").first
    expect(results).to_contain_text(ended)
    held: list[Route] = []
    desk.tab.route("**/desk/api/search?*", lambda route: held.append(route))
    with desk.tab.expect_request("**/desk/api/search?*"):
        desk.tab.get_by_role("searchbox").fill(ended)
        desk.tab.keyboard.press("Enter")
    expect(desk.found).to_contain_text(desk_word("loading"))
    expect(results).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(desk.found).to_contain_text(desk_word("search.found_with", count=1, words=ended))
    expect(results).to_have_attribute("aria-busy", "false")
    desk.tab.unroute("**/desk/api/search?*")
