"""Handover in real browsers: citizens with the widget, people at the desk, and the whole assistant between them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from bot.conversations.database import open_database
from bot.conversations.staff import Accounts
from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.conftest import StartService
from tests.desk import account, ask_for_person
from tests.web.conftest import Tabs
from tests.web.desk_page import DeskPage, desk_word
from tests.web.page import Embedded, word
from tests.web.talk import QUESTION, comes_to_lise, place

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("empty_queue")]

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
ROUNDS = 4
ABSENT_SECONDS = 4


# Who gets whom


def test_three_citizens_know_their_places_and_move_up_when_one_is_claimed(
    tabs: Tabs, assistant: str, desk: DeskPage, other_desk: DeskPage
) -> None:
    citizens = [tabs.citizen(assistant) for _ in range(3)]
    for position, citizen in enumerate(citizens, start=1):
        citizen.want_person()
        expect(citizen.panel).to_contain_text(place(position))
    expect(desk.cards("waiting")).to_have_count(3)
    order = desk.cards("waiting").evaluate_all("(cards) => cards.map((card) => card.dataset.reference)")
    assert order == [citizen.reference for citizen in citizens]
    other_desk.claim(citizens[0].reference)
    expect(citizens[0].panel).to_contain_text(word("with_person.text", person="Bo"))
    for position, citizen in enumerate(citizens[1:], start=1):
        expect(citizen.panel).to_contain_text(place(position))
    expect(desk.card("others", citizens[0].reference)).to_contain_text(desk_word("board.with", name="Bo"))


def test_of_two_who_claim_at_the_same_moment_one_has_it_and_the_other_is_told_who(
    assistant: str, database: Engine, desk: DeskPage, other_desk: DeskPage
) -> None:
    names = {desk: "Lise", other_desk: "Bo"}
    references = [Citizen(assistant).begun["reference"] for _ in range(ROUNDS)]
    for reference in references:
        ask_for_person(database, reference)
    for reference in references:
        for page in names:
            # What was told in the round before is not told any more.
            page.go("callbacks")
            page.go("queue")
            expect(page.claim_button(reference)).to_be_visible()
        moment = desk.tab.evaluate("Date.now() + 300")
        for page in names:
            page.claim_button(reference).evaluate(
                "(button, moment) => void setTimeout(() => button.click(), moment - Date.now())", moment
            )
        for page in names:
            expect(page.card("waiting", reference)).to_have_count(0)
        [winner] = [page for page in names if page.has_or_is_told()]
        [loser] = [page for page in names if page is not winner]
        expect(winner.heading(desk_word("conversation.heading", reference=reference))).to_be_visible()
        expect(loser.card("others", reference)).to_be_visible()
        expect(loser.told).to_have_text(danish("desk_service.taken", name=names[winner]))


# A talk


def test_the_person_reads_what_was_said_and_asked_before(desk: DeskPage, citizen: Embedded) -> None:
    citizen.ask(QUESTION)
    comes_to_lise(desk, citizen)
    expect(desk.log).to_contain_text(QUESTION)
    about = desk.conversation.get_by_role("complementary")
    for value in ("Thisted", danish("handover.circumstance.age"), "24", desk_word("why.asked")):
        expect(about).to_contain_text(value)


def test_both_sides_hear_each_other_and_see_that_the_other_writes(
    desk: DeskPage, citizen: Embedded, talking: str
) -> None:
    desk.field.press_sequentially("Hej")
    expect(citizen.panel).to_contain_text(word("typing", sender="Lise"))
    desk.reply("Hej, det er Lise.")
    expect(citizen.messages.last).to_contain_text("Hej, det er Lise.")
    expect(citizen.messages.last).to_contain_text("Lise")
    field = citizen.panel.get_by_label(word("composer.label_person", name="Lise"))
    field.press_sequentially("Tak")
    expect(desk.conversation).to_contain_text(desk_word("conversation.typing"))
    field.press("Enter")
    expect(desk.log).to_contain_text("Tak")
    expect(desk.conversation).not_to_contain_text(desk_word("conversation.typing"))
    expect(desk.card("mine", talking)).to_contain_text(desk_word("board.unread", count=1))
    desk.reply("Selv tak.")
    expect(desk.card("mine", talking)).not_to_contain_text(desk_word("board.unread", count=1))


def test_what_a_citizen_writes_is_shown_as_the_text_that_it_is(desk: DeskPage, citizen: Embedded, talking: str) -> None:
    citizen.panel.get_by_role("textbox").fill(HOSTILE)
    citizen.panel.get_by_role("textbox").press("Enter")
    expect(desk.log).to_contain_text(HOSTILE)
    expect(desk.card("mine", talking)).to_contain_text(HOSTILE)
    assert "Skranken" in desk.tab.title()
    assert desk.tab.locator("vejviser-desk img, vejviser-desk script").count() == 0


def test_a_note_is_read_by_colleagues_alone(
    desk: DeskPage, other_desk: DeskPage, citizen: Embedded, talking: str
) -> None:
    desk.do("note", text="Har ringet før.")
    expect(desk.log).to_contain_text("Har ringet før.")
    other_desk.open("others", talking)
    expect(other_desk.log).to_contain_text("Har ringet før.")
    desk.reply("Et øjeblik.")
    expect(citizen.messages.last).to_contain_text("Et øjeblik.")
    assert "Har ringet før." not in citizen.tab.evaluate("document.querySelector('vejviser-chat').shadowRoot.innerHTML")
    citizen.tab.reload()
    expect(citizen.messages.last).to_contain_text("Et øjeblik.")
    assert "Har ringet før." not in " ".join(citizen.texts())


# How it goes on


def test_a_colleague_gets_a_forwarded_conversation_with_its_note(
    desk: DeskPage, other_desk: DeskPage, citizen: Embedded, talking: str
) -> None:
    desk.do("forward", choice="Bo", text="Det er om en klage.")
    expect(citizen.panel).to_contain_text(word("with_person.text", person="Bo"))
    expect(desk.card("others", talking)).to_be_visible()
    other_desk.open("mine", talking)
    expect(other_desk.log).to_contain_text("Det er om en klage.")
    other_desk.reply("Hej, nu er det Bo.")
    expect(citizen.messages.last).to_contain_text("Hej, nu er det Bo.")


def test_what_is_forwarded_to_anybody_waits_at_its_old_place(
    desk: DeskPage, other_desk: DeskPage, citizen: Embedded, talking: str, tabs: Tabs, assistant: str
) -> None:
    later = tabs.citizen(assistant)
    later.want_person()
    expect(later.panel).to_contain_text(place(1))
    desk.do("forward", choice=desk_word("forward.anybody"), text="Ikke mit felt.")
    expect(citizen.panel).to_contain_text(danish("handover.forwarded"))
    expect(citizen.panel).to_contain_text(place(1))
    expect(later.panel).to_contain_text(place(2))
    expect(other_desk.cards("waiting").first).to_contain_text(desk_word("why.forwarded"))
    other_desk.claim(talking)
    expect(other_desk.log).to_contain_text("Ikke mit felt.")


def test_the_robot_goes_on_with_what_it_knew(desk: DeskPage, citizen: Embedded) -> None:
    citizen.ask(QUESTION)
    comes_to_lise(desk, citizen)
    desk.do("give_back")
    expect(citizen.panel).to_contain_text(danish("handover.back_with_robot", name="Lise"))
    answer = citizen.ask("og i Hjørring?")
    expect(answer).to_contain_text("Sagsbehandlingstid, Hjørring")


def test_an_end_is_told_and_rated_and_the_rating_is_kept(desk: DeskPage, citizen: Embedded, talking: str) -> None:
    desk.do("close", choice=desk_word("reason.answered"))
    expect(citizen.panel).to_contain_text(danish("handover.ended", name="Lise"))
    expect(citizen.panel).to_contain_text(word("over.person_heading"))
    citizen.panel.get_by_role("radio", name="4", exact=True).check()
    citizen.panel.get_by_label(word("rating.comment")).fill("Venlig og hurtig")
    citizen.press("rating.send")
    expect(citizen.panel).to_contain_text(word("rating.thanks"))
    desk.go("search")
    desk.tab.get_by_role("link", name=desk_word("conversation.heading", reference=talking)).click()
    expect(desk.log).to_contain_text(desk_word("entry.rated", count=4))
    expect(desk.log).to_contain_text("Venlig og hurtig")


def test_a_citizen_who_leaves_the_queue_has_the_robot_again(desk: DeskPage, citizen: Embedded) -> None:
    citizen.want_person()
    expect(desk.card("waiting", citizen.reference)).to_be_visible()
    citizen.press("queue.leave")
    expect(citizen.panel).to_contain_text(danish("handover.left_queue"))
    expect(desk.card("waiting", citizen.reference)).to_have_count(0)
    expect(citizen.ask("Hvad koster det?")).to_contain_text(word("sender.robot"))


def test_a_citizen_who_ends_the_talk_is_asked_first_and_the_person_is_told(
    desk: DeskPage, citizen: Embedded, talking: str
) -> None:
    citizen.press("with_person.end")
    expect(citizen.panel).to_contain_text(word("end_person.heading", name="Lise"))
    citizen.panel.get_by_role("button", name=word("end_person.confirm"), exact=True).last.click()
    expect(citizen.panel).to_contain_text(danish("handover.left_person"))
    expect(desk.state).to_contain_text(desk_word("conversation.with_robot"))
    expect(desk.field).to_have_count(0)


# Somebody is gone


@pytest.fixture(scope="module")
def impatient(
    start_service: StartService, tmp_path_factory: pytest.TempPathFactory, widget: Path
) -> Iterator[tuple[str, Engine]]:
    """A service that soon takes somebody for gone, without a robot, and its database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('impatient') / 'log.sqlite'}"
    engine = open_database(url)
    variables = {"VEJVISER_DATABASE": url, "VEJVISER_ABSENT_SECONDS": str(ABSENT_SECONDS)}
    yield str(start_service(**variables).base_url), engine
    engine.dispose()


