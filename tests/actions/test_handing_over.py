"""What is offered to whom wants a person: by who is at the desk, and by the opening hours."""

import dataclasses
import datetime
import json
import re
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import Engine

from actions import base
from actions import knowledge as knowing
from actions.action_ask import ActionAsk
from actions.action_danger import ActionDanger
from actions.action_handover import ActionHandover
from actions.action_not_understood import ActionNotUnderstood
from actions.action_out_of_scope import ActionOutOfScope
from actions.action_short_reply import ActionShortReply
from actions.action_small_talk import ActionSmallTalk
from actions.base import TurnAction
from actions.turn import FOR_PERSON
from bot.conversations.database import DatabaseError
from bot.conversations.log import Log
from bot.conversations.outbox import Outbox
from bot.conversations.queue import Queue
from bot.handover.desk import Desk
from bot.handover.webhook import Webhook
from bot.standards.model import Content, Municipality, MunicipalUnit
from bot.standards.opening_hours import WEEKDAYS, OpeningHours
from bot.wording.i18n import text
from tests.staffing import accounts, person

ABSENT = 60.0
QUEUE, CALLBACK = text("handover.offer.queue_button"), text("handover.offer.callback_button")


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return sqlite_engine


@pytest.fixture
def municipalities(content: Content) -> dict[str, Municipality]:
    """Those of the content; a test may give them opening hours."""
    return dict(content.municipalities)


