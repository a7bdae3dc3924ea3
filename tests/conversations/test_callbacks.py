"""Wishes to be called, on both databases: asked for once, worked off, told to the citizen."""

import datetime

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.callbacks import (
    DONE,
    NOT_REACHED,
    OUTCOMES,
    REACHED,
    Callbacks,
    CallbackWish,
    NoCallbackError,
)
from bot.conversations.entry import Entry
from bot.conversations.log import Log, NoConversationError, now
from bot.wording import handover as wording

WISH = CallbackWish("thisted", None, "Ane", "20304050", "", "Klage", False)


@pytest.fixture
def callbacks(engine: Engine) -> Callbacks:
    return Callbacks(engine)


@pytest.fixture
def talk(log: Log) -> str:
    return log.start("thisted").conversation.id


def asked(callbacks: Callbacks, talk: str, name: str = "callback-1", wish: CallbackWish = WISH) -> str:
    return callbacks.ask(talk, name, wish)[0].receipt


def newest(log: Log, talk: str) -> Entry:
    return log.after(talk, 0)[-1]


def test_a_wish_is_kept_once_and_its_receipt_stands_in_the_conversation(
    callbacks: Callbacks, log: Log, talk: str
) -> None:
    first, again = (callbacks.ask(talk, "callback-1", WISH) for _ in range(2))
    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    [entry] = log.after(talk, 0)
    assert entry.text == wording.callback_noted(first[0].receipt)


def test_neither_name_nor_number_stands_in_the_conversation(callbacks: Callbacks, log: Log, talk: str) -> None:
    asked(callbacks, talk)
    assert not [word for word in ("Ane", "20304050", "Klage") if word in str(log.after(talk, 0))]


@pytest.mark.parametrize(("shared", "named"), [(True, True), (False, False)])
def test_the_conversation_is_named_only_where_it_may_be_read(
    callbacks: Callbacks, log: Log, talk: str, shared: bool, named: bool
) -> None:
    made, _ = callbacks.ask(talk, "callback-1", CallbackWish(**{**vars(WISH), "shared": shared}))
    assert (made.reference is not None) is named


def test_what_is_not_done_is_listed_oldest_first_and_for_its_municipality_alone(
    callbacks: Callbacks, talk: str
) -> None:
    first, second = asked(callbacks, talk), asked(callbacks, talk, "callback-2")
    asked(callbacks, talk, "callback-3", CallbackWish(**{**vars(WISH), "municipality": "koege"}))
    assert [one.receipt for one in callbacks.list(["thisted"])] == [first, second]
    assert callbacks.open_count(["thisted"]) == 2
    assert callbacks.open_count(["thisted", "koege"]) == 3


@pytest.mark.parametrize(("outcome", "attempts"), [(NOT_REACHED, 1), (REACHED, 1), (DONE, 0)])
def test_what_became_of_it_is_noted_with_who_and_when_and_told_to_the_citizen(
    callbacks: Callbacks, log: Log, talk: str, outcome: str, attempts: int
) -> None:
    receipt = asked(callbacks, talk)
    settled = callbacks.settle(receipt, outcome, "Lise", "Prøver igen")
    assert (settled.state, settled.attempts, settled.handled_by) == (outcome, attempts, "Lise")
    entry = newest(log, talk)
    assert entry.text == wording.callback_settled(outcome)
    assert (entry.data["callback"], entry.data["actor"]["name"], entry.at) == (outcome, "Lise", settled.handled_at)
    assert "Prøver igen" not in str(entry)


def test_every_try_stays_in_the_log_with_who_made_it(callbacks: Callbacks, log: Log, talk: str) -> None:
    receipt = asked(callbacks, talk)
    for by, outcome in (("Lise", NOT_REACHED), ("Bo", NOT_REACHED), ("Bo", REACHED), ("Lise", DONE)):
        settled = callbacks.settle(receipt, outcome, by)
    assert settled.attempts == 3
    told = [(one.data["actor"]["name"], one.data["callback"]) for one in log.after(talk, 1)]
    assert told == [("Lise", NOT_REACHED), ("Bo", NOT_REACHED), ("Bo", REACHED), ("Lise", DONE)]


def test_a_note_stays_until_there_is_another(callbacks: Callbacks, talk: str) -> None:
    receipt = asked(callbacks, talk)
    callbacks.settle(receipt, NOT_REACHED, "Lise", "Efter kl. 12")
    assert callbacks.settle(receipt, NOT_REACHED, "Bo").note == "Efter kl. 12"


def test_what_is_done_is_in_its_own_list(callbacks: Callbacks, talk: str) -> None:
    receipt = asked(callbacks, talk)
    callbacks.settle(receipt, DONE, "Lise")
    assert callbacks.list(["thisted"]) == ()
    assert [one.receipt for one in callbacks.list(["thisted"], done=True)] == [receipt]


def test_it_can_be_worked_off_after_the_conversation_has_closed(callbacks: Callbacks, log: Log, talk: str) -> None:
    receipt = asked(callbacks, talk)
    log.close_idle(now() + datetime.timedelta(days=1), "idle")
    assert callbacks.settle(receipt, REACHED, "Lise").state == REACHED


@pytest.mark.parametrize("outcome", ["open", "passed_on", "lost"])
def test_nothing_else_can_become_of_it(callbacks: Callbacks, talk: str, outcome: str) -> None:
    assert outcome not in OUTCOMES
    with pytest.raises(ValueError, match=outcome):
        callbacks.settle(asked(callbacks, talk), outcome, "Lise")


def test_what_another_system_has_is_not_worked_off_here(callbacks: Callbacks, log: Log, talk: str) -> None:
    made, _ = callbacks.ask(talk, "callback-1", WISH, pass_on=lambda connection, callback: None)
    before = log.after(talk, 0)
    with pytest.raises(NoCallbackError):
        callbacks.settle(made.receipt, DONE, "Lise")
    assert log.after(talk, 0) == before


def test_it_goes_with_its_conversation(callbacks: Callbacks, log: Log, talk: str) -> None:
    receipt = asked(callbacks, talk)
    log.erase(talk)
    with pytest.raises(NoCallbackError):
        callbacks.get(receipt)
    with pytest.raises(NoConversationError):
        callbacks.ask(talk, "callback-2", WISH)