def test_the_conversation_of_an_agent_whose_browser_dies_waits_at_its_old_place_for_a_colleague(
    tabs: Tabs, impatient: tuple[str, Engine]
) -> None:
    url, engine = impatient
    dying = tabs.desk(url, account(engine, "Lise"))
    other = tabs.desk(url, account(engine, "Bo"))
    citizen = tabs.citizen(url)
    citizen.say(QUESTION)
    expect(citizen.panel).to_contain_text(word("state.sent"))
    later = Citizen(url).begun["reference"]
    for reference in (citizen.reference, later):
        ask_for_person(engine, reference)
    dying.claim(citizen.reference)
    dying.reply("Hej, det er Lise.")
    tabs.close(dying)
    expect(citizen.panel).to_contain_text(danish("handover.person_lost"))
    expect(citizen.panel).to_contain_text(place(1))
    expect(other.cards("waiting")).to_have_count(2)
    expect(other.cards("waiting").first).to_contain_text(desk_word("why.lost"))
    other.claim(citizen.reference)
    expect(other.log).to_contain_text("Hej, det er Lise.")
    expect(citizen.panel).to_contain_text(word("with_person.text", person="Bo"))


def test_who_is_logged_out_by_somebody_else_reads_why_and_finds_the_draft_again(
    tabs: Tabs, assistant: str, database: Engine, citizen: Embedded
) -> None:
    person = account(database, "Ida")
    desk = tabs.desk(assistant, person)
    citizen.want_person()
    desk.claim(citizen.reference)
    desk.field.fill("Det er næsten skrevet")
    Accounts(database).disable(person.id)
    expect(desk.heading(desk_word("login.heading"))).to_be_visible()
    for key in ("login.ended", "login.kept"):
        expect(desk.tab.locator("vejviser-login")).to_contain_text(desk_word(key))
    desk.log_in(person.name)
    expect(desk.tab.get_by_role("alert")).to_contain_text(danish("desk_service.wrong_login"))
    Accounts(database).enable(person.id)
    desk.log_in(person.name)
    expect(desk.conversation.get_by_role("textbox")).to_have_value("Det er næsten skrevet")


