"""Reloads in real browsers: whoever loads a page again, citizen or agent, finds all as it was."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.web.conftest import Tabs
from tests.web.desk_page import DeskPage, desk_word
from tests.web.page import Embedded, word
from tests.web.talk import QUESTION, comes_to_lise, place

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("empty_queue")]


# The citizen


def waits(desk: DeskPage, citizen: Embedded) -> str:
    citizen.want_person()
    return place(1)


def talks(desk: DeskPage, citizen: Embedded) -> str:
    desk.claim(citizen.reference)
    desk.reply("Hej, det er Lise.")
    expect(citizen.messages.last).to_contain_text("Hej, det er Lise.")
    return word("with_person.text", person="Lise")


def has_the_robot_again(desk: DeskPage, citizen: Embedded) -> str:
    desk.do("give_back")
    expect(citizen.messages.last).to_contain_text(danish("handover.back_with_robot", name="Lise"))
    return word("rating.heading", name="Lise")


def is_at_the_end(desk: DeskPage, citizen: Embedded) -> str:
    comes_to_lise(desk, citizen)
    desk.do("close", choice=desk_word("reason.answered"))
    expect(citizen.messages.last).to_contain_text(danish("handover.ended", name="Lise"))
    return word("over.person_heading")


def test_a_citizen_who_reloads_finds_all_as_it_was_in_every_state(desk: DeskPage, citizen: Embedded) -> None:
    for comes_so_far in (waits, talks, has_the_robot_again, is_at_the_end):
        sign = comes_so_far(desk, citizen)
        before = citizen.texts()
        citizen.tab.reload()
        expect(citizen.panel).to_contain_text(sign)
        expect(citizen.messages).to_have_count(len(before))
        assert citizen.texts() == before, comes_so_far.__name__


def test_an_agent_who_reloads_finds_queue_and_conversation_as_they_were(
    desk: DeskPage, citizen: Embedded, talking: str, tabs: Tabs, assistant: str
) -> None:
    later = tabs.citizen(assistant)
    later.want_person()
    desk.reply("Hej, det er Lise.")
    desk.do("note", text="Har ringet før.")
    expect(desk.log.get_by_text(desk_word("entry.sent"))).to_have_count(0)
    expect(desk.log).to_contain_text("Har ringet før.")
    lines = desk.log.get_by_role("listitem").all_inner_texts()
    desk.tab.reload()
    expect(desk.card("mine", talking)).to_be_visible()
    expect(desk.card("waiting", later.reference)).to_be_visible()
    expect(desk.state).to_contain_text(desk_word("conversation.with_you"))
    expect(desk.log.get_by_role("listitem")).to_have_count(len(lines))
    assert desk.log.get_by_role("listitem").all_inner_texts() == lines
    desk.reply("Er du der?")
    expect(citizen.messages.last).to_contain_text("Er du der?")


def test_an_agent_who_would_lose_words_with_a_reload_is_asked_first(desk: DeskPage, talking: str) -> None:
    desk.field.press_sequentially("Det er næsten")
    with desk.tab.expect_event("dialog") as asking:
        desk.tab.reload()
    assert asking.value.type == "beforeunload"
    expect(desk.state).to_contain_text(desk_word("conversation.with_you"))


# The agent, with something else open


@dataclass(frozen=True)
class Scene:
    """Who is there, and at which service.

    desk       Lise's page, which is reloaded
    colleague  Bo's page
    citizen    a citizen who has asked something
    """

    desk: DeskPage
    colleague: DeskPage
    citizen: Embedded
    url: str


def conversation_lines(desk: DeskPage) -> Locator:
    """Who has the open conversation, what one may do with it, and its entries."""
    return desk.conversation.locator("#state, .actions button, #log li")


def a_conversation_that_waits(scene: Scene) -> Locator:
    scene.citizen.want_person()
    scene.desk.open("waiting", scene.citizen.reference)
    whom = danish("handover.whom", municipality="Thisted Kommune")
    expect(scene.desk.log).to_contain_text(danish("handover.waiting", whom=whom))
    return conversation_lines(scene.desk)


def a_conversation_of_a_colleague(scene: Scene) -> Locator:
    scene.citizen.want_person()
    scene.colleague.claim(scene.citizen.reference)
    scene.colleague.reply("Hej, det er Bo.")
    scene.desk.open("others", scene.citizen.reference)
    expect(scene.desk.log).to_contain_text("Hej, det er Bo.")
    return conversation_lines(scene.desk)


def a_conversation_that_has_ended(scene: Scene) -> Locator:
    reference = found_by_search(scene)
    scene.desk.tab.get_by_role("link", name=desk_word("conversation.heading", reference=reference)).click()
    expect(scene.desk.log).to_contain_text(danish("handover.ended", name="Lise"))
    return conversation_lines(scene.desk)


def results_of_a_search(scene: Scene) -> Locator:
    found_by_search(scene)
    return scene.desk.found.get_by_role("listitem")


def calls_that_are_done(scene: Scene) -> Locator:
    form = {"name": "Ane Berg", "phone": "20 30 40 50", "email": "", "question": "Hvornår?"}
    receipt = Citizen(scene.url).post("callback", id=uuid.uuid4().hex, share=True, **form).json()["receipt"]
    scene.desk.go("callbacks")
    call = scene.desk.callback(receipt)
    call.get_by_role("textbox").fill("Fik svar.")
    call.get_by_role("button", name=desk_word("callbacks.finish"), exact=True).click()
    expect(call).to_have_count(0)
    scene.desk.tab.get_by_role("link", name=desk_word("callbacks.done"), exact=True).click()
    expect(call).to_contain_text(desk_word("callbacks.last_note", text="Fik svar."))
    return scene.desk.tab.locator("vejviser-callbacks").get_by_role("listitem")


def found_by_search(scene: Scene) -> str:
    """Search for a conversation that Lise has ended; return which one that is."""
    reference = comes_to_lise(scene.desk, scene.citizen)
    scene.desk.do("close", choice=desk_word("reason.answered"))
    scene.desk.search("sagsbehandlingstiden")
    expect(scene.desk.found).to_contain_text(reference)
    return reference


VIEWS: list[Callable[[Scene], Locator]] = [
    a_conversation_that_waits, a_conversation_of_a_colleague, a_conversation_that_has_ended, results_of_a_search,
    calls_that_are_done,
]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_an_agent_who_reloads_finds_the_same_view_with_the_same_entries(
    desk: DeskPage, other_desk: DeskPage, citizen: Embedded, assistant: str, view: Callable[[Scene], Locator]
) -> None:
    citizen.ask(QUESTION)
    lines = view(Scene(desk, other_desk, citizen, assistant))
    headings = desk.tab.get_by_role("heading", level=2)
    before = headings.all_inner_texts(), lines.all_inner_texts()
    desk.tab.reload()
    expect(lines).to_have_count(len(before[1]))
    assert (headings.all_inner_texts(), lines.all_inner_texts()) == before