@pytest.fixture(autouse=True)
def desk(engine: Engine, municipalities: dict[str, Municipality], monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(engine, municipalities, ABSENT)
    known = knowing.knowledge()
    known = dataclasses.replace(known, content=known.content.copy(update={"municipalities": municipalities}))
    monkeypatch.setattr(base, "knowledge", lambda: known)
    monkeypatch.setattr(knowing, "_backend", lambda: desk)
    return desk


def somebody(engine: Engine, there: bool, municipality: str = "thisted") -> int:
    """An account, with the desk open or not."""
    desk = accounts(engine)
    lise = person(desk, municipalities=(municipality,))
    if there:
        desk.seen(lise.id)
    return lise.id


Said = tuple[dict[str, Any], dict[str, Any]]


class Talk:
    """A conversation of the chat: what an action says in it, and which slots change."""

    def __init__(self, engine: Engine) -> None:
        self.id = Log(engine).start("thisted").conversation.id

    def __call__(self, action: TurnAction, intent: str, sender: str | None = None, **slots: Any) -> Said:
        """Return the last message and the slots that changed."""
        entities = slots.pop("entities", [])
        message = {"intent": {"name": intent}, "entities": entities, "text": "", "metadata": {"message": 3}}
        dispatcher = CollectingDispatcher()
        tracker = Tracker(sender or self.id, slots, message, [], False, None, {}, "action_listen")
        events = action.run(dispatcher, tracker, {})
        return dispatcher.messages[-1], {event["name"]: event["value"] for event in events}


@pytest.fixture
def run(engine: Engine) -> Talk:
    return Talk(engine)


def does(message: dict[str, Any]) -> list[tuple[str, str]]:
    return [(button["title"], button["does"]) for button in message["buttons"] if "does" in button]


def phones(content: Content, slug: str) -> list[str]:
    contact = content.standards[slug, "midlertidigt-botilbud"][-1].topics.contact
    assert contact is not None
    return [str(route.phone) for route in contact.routes if route.phone]


@pytest.mark.parametrize(("account", "there", "button"), [
    (False, False, []), (True, False, [(CALLBACK, "callback")]), (True, True, [(QUEUE, "queue")]),
])  # fmt: skip
def test_what_is_offered_hangs_on_who_is_there_and_the_telephone_is_always_named(
    engine: Engine, content: Content, account: bool, there: bool, button: list, run: Talk
) -> None:
    if account:
        somebody(engine, there)
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert does(message) == button
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


def test_people_of_another_municipality_are_not_offered(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True, municipality="koege")
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert does(message) == []


def test_who_is_away_is_not_offered(engine: Engine, run: Talk) -> None:
    accounts(engine).away(somebody(engine, there=True), "Frokost")
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert does(message) == [(CALLBACK, "callback")]


def closed_today() -> OpeningHours:
    today = datetime.date.today()
    days = [{"date": str(today + datetime.timedelta(days=shift))} for shift in (-1, 0, 1)]
    return OpeningHours.parse_obj({**{day: ["08:00-16:00"] for day in WEEKDAYS}, "closed": days})


def test_where_it_is_closed_nobody_is_offered_and_the_next_opening_is_told(
    engine: Engine, municipalities: dict[str, Municipality], run: Talk
) -> None:
    somebody(engine, there=True)
    municipalities["thisted"] = municipalities["thisted"].copy(update={"opening_hours": closed_today()})
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert does(message) == [(CALLBACK, "callback")]
    assert "kl. 8" in message["text"]


def test_where_hours_are_not_known_none_are_told(engine: Engine, run: Talk) -> None:
    somebody(engine, there=False)
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert "kl. " not in message["text"]


@pytest.mark.parametrize(("action", "intent"), [(ActionShortReply(), "affirm"), (ActionHandover(), "human")])
def test_a_yes_to_the_offer_puts_the_conversation_into_the_queue(
    engine: Engine, content: Content, action: TurnAction, intent: str, run: Talk
) -> None:
    somebody(engine, there=True)
    _, slots = run(ActionHandover(), "human", municipality="thisted")
    assert slots["pending"]["awaits"] == FOR_PERSON
    message, slots = run(action, intent, municipality="thisted", pending=slots["pending"])
    assert Queue(engine).standing(run.id).position == 1
    assert slots["pending"] is None
    assert message["text"].startswith(text("handover.queued"))
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


def test_a_no_to_the_offer_changes_nothing(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True)
    _, slots = run(ActionHandover(), "human", municipality="thisted")
    run(ActionShortReply(), "deny", municipality="thisted", pending=slots["pending"])
    assert Queue(engine).standing(run.id).state == "robot"


def test_who_wants_a_person_after_the_last_one_has_left_hears_what_is_left(
    engine: Engine, content: Content, run: Talk
) -> None:
    lise = somebody(engine, there=True)
    _, slots = run(ActionHandover(), "human", municipality="thisted")
    accounts(engine).gone(lise)
    message, _ = run(ActionShortReply(), "affirm", municipality="thisted", pending=slots["pending"])
    assert message["text"].startswith(text("handover.not_possible"))
    assert does(message) == [(CALLBACK, "callback")]
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


def test_a_conversation_of_another_channel_gets_the_telephone(engine: Engine, content: Content, run: Talk) -> None:
    somebody(engine, there=True)
    message, slots = run(ActionHandover(), "human", "rest:anna", municipality="thisted")
    assert "pending" not in slots
    assert does(message) == []
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


@pytest.fixture
def other_system(engine: Engine, municipalities: dict[str, Municipality], monkeypatch: pytest.MonkeyPatch) -> Outbox:
    """The municipality's own system in place of the desk."""
    monkeypatch.setattr(knowing, "_backend", lambda: Webhook(engine, municipalities))
    return Outbox(engine)


def test_on_another_channel_a_wish_is_passed_on_to_the_municipalitys_own_system(
    other_system: Outbox, content: Content, run: Talk
) -> None:
    offer, slots = run(ActionHandover(), "human", "anna", municipality="thisted", age="24")
    assert text("handover.offer.pass_on") in offer["text"]
    for _ in range(2):
        message, _ = run(ActionShortReply(), "affirm", "anna", municipality="thisted", age="24", **slots)
    [delivery] = other_system.due(10)
    body = json.loads(delivery.body)
    assert (body["kind"], body["municipality"], body["circumstances"]) == ("request", "thisted", {"age": "24"})
    assert body["conversation"]["sender"] == "anna"
    assert message["text"].startswith(text("handover.passed_on"))
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


def test_in_the_chat_the_municipalitys_own_system_calls_back(other_system: Outbox, run: Talk) -> None:
    message, slots = run(ActionHandover(), "human", municipality="thisted")
    assert does(message) == [(CALLBACK, "callback")]
    assert "pending" not in slots


def test_how_many_wait_is_told(engine: Engine, desk: Desk, run: Talk) -> None:
    somebody(engine, there=True)
    for other in (Talk(engine), Talk(engine)):
        _, slots = other(ActionHandover(), "human", municipality="thisted")
        other(ActionShortReply(), "affirm", municipality="thisted", pending=slots["pending"])
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert text("handover.offer.ahead", count=2) in message["text"]
    assert text("handover.offer.wait_unknown") in message["text"]


def silent_topic(content: Content) -> str:
    standard = content.standards["thisted", "midlertidigt-botilbud"][-1]
    return standard.not_stated[0].topic


@pytest.mark.parametrize(("there", "button"), [(True, (QUEUE, "queue")), (False, (CALLBACK, "callback"))])
def test_an_answer_that_the_standard_does_not_give_offers_a_person(
    engine: Engine, content: Content, there: bool, button: tuple, run: Talk
) -> None:
    somebody(engine, there)
    asked = [{"entity": "topic", "value": silent_topic(content)}]
    message, _ = run(ActionAsk(), "ask", municipality="thisted", entities=asked)
    assert message["custom"]["status"] == "not_stated"
    assert button in does(message)
    assert message["custom"]["person"]["why"] == "not_stated"


def test_a_stated_answer_offers_nobody(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True)
    asked = [{"entity": "topic", "value": "processing_time"}]
    message, _ = run(ActionAsk(), "ask", municipality="thisted", entities=asked)
    assert does(message) == []


def test_after_two_misunderstandings_a_person_is_offered_and_not_after_one(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True)
    first, slots = run(ActionNotUnderstood(), "not_understood", municipality="thisted")
    assert does(first) == []
    second, _ = run(ActionNotUnderstood(), "not_understood", municipality="thisted", **slots)
    assert does(second) == [(QUEUE, "queue")]


def test_who_was_not_helped_is_offered_a_person_once_not_twice(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True)
    message, _ = run(ActionSmallTalk(), "not_helpful", municipality="thisted")
    assert [button["title"] for button in message["buttons"]] == [QUEUE]


@pytest.mark.parametrize(("there", "button"), [(True, [(QUEUE, "queue")]), (False, [])])
def test_in_danger_a_person_is_offered_now_and_no_call_later(
    engine: Engine, there: bool, button: list, run: Talk
) -> None:
    somebody(engine, there)
    message, _ = run(ActionDanger(), "danger", municipality="thisted")
    assert does(message) == button
    assert message["custom"]["type"] == "danger"


def test_what_was_asked_beside_danger_is_offered_after_the_numbers_and_the_person(
    engine: Engine, content: Content, run: Talk
) -> None:
    somebody(engine, there=True)
    asked = [{"entity": "candidate", "value": topic} for topic in ("duration", "payment")]
    message, _ = run(ActionDanger(), "danger", municipality="thisted", entities=asked)
    questions = [content.topics[topic].example for topic in ("duration", "payment")]
    assert [button["title"] for button in message["buttons"]] == [QUEUE, *questions]
    assert message["text"].endswith(text("conversation.danger.question"))


def test_where_nothing_was_asked_beside_danger_nothing_but_help_is_spoken_of(engine: Engine, run: Talk) -> None:
    somebody(engine, there=False)
    message, _ = run(ActionDanger(), "danger", municipality="thisted")
    assert message["buttons"] == []
    assert text("conversation.danger.question") not in message["text"]


def test_a_municipality_without_a_standard_has_no_person_here(engine: Engine, run: Talk) -> None:
    somebody(engine, there=True)
    message, _ = run(ActionHandover(), "human", municipality="aarhus")
    assert does(message) == []
    assert (message["custom"]["status"], message["custom"]["person"]["way"]) == ("not_covered", "phone")


def test_where_the_database_is_away_the_telephone_is_the_answer(
    content: Content, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, run: Talk
) -> None:
    def away() -> Desk:
        raise DatabaseError("disk is gone")

    monkeypatch.setattr(knowing, "_backend", away)
    message, _ = run(ActionHandover(), "human", municipality="thisted")
    assert all(phone in message["text"] for phone in phones(content, "thisted"))
    assert DatabaseError.__name__ in caplog.text
    assert "disk is gone" not in caplog.text


def test_what_was_understood_goes_along_for_who_takes_over(run: Talk) -> None:
    told = [{"entity": "age", "value": "24"}, {"entity": "topic", "value": "processing_time"}]
    message, _ = run(ActionAsk(), "ask", municipality="thisted", entities=told)
    heard = message["custom"]["understood"]
    assert (heard["intent"], heard["topics"], heard["circumstances"]) == ("ask", ["processing_time"], {"age": "24"})


YOUNG, OTHERS = "UngeCenter Brønderslev", "Visitationen – Det Specialiserede Område"


@pytest.mark.parametrize(("age", "unit", "button"), [("24", YOUNG, (QUEUE, "queue")), ("45", OTHERS, None)])
def test_circumstances_decide_whose_desk_it_is(
    engine: Engine,
    municipalities: dict[str, Municipality],
    run: Talk,
    age: str,
    unit: str,
    button: tuple[str, str] | None,
) -> None:
    units = tuple(MunicipalUnit(name=name) for name in (YOUNG, OTHERS))
    municipalities["broenderslev"] = municipalities["broenderslev"].copy(update={"units": units})
    desk = accounts(engine)
    desk.seen(person(desk, municipalities=("broenderslev",), units=(YOUNG,)).id)
    message, _ = run(ActionHandover(), "human", municipality="broenderslev", age=age, early_retirement_pension=False)
    assert message["custom"]["person"]["unit"] == unit
    assert does(message) == ([button] if button else [])


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    ("action", "intent", "slots"),
    [
        (ActionSmallTalk(), "not_helpful", {}),
        (ActionNotUnderstood(), "not_understood", {"misunderstood": 1}),
        (ActionDanger(), "danger", {}),
        (ActionHandover(), "human", {}),
    ],
)
def test_wherever_a_person_is_spoken_of_the_telephone_is_named(
    engine: Engine, content: Content, run: Talk, there: bool, action: TurnAction, intent: str, slots: dict[str, Any]
) -> None:
    somebody(engine, there)
    message, _ = run(action, intent, municipality="thisted", **slots)
    assert all(phone in message["text"] for phone in phones(content, "thisted"))


