"""axe-core on every view of the desk, and on the widget where a person is wanted: no violation of WCAG 2.1 A and AA."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlalchemy.engine import Engine

from bot.conversations.log import now
from bot.conversations.schema import conversations
from bot.conversations.staff import ADMINISTRATOR, Staff
from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.desk import Agent, account, ask_for_person
from tests.web.conftest import Tabs
from tests.web.desk_page import DeskPage, desk_word
from tests.web.line import Line
from tests.web.looks import problems
from tests.web.page import Embedded, word

pytestmark = pytest.mark.slow

QUESTION = "Hvor lang er sagsbehandlingstiden? Jeg er 24 år"
LATE = datetime.timedelta(minutes=12)
LONG_WORD = "kommunalbestyrelsesmedlemskvalitetsstandardbehandling" * 3


@dataclass(frozen=True)
class Office:
    """A desk at work.

    person   who looks at it; may do everything
    mine     the conversation that they have, with an answer, a note, replies and a long word
    others   the one that Bo has
    urgent   the one that waits because somebody may be in danger
    ended    one that is over and was rated
    """

    person: Staff
    mine: str
    others: str
    urgent: str
    ended: str


@pytest.fixture(scope="module")
def office(assistant: str, database: Engine, bo: Staff) -> Iterator[Office]:
    """A desk at work, with everything that it can show."""
    person = account(database, "Karen", ADMINISTRATOR, ("thisted", "hjoerring"))
    karen, colleague = Agent(assistant, person), Agent(assistant, bo)
    with ExitStack() as there:
        # Who is not there would lose their conversations.
        for agent in (karen, colleague):
            there.enter_context(agent.at_the_desk())
        mine, others, ended, urgent, late = (waiting(assistant, database, why) for why in WHY)
        karen.on(mine, "claim")
        karen.reply(mine, f"Hej, det er Karen. {LONG_WORD}")
        karen.on(mine, "note", text=f"Har ringet før. {LONG_WORD}")
        colleague.on(others, "claim")
        colleague.on(ended, "claim")
        colleague.on(ended, "close", reason="answered", note="Fik svar")
        with database.begin() as connection:
            long_ago = update(conversations).where(conversations.c.reference == late)
            connection.execute(long_ago.values(asked_at=now() - LATE))
        yield Office(person, mine, others, urgent, ended)


WHY = ("asked", "not_stated", "misunderstood", "danger", "not_helpful")


def waiting(url: str, database: Engine, why: str) -> str:
    """Bring a conversation into the queue that has an answer of the robot and a wish to be called; return its name."""
    citizen = Citizen(url)
    citizen.say(QUESTION)
    citizen.listen(2)
    form = {
        "name": f"Ane {why}",
        "phone": "20 30 40 50",
        "email": "ane@eksempel.dk",
        "question": f"Hvornår? {LONG_WORD}",
    }
    citizen.post("callback", id=uuid.uuid4().hex, share=True, **form)
    reference: str = citizen.begun["reference"]
    ask_for_person(database, reference, why=why)
    return reference


@pytest.fixture(scope="module")
def open_page(module_tabs: Tabs, assistant: str, office: Office) -> DeskPage:
    return module_tabs.desk(assistant, office.person)


@pytest.fixture
def desk(open_page: DeskPage) -> Iterator[DeskPage]:
    """The page of who may do everything, as it begins."""
    open_page.tab.set_viewport_size({"width": 1280, "height": 800})
    open_page.begin_anew()
    yield open_page
    assert open_page.errors == []


def queue(desk: DeskPage, office: Office) -> None:
    expect(desk.card("waiting", office.urgent)).to_contain_text(desk_word("board.urgent"))
    expect(desk.cards("waiting").filter(has_text=desk_word("board.late"))).to_have_count(1)
    desk.tab.get_by_text(desk_word("board.staff")).click()


def waiting_conversation(desk: DeskPage, office: Office) -> None:
    desk.open("waiting", office.urgent)


def conversation(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    for summary in desk.log.locator("summary").all():
        summary.click()


def colleagues_conversation(desk: DeskPage, office: Office) -> None:
    desk.open("others", office.others)


def ended_conversation(desk: DeskPage, office: Office) -> None:
    search(desk, office)
    desk.tab.get_by_role("link", name=desk_word("conversation.heading", reference=office.ended)).click()
    expect(desk.state).to_contain_text(desk_word("conversation.closed"))


def ready_answers(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.field.press_sequentially("/")
    expect(desk.ready_answers.first).to_be_visible()
    desk.tab.keyboard.press("ArrowDown")


def too_long(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.field.fill("x" * 2001)
    desk.field.press("Enter")
    expect(desk.conversation.get_by_role("alert")).to_be_visible()


def note(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.begin("note")


def forward(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.begin("forward")
    expect(desk.tab.get_by_role("radio", name=desk_word("forward.anybody"))).to_be_visible()


def closing_without_a_reason(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    form = desk.begin("close")
    form.locator("#confirm").click()
    expect(form.get_by_role("alert")).to_have_text(desk_word("close.empty"))


def giving_back(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.begin("give_back")


def taking_over(desk: DeskPage, office: Office) -> None:
    desk.open("others", office.others)
    desk.begin("take")


def erasing(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.begin("erase")


def callbacks(desk: DeskPage, office: Office) -> None:
    desk.go("callbacks")
    # Others of the same assistant have asked, too.
    expect(desk.tab.get_by_role("heading", name="Ane").nth(len(WHY) - 1)).to_be_visible()


def search(desk: DeskPage, office: Office) -> None:
    desk.search("sagsbehandlingstiden")
    expect(desk.found).to_contain_text(office.ended)


def audit(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.go("audit")
    expect(desk.tab.locator("vejviser-audit")).to_contain_text(office.mine)


def looking_up(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.tab.keyboard.press("o")
    expect(desk.tab.get_by_role("combobox")).to_be_focused()
    desk.tab.keyboard.type("støtte")
    expect(desk.tab.get_by_role("option").nth(1)).to_be_visible()


def shortcuts(desk: DeskPage, office: Office) -> None:
    desk.tab.keyboard.press("?")
    expect(desk.tab.get_by_role("dialog")).to_be_visible()


def away(desk: DeskPage, office: Office) -> None:
    desk.tab.get_by_role("button", name=desk_word("header.there")).click()
    expect(desk.tab.get_by_role("dialog")).to_be_visible()


VIEWS: list[Callable[[DeskPage, Office], None]] = [
    queue, waiting_conversation, conversation, colleagues_conversation, ended_conversation, ready_answers, too_long,
    note, forward, closing_without_a_reason, giving_back, taking_over, erasing, callbacks, search, audit, shortcuts,
    away, looking_up,
]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_axe_finds_nothing_in_any_view_of_the_desk(
    desk: DeskPage, office: Office, view: Callable[[DeskPage, Office], None]
) -> None:
    view(desk, office)
    assert problems(desk, f"desk-{view.__name__}") == {}


@pytest.mark.parametrize("view", [forward, closing_without_a_reason], ids=lambda view: view.__name__)
def test_the_buttons_of_a_form_are_in_sight_beside_the_alarm(
    desk: DeskPage, office: Office, view: Callable[[DeskPage, Office], None]
) -> None:
    view(desk, office)
    expect(desk.tab.get_by_role("button", name=desk_word("alarm.seen"))).to_be_visible()
    for button in ("#confirm", "#cancel"):
        expect(desk.tab.locator(f"vejviser-act {button}")).to_be_in_viewport(ratio=1)


def test_a_reply_that_is_too_long_is_told_once(desk: DeskPage, office: Office) -> None:
    too_long(desk, office)
    expect(desk.conversation.get_by_text(desk_word("reply.too_long", over=1, limit=2000))).to_have_count(1)


def test_axe_looks_into_the_desk(desk: DeskPage, office: Office) -> None:
    desk.open("mine", office.mine)
    desk.log.evaluate("(log) => log.append(document.createElement('img'))")
    assert any(problem.startswith("image-alt") for problem in desk.violations_of_axe())


def test_the_login_and_its_error_are_accessible(tabs: Tabs, assistant: str) -> None:
    page = tabs.desk(assistant)
    expect(page.heading(desk_word("login.heading"))).to_be_visible()
    assert problems(page, "desk-login") == {}
    page.log_in("nobody", "wrong")
    expect(page.tab.get_by_role("alert")).to_have_text(danish("desk_service.wrong_login"))
    assert problems(page, "desk-login-error") == {}


def test_an_empty_desk_is_accessible(tabs: Tabs, assistant: str, database: Engine) -> None:
    page = tabs.desk(assistant, account(database, "Mette", municipalities=("broenderslev",)))
    expect(page.tab.get_by_text(desk_word("board.nobody_waits"))).to_be_visible()
    assert problems(page, "desk-empty") == {}


def test_a_desk_whose_line_is_down_is_accessible(tabs: Tabs, assistant: str, office: Office) -> None:
    port = urlsplit(assistant).port
    assert port is not None
    line = Line(port)
    page = tabs.desk(line.url, office.person)
    page.open("mine", office.mine)
    line.cut()
    expect(page.tab.get_by_text(desk_word("line.down"), exact=True).first).to_be_visible()
    page.field.fill("Det kommer frem senere")
    page.field.press("Enter")
    expect(page.log).to_contain_text(desk_word("entry.unsent"))
    assert problems(page, "desk-line-down") == {}


# The citizen's side


def waits(citizen: Embedded, karen: Agent) -> None:
    citizen.want_person()


def has_a_person(citizen: Embedded, karen: Agent) -> None:
    waits(citizen, karen)
    karen.on(citizen.reference, "claim")
    karen.reply(citizen.reference, "Hej, det er Karen. Hvad kan jeg hjælpe med?")
    expect(citizen.messages.last).to_contain_text("Hej, det er Karen.")


def would_end_the_talk(citizen: Embedded, karen: Agent) -> None:
    has_a_person(citizen, karen)
    citizen.press("with_person.end")
    expect(citizen.panel).to_contain_text(word("end_person.heading", name="Karen"))


def is_asked_to_rate(citizen: Embedded, karen: Agent) -> None:
    has_a_person(citizen, karen)
    karen.on(citizen.reference, "close", reason="answered", note="")
    citizen.press("rating.send")
    expect(citizen.panel).to_contain_text(word("rating.missing"))


STATES: list[Callable[[Embedded, Agent], None]] = [waits, has_a_person, would_end_the_talk, is_asked_to_rate]


@pytest.fixture(scope="module")
def karen(assistant: str, office: Office) -> Agent:
    return Agent(assistant, office.person)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_the_chat_with_a_person(
    tabs: Tabs, assistant: str, karen: Agent, state: Callable[[Embedded, Agent], None]
) -> None:
    citizen = tabs.citizen(assistant)
    state(citizen, karen)
    assert problems(citizen, f"person-{state.__name__}") == {}


def test_the_form_for_a_call_and_its_receipt_are_accessible(tabs: Tabs, assistant: str, database: Engine) -> None:
    account(database, "Mette", municipalities=("koege",))
    citizen = tabs.citizen(assistant, "koege")
    citizen.ask(word("ask_person"))
    citizen.offered("callback_button").click()
    citizen.panel.get_by_label(word("callback.name")).fill("Ane Berg")
    phone = citizen.panel.get_by_role("textbox", name=word("callback.phone"))
    phone.fill("12")
    citizen.press("callback.send")
    expect(phone).to_have_attribute("aria-invalid", "true")
    assert problems(citizen, "callback-error") == {}
    phone.fill("20 30 40 50")
    citizen.press("callback.send")
    expect(citizen.panel.get_by_role("heading", name=word("callback.receipt_heading"))).to_be_visible()
    assert problems(citizen, "callback-receipt") == {}
