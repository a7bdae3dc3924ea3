"""What a municipality's own system is sent; that it arrives is tested in tests/server/test_delivering.py."""

import json
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.callbacks import Callbacks, CallbackWish
from bot.conversations.entry import NewEntry
from bot.conversations.handover import Wish
from bot.conversations.log import Log, NoConversationError
from bot.conversations.outbox import Outbox
from bot.handover.backend import Outcome, Request
from bot.handover.webhook import Webhook
from bot.standards.model import Content

WISH = CallbackWish("thisted", None, "Ane", "20304050", "", "Klage", True)


@pytest.fixture
def webhook(engine: Engine, content: Content) -> Webhook:
    return Webhook(engine, content.municipalities)


@pytest.fixture
def talk(engine: Engine) -> str:
    """A conversation in which something was said."""
    log = Log(engine)
    conversation_id = log.start("thisted").conversation.id
    log.append(conversation_id, NewEntry("citizen", "Hvordan klager jeg?"))
    return conversation_id


def sent(engine: Engine) -> list[dict[str, Any]]:
    return [json.loads(delivery.body) for delivery in Outbox(engine).due(10)]


def request(message: str = "1", sender: str = "anna") -> Request:
    return Request(sender, "socketio", Wish("thisted", "Thisted"), {"age": "24"}, message)


def test_a_wish_goes_out_once_for_each_message(engine: Engine, webhook: Webhook) -> None:
    assert [webhook.ask(request()) for _ in range(2)] == [Outcome.PASSED_ON] * 2
    webhook.ask(request(sender="bo"))
    assert [one["conversation"]["sender"] for one in sent(engine)] == ["anna", "bo"]


@pytest.mark.parametrize("sender", ["x" * 5000, "æøå 🙂", "\ud800"])
def test_a_sender_may_have_any_name(engine: Engine, webhook: Webhook, sender: str) -> None:
    assert webhook.ask(request(sender=sender)) is Outcome.PASSED_ON
    assert sent(engine)[0]["conversation"]["sender"] == sender


def test_a_call_back_goes_out_with_the_conversation_where_the_citizen_agrees(
    engine: Engine, webhook: Webhook, talk: str
) -> None:
    made, _ = webhook.call_back(talk, "callback-1", WISH)
    [body] = sent(engine)
    assert (body["receipt"], body["contact"]["name"], body["question"]) == (made.receipt, "Ane", "Klage")
    assert [entry["text"] for entry in body["conversation"]["entries"]] == ["Hvordan klager jeg?"]


def test_without_that_consent_the_conversation_stays_here(engine: Engine, webhook: Webhook, talk: str) -> None:
    webhook.call_back(talk, "callback-1", CallbackWish(**{**vars(WISH), "shared": False}))
    [body] = sent(engine)
    assert body["conversation"] == {"reference": None}


def test_a_form_that_is_sent_again_goes_out_once(engine: Engine, webhook: Webhook, talk: str) -> None:
    first, again = (webhook.call_back(talk, "callback-1", WISH) for _ in range(2))
    assert (first[0].receipt, first[1], again[1]) == (again[0].receipt, True, False)
    assert len(sent(engine)) == 1


def test_what_is_passed_on_is_in_no_list_of_the_desk(engine: Engine, webhook: Webhook, talk: str) -> None:
    webhook.call_back(talk, "callback-1", WISH)
    assert Callbacks(engine).list(["thisted"]) == ()
    assert Callbacks(engine).open_count(["thisted"]) == 0


def test_a_conversation_that_is_over_asks_for_nothing(engine: Engine, webhook: Webhook, talk: str) -> None:
    Log(engine).erase(talk)
    with pytest.raises(NoConversationError):
        webhook.call_back(talk, "callback-1", WISH)
    assert sent(engine) == []
