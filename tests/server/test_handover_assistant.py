"""Handover with the whole assistant: what the robot offers, its silence, and what it knows afterwards."""

import sqlite3
import time
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.staff import Accounts
from bot.wording.i18n import text as danish
from tests.chatting import Citizen
from tests.desk import Agent, account, id_of, references
from tests.running import Assistant

pytestmark = pytest.mark.slow

WISH = "Jeg vil gerne tale med en medarbejder"


@pytest.fixture(scope="module")
def engine(assistant_engine: Engine) -> Iterator[Engine]:
    yield assistant_engine
    for person in Accounts(assistant_engine).list():
        Accounts(assistant_engine).disable(person.id)


@pytest.fixture(scope="module")
def lise(running_assistant: Assistant, engine: Engine) -> Agent:
    return Agent(running_assistant.url, account(engine, "Lise"))


@pytest.fixture
def citizen(running_assistant: Assistant) -> Citizen:
    return Citizen(running_assistant.url)


def asked(citizen: Citizen, text: str) -> dict:
    """The robot's first reply to a text."""
    number = citizen.say(text).json()["number"]
    replies: list[dict] = []
    while not replies:
        # Something else may come first, such as that the conversation waits now.
        citizen.listen(citizen.last + 1)
        replies = [entry for entry in citizen.heard if entry.get("answers") == number]
    return replies[0]


def button(reply: dict, does: str) -> dict:
    return next(one for one in reply["buttons"] if one.get("does") == does)


def test_a_wish_for_a_person_leads_to_one_and_back_to_a_robot_that_remembers(
    lise: Agent, engine: Engine, running_assistant: Assistant, citizen: Citizen
) -> None:
    reference = citizen.begun["reference"]
    with lise.at_the_desk() as there:
        asked(citizen, "Hvor lang er sagsbehandlingstiden? Jeg er 24 år")
        offer = asked(citizen, WISH)
        citizen.press(button(offer, "queue")["id"])
        there.until(lambda board: reference in references(board["waiting"]), "it waits")
        whole = lise.on(reference, "claim").json()
        assert {"name": "Alder", "value": "24"} in whole["about"]["circumstances"]
        assert whole["about"]["municipality"]["slug"] == "thisted"
        assert next(entry for entry in whole["entries"] if entry["kind"] == "robot")["guessed"]["intent"] == "ask"
        number = citizen.say("og i Hjørring?").json()["number"]
        lise.reply(reference, "Det finder jeg ud af.")
        lise.on(reference, "return")
    citizen.listen(number + 2)
    assert not [entry for entry in citizen.heard if entry.get("answers") == number]
    answer = asked(citizen, "og i Hjørring?")
    assert (answer["custom"]["topic"], answer["custom"]["municipality"]) == ("processing_time", "hjoerring")
    assert "understood" not in str(citizen.heard)
    with sqlite3.connect(running_assistant.var_dir / "conversations.sqlite") as database:
        query = "SELECT type_name FROM events WHERE sender_id = ? ORDER BY id"
        kinds = [kind for (kind,) in database.execute(query, (id_of(engine, reference),))]
    assert kinds.count("pause") == kinds.count("resume") == 1
    assert kinds.count("user") == 3


def test_a_typed_yes_is_as_good_as_the_button(lise: Agent, citizen: Citizen) -> None:
    with lise.at_the_desk() as there:
        asked(citizen, WISH)
        asked(citizen, "ja tak")
        there.until(lambda board: citizen.begun["reference"] in references(board["waiting"]), "it waits")
    assert [entry["state"] for entry in citizen.heard if entry["kind"] == "handover"] == ["waiting"]


def test_the_robot_answers_while_one_waits_and_falls_silent_with_the_claim(lise: Agent, citizen: Citizen) -> None:
    reference = citizen.begun["reference"]
    with lise.at_the_desk():
        asked(citizen, WISH)
        asked(citizen, "ja")
        assert asked(citizen, "Hvad koster det?")["custom"]["topic"] == "payment"
        lise.on(reference, "claim")
        number = citizen.say("Hvem kan jeg ringe til?").json()["number"]
        time.sleep(1.5)
        lise.on(reference, "close", reason="answered", note="")
    citizen.listen(number + 1)
    assert not [entry for entry in citizen.heard if entry["number"] > number and entry["kind"] == "robot"]


def test_where_nobody_is_there_the_button_asks_for_a_call(lise: Agent, engine: Engine, citizen: Citizen) -> None:
    Accounts(engine).gone(lise.person.id)
    offer = asked(citizen, WISH)
    assert [one["does"] for one in offer["buttons"]] == ["callback"]
    form = {"id": "callback-1", "name": "Ane", "phone": "", "email": "ane@eksempel.dk", "question": "", "share": True}
    receipt = citizen.post("callback", **form).json()["receipt"]
    [one] = [one for one in lise.get("callbacks").json()["callbacks"] if one["receipt"] == receipt]
    assert (one["email"], one["reference"]) == ("ane@eksempel.dk", citizen.begun["reference"])


def test_over_rest_the_telephone_is_the_answer_and_nothing_of_the_desk_is_shown(
    running_assistant: Assistant, lise: Agent
) -> None:
    with lise.at_the_desk():
        [message] = running_assistant.say("Jeg vil tale med et menneske i Thisted", "rest-1")
    assert message["text"].startswith(danish("handover.offer.phone"))
    assert not message.get("buttons")
    assert "understood" not in str(message)