# Nobody is there


def test_where_nobody_is_there_a_call_is_asked_for_and_worked_off(tabs: Tabs, assistant: str, database: Engine) -> None:
    person = account(database, "Mette", municipalities=("koege",))
    citizen = tabs.citizen(assistant, "koege")
    citizen.ask(word("ask_person"))
    keys = citizen.tab.keyboard
    citizen.offered("callback_button").focus()
    keys.press("Enter")
    expect(citizen.panel.get_by_role("heading", name=word("callback.heading"))).to_be_focused()
    for value in ("Ane Berg", "12"):
        keys.press("Tab")
        keys.type(value)
    keys.press("Enter")
    phone = citizen.panel.get_by_role("textbox", name=word("callback.phone"))
    expect(phone).to_be_focused()
    expect(phone).to_have_attribute("aria-invalid", "true")
    phone.press("Control+a")
    keys.type("20 30 40 50")
    keys.press("Tab")
    keys.press("Tab")
    keys.type(HOSTILE)
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    receipt = citizen.tab.locator("vejviser-receipt")
    expect(receipt.get_by_role("heading", name=word("callback.receipt_heading"))).to_be_focused()
    number = receipt.locator(".whole").inner_text()

    desk = tabs.desk(assistant, person)
    desk.go("callbacks")
    one = desk.callback(number)
    for text in ("Ane Berg", "20 30 40 50", HOSTILE):
        expect(one).to_contain_text(text)
    one.get_by_role("textbox").fill("Ingen tog den.")
    one.get_by_role("button", name=desk_word("callbacks.not_reached"), exact=True).click()
    expect(one).to_contain_text(desk_word("callbacks.state.not_reached"))
    expect(one).to_contain_text(desk_word("callbacks.last_note", text="Ingen tog den."))
    expect(one.get_by_role("textbox")).to_have_value("")
    desk.tab.reload()
    expect(one).to_contain_text(desk_word("callbacks.attempts", count=1))
    one.get_by_role("textbox").fill("Fik svar.")
    one.get_by_role("button", name=desk_word("callbacks.finish"), exact=True).click()
    expect(one).to_have_count(0)
    desk.tab.get_by_role("link", name=desk_word("callbacks.done"), exact=True).click()
    expect(one).to_contain_text(desk_word("callbacks.last_note", text="Fik svar."))
    citizen.tab.reload()
    expect(citizen.tab.locator("vejviser-receipt")).to_contain_text(number)