# What looks like a telephone number or an address, in whatever is said.
WAY_OF_CONTACT = re.compile(r"\b\d{2}(?: \d{2}){3}\b|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
REPLIES: list[tuple[TurnAction, str, dict[str, Any]]] = [
    (ActionDanger(), "danger", {}),
    (ActionHandover(), "human", {}),
    (ActionSmallTalk(), "not_helpful", {}),
    (ActionSmallTalk(), "insult", {}),
    (ActionNotUnderstood(), "not_understood", {"misunderstood": 1.0}),
    (ActionOutOfScope(), "out_of_scope", {}),
    (ActionAsk(), "ask", {"entities": [{"entity": "topic", "value": "contact"}]}),
    (ActionAsk(), "ask", {"entities": [{"entity": "topic", "value": "complaint"}]}),
]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(("action", "intent", "slots"), REPLIES)
@pytest.mark.parametrize("slug", ["broenderslev", "frederikssund", "hjoerring", "koege", "thisted"])
def test_each_number_and_address_that_is_said_is_a_link(
    engine: Engine, run: Talk, slug: str, action: TurnAction, intent: str, slots: dict[str, Any], there: bool
) -> None:
    somebody(engine, there, slug)
    message, _ = run(action, intent, municipality=slug, **slots)
    linked = {link["label"] for link in (message["custom"] or {}).get("links", ())}
    assert set(WAY_OF_CONTACT.findall(message["text"])) <= linked