# The keyboard


def test_claim_and_reply_and_end_by_keyboard_alone(desk: DeskPage, citizen: Embedded) -> None:
    citizen.want_person()
    expect(desk.card("waiting", citizen.reference)).to_be_visible()
    keys = desk.tab.keyboard
    keys.press("j")
    keys.press("c")
    expect(desk.field).to_be_focused()
    keys.type("Hej fra Lise")
    keys.press("Enter")
    expect(citizen.messages.last).to_contain_text("Hej fra Lise")
    for _ in range(12):
        keys.press("Shift+Tab")
        if desk.focused == "note":
            break
    keys.press("x")
    expect(desk.heading(desk_word("close.heading"))).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(citizen.panel).to_contain_text(word("over.person_heading"))
    expect(desk.heading(desk_word("board.heading"))).to_be_focused()


def test_a_ready_made_answer_is_found_with_a_slash_and_sent_by_keyboard(
    desk: DeskPage, citizen: Embedded, talking: str
) -> None:
    keys = desk.tab.keyboard
    desk.field.focus()
    keys.type("/")
    everything = desk.ready_answers
    expect(everything.first).to_be_visible()
    count = everything.count()
    keys.type("sagsbehandlingstid")
    expect(desk.ready_answers.first).to_contain_text("Sagsbehandlingstid")
    assert 0 < desk.ready_answers.count() < count
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(desk.ready_answers).to_have_count(0)
    expect(desk.field).to_have_value(re.compile("8 uger"))
    keys.press("Enter")
    expect(citizen.messages.last).to_contain_text("8 uger")
    expect(citizen.messages.last).to_contain_text("Lise")


def test_a_question_mark_shows_the_shortcuts_and_escape_takes_them_away(desk: DeskPage) -> None:
    desk.tab.keyboard.press("?")
    dialog = desk.tab.get_by_role("dialog", name=desk_word("shortcuts.heading"))
    expect(dialog).to_contain_text(desk_word("shortcuts.claim"))
    desk.tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_shortcuts_do_nothing_while_one_writes(desk: DeskPage, citizen: Embedded, talking: str) -> None:
    desk.field.press_sequentially("xbnf? gq")
    expect(desk.field).to_have_value("xbnf? gq")
    expect(desk.field).to_be_focused()
    expect(desk.tab.locator("vejviser-act")).to_have_count(0)
    expect(desk.tab.get_by_role("dialog")).to_have_count(0)
